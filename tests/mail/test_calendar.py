from datetime import UTC, datetime, timedelta

from bot.domain.notification import Notification
from bot.mail.calendar import CalendarEntry, Method
from bot.mail.letters import Letters
from tests.builders import NOW, a_notification, a_scheduled_meeting
from tests.mail.reading import event_of, received
from tests.mail.sink import SENDER


def entry_lines(notification: Notification, method: Method) -> list[str]:
    """Read the lines of the calendar, long ones put together again."""
    text = CalendarEntry(notification=notification, sender=SENDER, method=method).to_ical().decode()
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_an_invitation_is_a_confirmed_event_in_utc() -> None:
    assert sorted(entry_lines(a_notification(), Method.REQUEST)) == [
        'ATTENDEE;CN="Noah Clarke";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:noah@patients.example',
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "CALSCALE:GREGORIAN",
        "CLASS:PRIVATE",
        "DESCRIPTION:Join the meeting: https://zoom.example/j/92674392836?pwd=abc",
        "DTEND:20261119T145000Z",
        "DTSTAMP:20261116T090000Z",
        "DTSTART:20261119T140000Z",
        "END:VCALENDAR",
        "END:VEVENT",
        "LOCATION:https://zoom.example/j/92674392836?pwd=abc",
        "METHOD:REQUEST",
        'ORGANIZER;CN="Ana Ruiz":mailto:meetings@clinic.example',
        "PRODID:-//Consulta//Consulta//EN",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "SUMMARY:Online meeting with Ana Ruiz",
        "UID:meeting-one@consulta",
        "URL:https://zoom.example/j/92674392836?pwd=abc",
        "VERSION:2.0",
    ]


def test_a_cancellation_takes_the_same_event_away_without_its_link() -> None:
    cancelled = a_scheduled_meeting().cancelled("I am ill.", NOW)
    lines = set(entry_lines(a_notification(meeting=cancelled), Method.CANCEL))
    before = set(entry_lines(a_notification(), Method.REQUEST))

    assert (sorted(lines - before), sorted(before - lines)) == (
        ["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED"],
        [
            "DESCRIPTION:Join the meeting: https://zoom.example/j/92674392836?pwd=abc",
            "LOCATION:https://zoom.example/j/92674392836?pwd=abc",
            "METHOD:REQUEST",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "URL:https://zoom.example/j/92674392836?pwd=abc",
        ],
    )


def test_the_calendar_starts_with_its_method_before_the_event() -> None:
    lines = entry_lines(a_notification(), Method.REQUEST)

    assert lines.index("METHOD:REQUEST") < lines.index("BEGIN:VEVENT")


def test_a_meeting_over_a_clock_change_lasts_as_long_as_planned(letters: Letters) -> None:
    before_the_change = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    meeting = a_scheduled_meeting(starts_at=before_the_change, duration=timedelta(minutes=90))

    event = event_of(received(letters.compose(a_notification(meeting=meeting))))

    assert (event.start, event.end) == (before_the_change, datetime(2026, 10, 25, 2, 0, tzinfo=UTC))
