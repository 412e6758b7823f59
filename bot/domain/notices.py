"""New messages to a professional, each because something needs an act of theirs or a patient's choice concerns them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.meeting import Meeting
from bot.domain.people import Patient, Professional


class NoticeKind(StrEnum):
    CONNECTED = "connected"  # Zoom is connected now
    UNREVOKED = "unrevoked"  # the grant is deleted here, and Zoom may still know it
    FORMER_UNREVOKED = "former_unrevoked"  # the same, of an account that another has taken the place of
    RECONNECT = "reconnect"  # Zoom took the grant back
    MAIL_REFUSED = "mail_refused"  # the patient may not know
    ASKING_REFUSED = "asking_refused"  # an invitation to choose was not accepted by the mail server
    CHOSEN = "chosen"  # a patient chose this professional
    LEFT = "left"  # and this one no longer does
    LEFT_KEPT = "left_kept"  # whose meetings stay
    ERASED = "erased"  # a patient of theirs had their data erased
    LEFT_CANCELLED = "left_cancelled"  # or were called off with it
    APPOINTED = "appointed"  # they may schedule for another now


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`meeting`, `patient` and `for_whom`, the professional who appointed them, are those it is about, where it is."""

    kind: NoticeKind
    professional: Professional
    meeting: Meeting | None = None
    patient: Patient | None = None
    for_whom: Professional | None = None
