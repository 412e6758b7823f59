"""New messages to a professional, each because something needs an act of theirs."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.meeting import Meeting
from bot.domain.people import Professional


class NoticeKind(StrEnum):
    CONNECTED = "connected"  # Zoom is connected now
    UNREVOKED = "unrevoked"  # the grant is deleted here, and Zoom may still know it
    FORMER_UNREVOKED = "former_unrevoked"  # the same, of an account that another has taken the place of
    RECONNECT = "reconnect"  # Zoom took the grant back
    MAIL_REFUSED = "mail_refused"  # the patient may not know
    APPOINTED = "appointed"  # they may schedule for another now


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`meeting` is the one it is about, `for_whom` the professional who appointed them, where it is about such."""

    kind: NoticeKind
    professional: Professional
    meeting: Meeting | None = None
    for_whom: Professional | None = None
