"""Words that several surfaces share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.invitation import Invitation
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Patient, Professional, initials_of, patient_code
from bot.domain.preferences import NamesShown
from bot.domain.time_words import clock_words, day_words, span_words, when_words
from bot.domain.working_hours import outside_notes
from bot.domain.zoom_connection import ZoomConnection
from bot.slack.blocks import cut, defused

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


def hours_words(professional: Professional, meeting: Meeting) -> list[str]:
    """Warn of a meeting that is outside one's working hours."""
    return outside_notes(professional.profile.hours, meeting.starts_at, meeting.duration, professional.zone)


def patient_clock(meeting: Meeting, patient: Patient) -> str:
    if patient.zone is None:
        return "not known"
    return when_words(meeting.starts_at, meeting.duration, patient.zone)


def connection_words(connection: ZoomConnection, professional: Professional, now: datetime) -> str:
    """Say since when Zoom is connected, and when it last did what it was asked."""
    since, worked = _connection_times(connection, professional, now)
    return f"Zoom has been connected since {since}.{f' It {worked}.' if worked else ''}"


def connected_words(connection: ZoomConnection, professional: Professional, now: datetime) -> str:
    """Say the same behind the words that Zoom is connected."""
    since, worked = _connection_times(connection, professional, now)
    return f"Zoom is connected. It has been since {since}{f', and {worked}' if worked else ''}."


def _connection_times(connection: ZoomConnection, professional: Professional, now: datetime) -> tuple[str, str]:
    worked, zone = connection.last_worked_at, professional.zone
    last = f"last worked {short_date(worked, now, zone)} at {clock_words(worked, zone)}" if worked else ""
    return short_date(connection.connected_at, now, zone), last


def row_time(professional: Professional, meeting: Meeting) -> str:
    """Write "Thu, Nov 19, 3:00 to 3:50 PM": a row's time, the year and the zone being known."""
    return f"{_day(professional, meeting)}, {span_words(meeting.starts_at, meeting.duration, professional.zone)}"


def spoken_meeting(professional: Professional, meeting: Meeting, patient: Patient) -> str:
    """Tell one meeting from another in a button's label for screen readers."""
    hour = clock_words(meeting.starts_at, professional.zone)
    return f"{_day(professional, meeting)}, {hour}, {message_name(professional, patient)}"


def view_name(professional: Professional, patient: Patient) -> str:
    """Name a patient in Home and modals: in whole, unless the professional wants less to be seen."""
    if professional.habits.names is not NamesShown.BY_PLACE:
        return message_name(professional, patient)
    return patient.name if len(patient.name) <= _LONGEST_NAME else patient.name[:_LONGEST_NAME] + "…"


def asked_name(professional: Professional, invitation: Invitation) -> str:
    """Name in modals somebody who is asked and is no patient yet, as openly as patients are named."""
    code = patient_code(invitation.id)
    if professional.habits.names is NamesShown.BY_PLACE:
        return f"{cut(invitation.name, _LONGEST_NAME)}, {cut(invitation.mail, _LONGEST_NAME)}"
    return code if professional.habits.names is NamesShown.CODE else f"{initials_of(invitation.name)} ({code})"


def message_name(professional: Professional, patient: Patient) -> str:
    """Name a patient in a message, by initials at most: desktops show its blocks to whoever stands by."""
    return patient.code if professional.habits.names is NamesShown.CODE else patient.initials


def short_name(professional: Professional) -> str:
    """Name a professional within mrkdwn."""
    return defused(cut(professional.name, _LONGEST_NAME))


def short_date(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Say "today", or the day, with its year where it is another."""
    on, today = instant.astimezone(zone).date(), now.astimezone(zone).date()
    if on == today:
        return "today"
    return f"{on:%b} {on.day}" if on.year == today.year else f"{on:%b} {on.day}, {on.year}"


def _day(professional: Professional, meeting: Meeting) -> str:
    return day_words(meeting.starts_at, professional.zone).rsplit(", ", 1)[0]
