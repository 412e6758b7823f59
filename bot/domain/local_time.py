"""Wall clocks and instants: the truth is wall time and zone, arithmetic is done in UTC only."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

ZONE_NAMES = frozenset(available_timezones() - {"localtime", "Factory", "posixrules"})
_MINUTE = timedelta(minutes=1)


def require_utc(instant: datetime) -> datetime:
    """Return `instant`; ValueError unless it is aware and in UTC."""
    if instant.utcoffset() != timedelta():
        raise ValueError(f"an aware UTC time is needed, not {instant!r}")
    return instant


def require_all_utc(*instants: datetime | None) -> None:
    """ValueError unless every instant that is given is aware and in UTC."""
    for instant in instants:
        if instant is not None:
            require_utc(instant)


def in_minutes(length: timedelta) -> int:
    """Count whole minutes, as forms, Zoom and outbox entries write lengths of time."""
    return round(length.total_seconds() / 60)


def find_zone(name: str) -> ZoneInfo | None:
    """Find an IANA zone by its exact name, None when there is no such zone."""
    return ZoneInfo(name) if name in ZONE_NAMES else None


def instants(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """List the UTC instants at which the clocks of `zone` show `wall` (naive).

    None where clocks go forward over it, two where they go back, one on every other day. A gap must be looked for:
    zoneinfo turns 2:30 into 3:30 silently, and calls both folds of a doubled hour equal.
    """
    found = []
    for fold in (0, 1):
        instant = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall and instant not in found:
            found.append(instant)
    return tuple(found)


def instant_on_the_clock(wall: datetime, zone: ZoneInfo, was: datetime) -> datetime:
    """Find the instant that `wall` means by the rules of now; `was` is what it meant before.

    Of a doubled hour it is the nearer one; what has come to lie in a gap begins when the gap ends.
    """
    found = instants(wall, zone)
    if not found:
        _, first = around_gap(wall, zone)
        found = instants(first, zone)
    return min(found, key=lambda instant: abs(instant - was))


def around_gap(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Find the last wall time before and the first after the gap in which `wall` lies, to the minute."""
    # Inside a gap the two folds give the offsets of before and after; the clock change lies between their instants.
    one, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    low, high = min(one, other), max(one, other)
    before = low.astimezone(zone).utcoffset()
    while high - low > _MINUTE:
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    change = high.replace(second=0, microsecond=0)
    first = change.astimezone(zone).replace(tzinfo=None, fold=0)
    last = (change - _MINUTE).astimezone(zone).replace(tzinfo=None, fold=0)
    return last, first


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant from which on the clocks have reached `wall`: in some zones a day begins at one o'clock."""
    found = instants(wall, zone) or instants(around_gap(wall, zone)[1], zone)
    return found[0]


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """Read the clock of `zone` at `instant`, as a naive time."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def next_utc_midnight(now: datetime) -> datetime:
    """Find when the next day of UTC begins, and with it Zoom's counts of a day."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
