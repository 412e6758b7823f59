"""What the facts of a text say together: one day, one hour, one length, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.when.clocks import Clock, range_of, time_of
from bot.when.grammar.rewriting import Scene, found
from bot.when.left_over import may_hide_a_day
from bot.when.reading import Elsewhere, Problem
from bot.when.refusing import Unreadable
from bot.when.symbols import Kind, Part, Token
from bot.when.zone_names import in_zone, named_in

_LONGEST_RANGE = timedelta(hours=8)
_MIDNIGHT = time(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a time; without an hour there is a `problem`."""

    day: date | None = None
    hour: time | None = None
    duration: timedelta | None = None
    elsewhere: Elsewhere | None = None
    problem: Problem | None = None


def assemble(scene: Scene, tokens: list[Token]) -> Said:
    """Put the facts together; a day that is sure is kept where the hour is refused."""
    lengths = set(found(tokens, Kind.LENGTH))
    duration = lengths.pop() if len(lengths) == 1 else None
    day = None
    try:
        if found(tokens, Kind.INSTANT):
            return _at_instant(tokens, duration)
        day = day_of(scene, tokens)
        return _with_hour(scene, tokens, day, duration)
    except Unreadable as refusal:
        return Said(day=day, duration=duration, problem=refusal.problem)


def _at_instant(tokens: list[Token], duration: timedelta | None) -> Said:
    at = _one(found(tokens, Kind.INSTANT))
    if found(tokens, "dWaqQcRVBA"):
        raise Unreadable(Problem.CONFLICT)
    return Said(day=at.date(), hour=at.time(), duration=duration)


def _with_hour(scene: Scene, tokens: list[Token], day: date | None, duration: timedelta | None) -> Said:
    hour, length = hour_of(scene, tokens)
    if hour is None:
        is_time = day is not None or duration is not None or bool(found(tokens, Kind.PART))
        return Said(day=day, duration=duration, problem=Problem.NO_HOUR if is_time else Problem.NOTHING)
    if length is not None and duration not in {None, length}:
        raise Unreadable(Problem.CONFLICT)
    if day is None and may_hide_a_day(tokens):
        raise Unreadable(Problem.VAGUE)
    at, elsewhere = _placed(scene, tokens, day, hour)
    return Said(day=at.date(), hour=at.time(), duration=duration or length, elsewhere=elsewhere)


def hour_beside(scene: Scene, tokens: list[Token]) -> time | None:
    """Tell the hour said beside a period, None where it is not sure."""
    try:
        return hour_of(scene, tokens)[0]
    except Unreadable:
        return None


def day_of(scene: Scene, tokens: list[Token]) -> date | None:
    """Tell the one day that is said, None if none is; Unreadable where it is not one, or not sure."""
    _refuse(found(tokens, Kind.VAGUE_DAY))
    weekday = _one(found(tokens, Kind.WEEKDAY))
    firm: date | None = _one(found(tokens, Kind.DAY_READ + Kind.SHIFTED))
    if weekday is not None and firm is not None and (firm.weekday() != weekday.weekday or found(tokens, "a")):
        raise Unreadable(Problem.CONFLICT)
    if firm is None and found(tokens, Kind.WEEK + Kind.MONTH_READ):
        raise Unreadable(Problem.VAGUE)
    if firm is None and weekday is not None:
        firm = weekday.after(scene.today)
    return firm


def hour_of(scene: Scene, tokens: list[Token]) -> tuple[time | None, timedelta | None]:
    """Tell the one hour that is said, and how long the range is that it begins."""
    _refuse(found(tokens, Kind.VAGUE_HOUR))
    part = _part(tokens)
    ranges = found(tokens, Kind.RANGE)
    clocks = found(tokens, Kind.HOUR_READ)
    if len(ranges) + len(clocks) > 1:
        raise Unreadable(Problem.CONFLICT)
    if ranges:
        since, length = range_of(*_bounded(ranges[0]), part, scene.language)
        if length > _LONGEST_RANGE:
            raise Unreadable(Problem.CONFLICT)
        return since, length
    if not clocks:
        return None, None
    if clocks[0].is_midnight:
        return _midnight(scene, tokens), None
    return time_of(clocks[0], part, scene.language), None


def _bounded(ends: tuple[Clock, Clock]) -> tuple[Clock, Clock]:
    if any(end.is_midnight for end in ends):
        raise Unreadable(Problem.VAGUE)
    return ends


def _midnight(scene: Scene, tokens: list[Token]) -> time:
    """Take midnight for the next one; of any other day it may be the beginning or the end."""
    if any(day != scene.today for day in found(tokens, Kind.DAY_READ)) or found(tokens, "Waq"):
        raise Unreadable(Problem.VAGUE)
    return _MIDNIGHT


def _part(tokens: list[Token]) -> Part | None:
    parts = set(found(tokens, Kind.PART))
    if len(parts) > 1:
        raise Unreadable(Problem.CONFLICT)
    return Part(parts.pop()) if parts else None


def _placed(scene: Scene, tokens: list[Token], day: date | None, hour: time) -> tuple[datetime, Elsewhere | None]:
    """Give the hour its day, the next that is to come if none is said, on the professional's clock."""
    zone = _one(found(tokens, Kind.ZONE_READ))
    if _is_next_midnight(tokens):
        day = scene.today + _DAY
    if day is not None:
        return _own(scene, datetime.combine(day, hour), zone)
    for days in (-1, 0, 1, 2):
        placed = _own(scene, datetime.combine(scene.today + days * _DAY, hour), zone)
        if placed[0] > scene.now:
            return placed
    raise Unreadable(Problem.IMPOSSIBLE)


def _is_next_midnight(tokens: list[Token]) -> bool:
    return any(said.is_midnight for said in found(tokens, Kind.HOUR_READ))


def _own(scene: Scene, wall: datetime, zone: str | tzinfo | None) -> tuple[datetime, Elsewhere | None]:
    """Tell the hour on the professional's clock, and as it was said where that is another zone's."""
    if zone is None:
        return wall, None
    named = named_in(wall, zone, scene.zone)
    at = in_zone(wall, named, scene.zone)
    if isinstance(named, ZoneInfo) and named.key != scene.zone.key:
        return at, Elsewhere(wall=wall, zone=named)
    return at, None


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Unreadable(problems[0])


def _one(values: Sequence[Any]) -> Any:  # noqa: ANN401 - of any kind of fact
    """Take the one value said, once or several times; Unreadable if there are two."""
    if any(value != values[0] for value in values):
        raise Unreadable(Problem.CONFLICT)
    return values[0] if values else None
