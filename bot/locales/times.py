"""Times as patients read them, in their language and with their zone in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import in_minutes
from bot.domain.time_words import clock_words, is_doubled, offset_words, zone_city
from bot.locales.words import ENGLISH, Words

# How a clock is read: these differ in more than words.
_CLOCKS = {
    "es": "{hour}:{minute:02}",
    "pt": "{hour:02}:{minute:02}",
    "fr": "{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute:02}",
}
_HOUR = 60
_DAY = 24 * _HOUR


def say_day(words: Words, instant: datetime, zone: ZoneInfo, *, with_year: bool = True) -> str:
    """Write "Thursday, November 19, 2026 at 9:00 AM (New York time)"; a subject leaves out the year."""
    local = instant.astimezone(zone)
    parts = {
        "weekday": _weekdays(words)[local.weekday()],
        "month": _months(words)[local.month - 1],
        "day": _day_of_month(words, local),
        "clock": say_clock(words, instant, zone),
        "zone": say_zone_at(words, instant, zone),
    }
    if with_year:
        return words.say("{weekday}, {month} {day}, {year} at {clock} ({zone})", year=local.year, **parts)
    return words.say("{weekday}, {month} {day} at {clock} ({zone})", **parts)


def say_date(words: Words, instant: datetime, zone: ZoneInfo) -> str:
    """Write the day alone, as a sentence does: "November 30, 2026"."""
    local = instant.astimezone(zone)
    month, day = _months(words)[local.month - 1], _day_of_month(words, local)
    return words.say("{month} {day}, {year}", month=month, day=day, year=local.year)


def say_clock(words: Words, instant: datetime, zone: ZoneInfo) -> str:
    """Write the hour alone, as the language does: "3:00 PM", "15:00", "15 h 00"."""
    if words.language == ENGLISH:
        return clock_words(instant, zone)
    local = instant.astimezone(zone)
    return _CLOCKS[words.language].format(hour=local.hour, minute=local.minute)


def say_zone(words: Words, zone: ZoneInfo) -> str:
    """Name a zone by its city: "New York time", "hora de Nueva York"."""
    city = zone_city(zone)
    if city == "UTC":
        return city
    found = words.zones.gettext(zone.key)
    return words.say("{city} time", city=city) if found == zone.key else found


def say_zone_at(words: Words, instant: datetime, zone: ZoneInfo) -> str:
    """Name the zone, and which of the two is meant where clocks go back over this hour."""
    name = say_zone(words, zone)
    return f"{name}, {offset_words(instant, zone)}" if is_doubled(instant, zone) else name


def say_length(words: Words, length: timedelta) -> str:
    """Write a length as people say it: "50 minutes", "1 hour", "24 hours", "3 days"."""
    minutes = in_minutes(length)
    if minutes % _HOUR:
        return words.count("{count} minute", "{count} minutes", minutes)
    if minutes % _DAY or minutes == _DAY:
        return words.count("{count} hour", "{count} hours", minutes // _HOUR)
    return words.count("{count} day", "{count} days", minutes // _DAY)


def say_list(words: Words, parts: list[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(parts)
    return words.say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def _day_of_month(words: Words, local: datetime) -> str:
    """In French the first of a month is not counted like the others."""
    return words.name("day of the month", "1") if local.day == 1 else str(local.day)


def _weekdays(words: Words) -> tuple[str, ...]:
    return (
        words.name("weekday", "Monday"),
        words.name("weekday", "Tuesday"),
        words.name("weekday", "Wednesday"),
        words.name("weekday", "Thursday"),
        words.name("weekday", "Friday"),
        words.name("weekday", "Saturday"),
        words.name("weekday", "Sunday"),
    )


def _months(words: Words) -> tuple[str, ...]:
    return (
        words.name("month", "January"),
        words.name("month", "February"),
        words.name("month", "March"),
        words.name("month", "April"),
        words.name("month", "May"),
        words.name("month", "June"),
        words.name("month", "July"),
        words.name("month", "August"),
        words.name("month", "September"),
        words.name("month", "October"),
        words.name("month", "November"),
        words.name("month", "December"),
    )
