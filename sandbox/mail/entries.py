"""The calendar part of a mail as a mail program shows it: what, when, with whom, and what it asks of the calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Event


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """`method` is REQUEST (enter it) or CANCEL (take it out); times are aware UTC."""

    method: str
    title: str
    starts_at: datetime
    ends_at: datetime
    organizer: str
    location: str
    sequence: int


def calendar_entry(text: str) -> CalendarEntry | None:
    """Read the one event of a calendar part; None where there is no part, or no event in it."""
    if not text:
        return None
    calendar = Calendar.from_ical(text)
    events = [component for component in calendar.walk("VEVENT") if isinstance(component, Event)]
    return _entry(str(calendar.get("METHOD", "")), events[0]) if events else None


def _entry(method: str, event: Event) -> CalendarEntry:
    organizer = event.get("ORGANIZER")
    named = getattr(organizer, "params", {}).get("CN", "")
    address = str(organizer or "").removeprefix("mailto:").removeprefix("MAILTO:")
    return CalendarEntry(
        method=method,
        title=str(event.get("SUMMARY", "")),
        starts_at=_instant(event.start),
        ends_at=_instant(event.end),
        organizer=f"{named} ({address})" if named else address,
        location=str(event.get("LOCATION", "")),
        sequence=int(event.get("SEQUENCE", 0)),
    )


def _instant(moment: date) -> datetime:
    """A moment of the calendar, aware UTC; a whole day begins at midnight."""
    instant = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)
    return instant.astimezone(UTC)
