"""Words that several surfaces share."""

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Patient, Professional
from bot.domain.time_words import clock_words, day_words, span_words, when_words

STATUS_WORDS = {
    MeetingStatus.PENDING: "Scheduling",
    MeetingStatus.SCHEDULED: "Scheduled",
    MeetingStatus.STARTED: "In progress",
    MeetingStatus.ENDED: "Ended",
    MeetingStatus.MISSED: "Not held",
    MeetingStatus.CANCELLED: "Canceled",
    MeetingStatus.CANCELLED_ON_ZOOM: "Removed in Zoom",
    MeetingStatus.FAILED: "Not scheduled",
}
_LONGEST_NAME = 100


def when_for(professional: Professional, meeting: Meeting) -> str:
    """Say when it is on the professional's clock, and on the meeting's own where that differs."""
    return when_words(meeting.starts_at, meeting.duration, professional.zone, meeting.zone)


def patient_clock(meeting: Meeting, patient: Patient) -> str:
    if patient.zone is None:
        return "not known"
    return when_words(meeting.starts_at, meeting.duration, patient.zone)


def row_time(professional: Professional, meeting: Meeting) -> str:
    """Write "Thu, Nov 19, 3:00 to 3:50 PM": a row's time, the year and the zone being known."""
    return f"{_day(professional, meeting)}, {span_words(meeting.starts_at, meeting.duration, professional.zone)}"


def spoken_meeting(professional: Professional, meeting: Meeting, patient: Patient) -> str:
    """Tell one meeting from another in a button's label for screen readers."""
    hour = clock_words(meeting.starts_at, professional.zone)
    return f"{_day(professional, meeting)}, {hour}, {patient.initials}"


def full_name(patient: Patient) -> str:
    """Give the whole name, for Home and modals only: desktops show a message's blocks to whoever stands by."""
    return patient.name if len(patient.name) <= _LONGEST_NAME else patient.name[:_LONGEST_NAME] + "…"


def _day(professional: Professional, meeting: Meeting) -> str:
    return day_words(meeting.starts_at, professional.zone).rsplit(", ", 1)[0]
