"""New messages to a professional, each because something needs an act of theirs or a patient's choice concerns them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Patient, Professional
from bot.domain.zoom_connection import ConnectionState, ZoomConnection


class NoticeKind(StrEnum):
    CONNECTED = "connected"  # Zoom is connected now
    UNREVOKED = "unrevoked"  # the grant is deleted here, and Zoom may still know it
    FORMER_UNREVOKED = "former_unrevoked"  # the same, of an account that another has taken the place of
    RECONNECT = "reconnect"  # Zoom took the grant back
    MAIL_REFUSED = "mail_refused"  # the patient may not know
    APPOINTED = "appointed"  # they may schedule for another now
    ASKING_REFUSED = "asking_refused"  # an invitation to choose was not accepted by the mail server
    CHOSEN = "chosen"  # a patient chose this professional
    LEFT = "left"  # and this one no longer does
    LEFT_KEPT = "left_kept"  # whose meetings stay
    ERASED = "erased"  # a patient of theirs had their data erased
    LEFT_CANCELLED = "left_cancelled"  # or were called off with it
    REMOVED_IN_ZOOM = "removed_in_zoom"  # by the professional, who has not said what is to become of it
    REMOVED_AND_NEAR = "removed_and_near"  # and it begins in an hour
    NOT_PUT_BACK = "not_put_back"
    MOVED_IN_ZOOM = "moved_in_zoom"  # by the professional, who has not said whether it holds
    CANCELLED_IS_OPEN = "cancelled_is_open"  # the host has opened what was called off
    CLOCKS_CHANGED = "clocks_changed"  # new time zone data moved the meeting's instant


_OF_REMOVED = frozenset({NoticeKind.REMOVED_IN_ZOOM, NoticeKind.REMOVED_AND_NEAR, NoticeKind.NOT_PUT_BACK})


def is_still_true(kind: NoticeKind, meeting: Meeting | None, connection: ZoomConnection | None) -> bool:
    """Hold what was decided against what holds when the message leaves: nobody is asked what they have answered."""
    if kind is NoticeKind.RECONNECT:
        return connection is not None and connection.state is ConnectionState.BROKEN
    if meeting is None:
        return True
    if kind in _OF_REMOVED:
        return meeting.status is MeetingStatus.CANCELLED_ON_ZOOM
    if kind is NoticeKind.MOVED_IN_ZOOM:
        return meeting.status is MeetingStatus.SCHEDULED and meeting.zoom_move is not None
    return True


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`meeting` and `patient` are those it is about, `for_whom` the professional who appointed them, where it is about
    one.
    """

    kind: NoticeKind
    professional: Professional
    meeting: Meeting | None = None
    for_whom: Professional | None = None
    patient: Patient | None = None
