"""Times as people read them, always with their zone in words."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.local_time import in_minutes, instants, wall_of

_A_DAY = 24


def zone_city(zone: ZoneInfo) -> str:
    """Name the city of a zone: "New York" for America/New_York."""
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def zone_words(zone: ZoneInfo) -> str:
    """Name a zone by its city: "New York time" for America/New_York."""
    city = zone_city(zone)
    return city if city == "UTC" else f"{city} time"


def offset_words(instant: datetime, zone: ZoneInfo) -> str:
    """Tell the two halves of a doubled hour apart: "EDT (UTC-04:00)", or the offset alone where it has no name."""
    local = instant.astimezone(zone)
    offset = f"UTC{local:%z}"[:6] + ":" + f"{local:%z}"[3:5]
    name = local.strftime("%Z")
    return f"{name} ({offset})" if name.isalpha() else offset


def zone_words_at(instant: datetime, zone: ZoneInfo) -> str:
    """Name the zone, and which of the two is meant where clocks go back over this hour."""
    return f"{zone_words(zone)}, {offset_words(instant, zone)}" if is_doubled(instant, zone) else zone_words(zone)


def is_doubled(instant: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the clocks of the zone show this hour twice."""
    return len(instants(wall_of(instant, zone), zone)) > 1


def clock_words(instant: datetime, zone: tzinfo) -> str:
    """Write the hour alone: "3:00 PM"."""
    local = instant.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M} {_half(local)}"


def wall_words(wall: datetime, now: datetime) -> str:
    """Write out a local time: "Thursday, November 19, 3:00 PM", with the year where it is not that of `now`."""
    return f"{date_words(wall.date(), now)}, {clock_words(wall.replace(tzinfo=UTC), UTC)}"


def date_words(day: date, now: datetime) -> str:
    """Write out a day: "Thursday, November 19"."""
    year = "" if day.year == now.year else f", {day.year}"
    return f"{day:%A}, {day:%B} {day.day}{year}"


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


def duration_words(length: timedelta) -> str:
    """Write a length as people say it: "50 minutes", "1 hour", "24 hours", "3 days"."""
    minutes = in_minutes(length)
    if minutes % 60:
        return f"{minutes} minutes"
    hours = minutes // 60
    if hours > _A_DAY and hours % _A_DAY == 0:
        return f"{hours // _A_DAY} days"
    return "1 hour" if hours == 1 else f"{hours} hours"


def listed_words(parts: list[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _half(local: datetime) -> str:
    return "AM" if local.hour < 12 else "PM"  # noqa: PLR2004 - noon
