"""Rules for lengths of time: "45 min", "an hour and a half", "une demi-heure", "in 2 hours", "2 semanas"."""

from datetime import datetime, timedelta

from bot.domain.local_time import wall_of
from bot.when.grammar.rewriting import Scene, rule
from bot.when.reading import Problem
from bot.when.symbols import Kind, Token

_Length = tuple[Kind, timedelta] | None

_FIRST_OF_DAY = 5
_LONGEST = timedelta(days=1)


def _minutes(count: float) -> _Length:
    length = timedelta(minutes=count)
    return (Kind.LENGTH, length) if timedelta() < length <= _LONGEST else None


def _is_hour_of_day(token: Token, hours: Token) -> bool:
    return bool(hours.value != "length" and token.value >= _FIRST_OF_DAY)


@rule(r"(?<![@>Nn])[Nn]?Hyn?F")
def hours_and_a_half(_: Scene, tokens: list[Token]) -> _Length:
    """Read "an hour and a half", "hora y media", "une heure et demie"."""
    if tokens[0].kind != Kind.HOURS and _is_hour_of_day(tokens[0], tokens[1]):
        return None
    count = tokens[0].value if tokens[0].kind != Kind.HOURS else 1
    return _minutes(count * 60 + tokens[-1].value)


@rule(r"[Nn]yn?FH")
def and_a_half_hours(_: Scene, tokens: list[Token]) -> _Length:
    return _minutes(tokens[0].value * 60 + tokens[-2].value)


@rule(r"(?<![@>])(?:[Nn]Hy?|h)Nm?")
def hours_and_minutes(_: Scene, tokens: list[Token]) -> _Length:
    """Read "1 hour 30 minutes", "1h 30 min"."""
    if tokens[-1].kind != Kind.MINUTES:
        return None
    is_mark = tokens[0].kind == Kind.HOUR_MARK
    if is_mark and (tokens[0].value[1] is not None or tokens[0].value[0] >= _FIRST_OF_DAY):
        return None
    hours = tokens[0].value[0] if is_mark else tokens[0].value
    return _minutes(hours * 60 + tokens[-2].value)


@rule(r"%H")
def decimal_hours(_: Scene, tokens: list[Token]) -> _Length:
    return _minutes(tokens[0].value * 60)


@rule(r"[nN]?F<?n?H")
def part_of_an_hour(_: Scene, tokens: list[Token]) -> _Length:
    """Read "half an hour", "media hora", "un quart d'heure"."""
    return _minutes(next(token.value for token in tokens if token.kind == Kind.FRACTION))


@rule(r"[Nn]m")
def minutes(_: Scene, tokens: list[Token]) -> _Length:
    return _minutes(tokens[0].value)


@rule(r"f[Nn]H")
def for_hours(_: Scene, tokens: list[Token]) -> _Length:
    return _minutes(tokens[1].value * 60)


@rule(r"(?<![@>])[Nn]H(?!P)")
def hours(_: Scene, tokens: list[Token]) -> _Length:
    """Read "2 hours"; outside English "15 horas" is an hour of the day."""
    return None if _is_hour_of_day(*tokens) else _minutes(tokens[0].value * 60)


@rule(r"(?<=f)h|(?<=i)h")
def marked_hours(_: Scene, tokens: list[Token]) -> _Length:
    """Read "for 1h30", "in 2h"."""
    count, more, _zero = tokens[0].value
    return _minutes(count * 60 + (more or 0))


@rule(r"[Nn]U")
def span(_: Scene, tokens: list[Token]) -> tuple[Kind, tuple[int, str]]:
    return Kind.SPAN, (tokens[0].value, tokens[1].value)


def _later(scene: Scene, length: timedelta) -> tuple[Kind, datetime]:
    """Count real time: across a change of the clocks "in 2 hours" is two hours from now."""
    return Kind.INSTANT, wall_of(scene.instant + length, scene.zone)


@rule(r"il|lj")
def from_now(scene: Scene, tokens: list[Token]) -> tuple[Kind, datetime]:
    return _later(scene, next(token.value for token in tokens if token.kind == Kind.LENGTH))


@rule(r"Gl|lg")
def ago(scene: Scene, tokens: list[Token]) -> tuple[Kind, datetime]:
    return _later(scene, -next(token.value for token in tokens if token.kind == Kind.LENGTH))


@rule(r"!l|l!")
def vague(*_: object) -> tuple[Kind, Problem]:
    """Refuse "10 minutes before", "after an hour"."""
    return Kind.VAGUE_HOUR, Problem.VAGUE


LENGTHS = (
    hours_and_a_half,
    and_a_half_hours,
    hours_and_minutes,
    decimal_hours,
    part_of_an_hour,
    minutes,
    for_hours,
    hours,
    marked_hours,
    from_now,
    ago,
)
SPANS = (span,)
LAST_OF_LENGTHS = (vague,)
