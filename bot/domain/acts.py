"""What may be done with a meeting, when: the one table that menus, cards, modals and services go by."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import EARLY
from bot.domain.refusals import AlreadyOver
from bot.domain.time_words import clock_words

# *Start meeting* is a link from so long before the start until so long after the planned end.
WINDOW_OPENS = timedelta(minutes=15)
WINDOW_CLOSES = timedelta(hours=1)
_LONGEST_OVERRUN = timedelta(days=1)


class Act(StrEnum):
    """What a professional can do with a meeting of theirs."""

    START = "start_meeting"
    RETRY = "try_again"
    ACCEPT_MOVE = "accept_new_time"
    PUT_BACK = "put_back_in_zoom"
    DETAILS = "details"
    END = "end_meeting"
    CANCEL = "cancel_meeting"
    DELETE = "delete_meeting"


_BY_STATUS: Mapping[MeetingStatus, tuple[Act, ...]] = {
    MeetingStatus.PENDING: (Act.DETAILS, Act.CANCEL),
    MeetingStatus.SCHEDULED: (Act.START, Act.ACCEPT_MOVE, Act.PUT_BACK, Act.DETAILS, Act.END, Act.CANCEL),
    MeetingStatus.STARTED: (Act.START, Act.DETAILS, Act.END, Act.CANCEL),
    MeetingStatus.ENDED: (Act.DETAILS, Act.DELETE),
    MeetingStatus.MISSED: (Act.DETAILS, Act.DELETE),
    MeetingStatus.CANCELLED: (Act.DETAILS, Act.DELETE),
    MeetingStatus.CANCELLED_ON_ZOOM: (Act.DETAILS, Act.PUT_BACK, Act.CANCEL),
    MeetingStatus.FAILED: (Act.RETRY, Act.DETAILS, Act.DELETE),
}
_PRESENT_STATE: Mapping[MeetingStatus, str] = {
    MeetingStatus.PENDING: "This meeting is being scheduled.",
    MeetingStatus.SCHEDULED: "This meeting is scheduled.",
    MeetingStatus.STARTED: "This meeting is in progress.",
    MeetingStatus.ENDED: "This meeting is already over.",
    MeetingStatus.MISSED: "This meeting was not held.",
    MeetingStatus.CANCELLED: "This meeting was already canceled.",
    MeetingStatus.CANCELLED_ON_ZOOM: "This meeting was removed in Zoom.",
    MeetingStatus.FAILED: "This meeting was not scheduled.",
}


def allowed_acts(meeting: Meeting, now: datetime) -> tuple[Act, ...]:
    """List what may be done at this moment, in the order in which menus show it; nothing with what was deleted."""
    if meeting.deleted_at is not None:
        return ()
    return tuple(act for act in _BY_STATUS[meeting.status] if _is_timely(act, meeting, now))


def is_start_window(meeting: Meeting, now: datetime) -> bool:
    """Tell whether *Start meeting* is a link now: around the planned time, and while the meeting is in progress."""
    if meeting.deleted_at is not None or meeting.status is MeetingStatus.STARTED:
        return meeting.deleted_at is None
    is_near = meeting.starts_at - WINDOW_OPENS <= now < window_end(meeting)
    return meeting.status is MeetingStatus.SCHEDULED and is_near


def window_end(meeting: Meeting) -> datetime:
    """Name the moment at which a link drawn within the window dies, and *Start meeting* with it."""
    return meeting.ends_at + WINDOW_CLOSES


def link_end(meeting: Meeting) -> datetime:
    """Name the moment at which a drawn start link dies: with the window, or a day later for a meeting that runs over.

    A card cannot be redrawn at an end that nobody knows; what the link opens is checked at the click in any case.
    """
    return window_end(meeting) + (_LONGEST_OVERRUN if meeting.status is MeetingStatus.STARTED else timedelta(0))


def require(act: Act, meeting: Meeting, now: datetime, zone: ZoneInfo) -> None:
    """Raise AlreadyOver, in words of the present state on the clock of `zone`, unless the act is allowed now."""
    if act not in allowed_acts(meeting, now):
        raise AlreadyOver(f"{_present_state(meeting, now, zone)} Nothing changed.", meeting.id)


def _is_timely(act: Act, meeting: Meeting, now: datetime) -> bool:
    """Hold what the status alone allows against the time; a meeting in progress may run late.

    What its host opened long before the start is a test: marked as over, the patient would come in vain.
    """
    if meeting.status is MeetingStatus.STARTED:
        return act is not Act.END or now >= meeting.starts_at - EARLY
    limits = {
        Act.START: now < window_end(meeting),
        Act.END: now >= meeting.starts_at,
        # Who was not told before the planned end has waited in vain already.
        Act.CANCEL: now < meeting.ends_at,
        Act.RETRY: now < meeting.starts_at,
        Act.ACCEPT_MOVE: meeting.zoom_move is not None and meeting.zoom_move.starts_at > now,
        Act.PUT_BACK: _is_astray(meeting) and now < meeting.ends_at,
    }
    return limits.get(act, True)


def _is_astray(meeting: Meeting) -> bool:
    """Tell whether it stands in Zoom otherwise than here."""
    return meeting.status is MeetingStatus.CANCELLED_ON_ZOOM or meeting.zoom_move is not None


def _present_state(meeting: Meeting, now: datetime, zone: ZoneInfo) -> str:
    if meeting.deleted_at is not None:
        return f"This meeting was already deleted{_at(meeting.deleted_at, zone)}."
    if meeting.status is MeetingStatus.CANCELLED:
        return f"This meeting was already canceled{_at(meeting.cancelled_at, zone)}."
    is_past = meeting.status in {MeetingStatus.PENDING, MeetingStatus.SCHEDULED} and meeting.ends_at <= now
    return _PRESENT_STATE[MeetingStatus.ENDED if is_past else meeting.status]


def _at(instant: datetime | None, zone: ZoneInfo) -> str:
    return f" at {clock_words(instant, zone)}" if instant else ""
