"""Working hours: they warn, and forbid nothing."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import wall_of
from bot.domain.preferences import Shift

_MIDNIGHT = time(0)
_NOON = 12
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?(?:m\.?)?"
_SHIFT = re.compile(rf"\s*(?:from\s+)?{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}\s*", re.IGNORECASE)  # noqa: RUF001 - people type it


def is_outside(hours: tuple[Shift | None, ...], starts_at: datetime, length: timedelta, zone: ZoneInfo) -> bool:
    """Tell whether any of this time lies outside the hours, on the clock of `zone`. Nobody who said none is warned."""
    if not hours:
        return False
    start, end = wall_of(starts_at, zone), wall_of(starts_at + length, zone)
    shift = hours[start.weekday()]
    if shift is None or start.time() < shift.since:
        return True
    is_late_allowed = shift.until == _MIDNIGHT
    closes = datetime.combine(start.date() + timedelta(days=is_late_allowed), shift.until)
    return end > closes


def outside_notes(hours: tuple[Shift | None, ...], starts_at: datetime, length: timedelta, zone: ZoneInfo) -> list[str]:
    """Say that it is outside, where it is."""
    return ["This is outside your working hours."] if is_outside(hours, starts_at, length, zone) else []


def parse_shift(text: str) -> Shift | None:
    """Read "9:00 to 17:00", "9-5:30 pm" or "9 AM to 5 PM"; None when it is not readable so."""
    found = _SHIFT.fullmatch(text)
    if found is None:
        return None
    since, until = _time(*found.group(1, 2, 3)), _time(*found.group(4, 5, 6))
    if since is None or until is None or (until != _MIDNIGHT and until <= since):
        return None
    return Shift(since=since, until=until)


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    hours = int(hour)
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half.lower() == "p" else 0)
    if hours == 2 * _NOON and not int(minute or 0):
        return _MIDNIGHT
    return time(hours, int(minute or 0)) if hours < 2 * _NOON and int(minute or 0) < 60 else None  # noqa: PLR2004 - minutes
