"""New messages to a professional, each because something needs an act of theirs."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Professional
from bot.domain.zoom_connection import ConnectionState, ZoomConnection


class NoticeKind(StrEnum):
    CONNECTED = "connected"  # Zoom is connected now
    RECONNECT = "reconnect"  # Zoom took the grant back
    MAIL_REFUSED = "mail_refused"  # the patient may not know
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
    """`meeting` is the one it is about, for those that are about one."""

    kind: NoticeKind
    professional: Professional
    meeting: Meeting | None = None
