"""Times as people read them, always with their zone in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import in_minutes, instants, wall_of


def zone_words(zone: ZoneInfo) -> str:
    """Name a zone by its city: "New York time" for America/New_York."""
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return city if city == "UTC" else f"{city} time"


def offset_words(instant: datetime, zone: ZoneInfo) -> str:
    """Tell the two halves of a doubled hour apart: "EDT (UTC-04:00)", or the offset alone where it has no name."""
    local = instant.astimezone(zone)
    offset = f"UTC{local:%z}"[:6] + ":" + f"{local:%z}"[3:5]
    name = local.strftime("%Z")
    return f"{name} ({offset})" if name.isalpha() else offset


def zone_words_at(instant: datetime, zone: ZoneInfo) -> str:
    """Name the zone, and which of the two is meant where clocks go back over this hour."""
    is_doubled = len(instants(wall_of(instant, zone), zone)) > 1
    return f"{zone_words(zone)}, {offset_words(instant, zone)}" if is_doubled else zone_words(zone)


def clock_words(instant: datetime, zone: ZoneInfo) -> str:
    """Write the hour alone: "3:00 PM"."""
    local = instant.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M} {_half(local)}"


def day_words(instant: datetime, zone: ZoneInfo) -> str:
    """Write the short date: "Thu, Nov 19, 2026"."""
    local = instant.astimezone(zone)
    return f"{local:%a}, {local:%b} {local.day}, {local.year}"


def span_words(starts_at: datetime, duration: timedelta, zone: ZoneInfo) -> str:
    """Write from when to when: "3:00 to 3:50 PM", or with both halves named where noon or midnight lies between."""
    start, end = clock_words(starts_at, zone), clock_words(starts_at + duration, zone)
    same_half = _half(starts_at.astimezone(zone)) == _half((starts_at + duration).astimezone(zone))
    if same_half and duration < timedelta(hours=12):
        start = start.rsplit(" ", 1)[0]
    return f"{start} to {end}"


def when_words(starts_at: datetime, duration: timedelta, zone: ZoneInfo, meeting_zone: ZoneInfo | None = None) -> str:
    """Write a meeting's time on one person's clock, and on the meeting's own where that differs."""
    words = f"{day_words(starts_at, zone)}, {span_words(starts_at, duration, zone)}, {zone_words_at(starts_at, zone)}"
    if meeting_zone is None or meeting_zone.key == zone.key:
        return words
    return f"{words} ({clock_words(starts_at, meeting_zone)}, {zone_words_at(starts_at, meeting_zone)})"


def long_day_words(instant: datetime, zone: ZoneInfo, *, with_year: bool = True) -> str:
    """Write the time as mails say it: "Thursday, November 19, 2026 at 9:00 AM (New York time)"."""
    local = instant.astimezone(zone)
    year = f", {local.year}" if with_year else ""
    return f"{local:%A}, {local:%B} {local.day}{year} at {clock_words(instant, zone)} ({zone_words_at(instant, zone)})"


def date_words(instant: datetime, zone: ZoneInfo) -> str:
    """Write the day alone, as a sentence does: "November 30, 2026"."""
    local = instant.astimezone(zone)
    return f"{local:%B} {local.day}, {local.year}"


def duration_words(length: timedelta) -> str:
    """Write a length as people say it: "50 minutes", "1 hour", "24 hours"."""
    minutes = in_minutes(length)
    if minutes % 60:
        return f"{minutes} minutes"
    hours = minutes // 60
    return "1 hour" if hours == 1 else f"{hours} hours"


def listed_words(parts: list[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _half(local: datetime) -> str:
    return "AM" if local.hour < 12 else "PM"  # noqa: PLR2004 - noon
