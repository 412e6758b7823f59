"""Hours as they are said, and which half of the day they are in. What does not say its half is refused, not guessed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from bot.when.reading import Problem
from bot.when.refusing import Unreadable
from bot.when.symbols import Part

_NOON = 12
_MIDNIGHT = 24
# Nobody meets at three in the night, and yet "at 3" does not say the afternoon. From eight on the morning is meant.
_FIRST_OF_MORNING = 8
# "7:30" and "7h30" are the morning where clocks have twenty-four hours; in English either half is usual.
_FIRST_WRITTEN = 7
# Which hours, as said, each part of the day has before noon and after it.
_BEFORE_NOON = {
    Part.AM: range(1, 12),
    Part.EARLY: range(1, 7),
    Part.MORNING: range(1, 12),
}
_AFTER_NOON = {
    Part.PM: range(1, 12),
    Part.AFTERNOON: range(1, 9),
    Part.EVENING: range(4, 12),
    Part.NIGHT: range(6, 12),
}
_AT_TWELVE = {Part.AM: 0, Part.PM: _NOON, Part.AFTERNOON: _NOON}
# Hours of the twenty-four that may be said with their part of the day.
_WHOLE = {
    Part.AM: range(12),
    Part.PM: range(12, 24),
    Part.EARLY: range(7),
    Part.MORNING: range(13),  # "las 12 de la mañana" is noon
    Part.AFTERNOON: range(12, 21),
    Part.EVENING: range(16, 24),
    Part.NIGHT: range(18, 24),
}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """An hour as said. `is_written`: as 15:30 or 15h30; `has_zero`: as 03:30; `may_last`: "2h" may be a length."""

    hour: int
    minute: int = 0
    part: Part | None = None
    is_written: bool = False
    has_zero: bool = False
    may_last: bool = False

    @property
    def is_midnight(self) -> bool:
        return self.hour == _MIDNIGHT

    @property
    def says_half(self) -> bool:
        return self.part is not None or self.hour > _NOON or self.has_zero or self.hour == 0


def midnight() -> Clock:
    return Clock(hour=_MIDNIGHT)


def clock(
    hour: int, minute: int = 0, *, is_written: bool = False, has_zero: bool = False, may_last: bool = False
) -> Clock:
    """Say an hour; Unreadable if there is no such hour."""
    if not 0 <= hour < _MIDNIGHT or not 0 <= minute < 60:  # noqa: PLR2004 - minutes
        raise Unreadable(Problem.IMPOSSIBLE)
    return Clock(hour=hour, minute=minute, is_written=is_written, has_zero=has_zero, may_last=may_last)


def minutes_before(hour: int, minutes: int) -> Clock:
    """Say "a quarter to five"; before one it is twelve."""
    return clock((hour - 1) or _NOON if hour <= _NOON else hour - 1, 60 - minutes)


def time_of(said: Clock, part: Part | None, language: str) -> time:
    """Tell the hour of twenty-four; `part` is the part of the day said elsewhere in the text."""
    hour = _hour_of(said, said.part or part, language)
    if part is not None:
        _checked(hour, hour in _WHOLE[part])
    return time(hour, said.minute)


def _hour_of(said: Clock, part: Part | None, language: str) -> int:
    if part is None:
        return _unsaid_half(said, language)
    if said.hour > _NOON or said.hour == 0:
        return _checked(said.hour, said.hour in _WHOLE[part])
    if said.hour == _NOON:
        return _twelve(part, language)
    if said.hour in _BEFORE_NOON.get(part, ()):
        return said.hour
    return _checked(said.hour + _NOON, said.hour in _AFTER_NOON.get(part, ()))


def _checked(hour: int, is_said: bool) -> int:  # noqa: FBT001 - the one question asked
    if not is_said:
        raise Unreadable(Problem.CONFLICT)
    return hour


def _twelve(part: Part, language: str) -> int:
    """Twelve "de la mañana" is noon in Spanish; of a night it is the end or the beginning of a day."""
    if part is Part.MORNING and language == "es":
        return _NOON
    if part not in _AT_TWELVE:
        raise Unreadable(Problem.WHICH_HALF)
    return _AT_TWELVE[part]


def _unsaid_half(said: Clock, language: str) -> int:
    first = _FIRST_WRITTEN if said.is_written and language != "en" else _FIRST_OF_MORNING
    if not said.says_half and said.hour < first:
        raise Unreadable(Problem.WHICH_HALF)
    return said.hour


def range_of(start: Clock, end: Clock, part: Part | None, language: str) -> tuple[time, timedelta]:
    """Tell the start of a range and how long it is; the half of one end counts for both: "3-4pm", "11-1pm"."""
    if start.says_half == end.says_half:
        since, until = time_of(start, part, language), time_of(end, part, language)
    elif end.says_half:
        until = time_of(end, part, language)
        since = _on_either_half(start, lambda each: _length(each, until))
    else:
        since = time_of(start, part, language)
        until = _on_either_half(end, lambda each: _length(since, each))
    length = _length(since, until)
    return since, length


def _on_either_half(said: Clock, length: Callable[[time], timedelta]) -> time:
    """Choose the half in which the range is the shorter."""
    return min((time(said.hour % 12 + more, said.minute) for more in (0, 12)), key=length)


def _length(since: time, until: time) -> timedelta:
    """Count from one hour to the next such other hour; the same hour is a whole day later."""
    minutes = (until.hour - since.hour) * 60 + until.minute - since.minute
    return timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)
