"""Rules for days: "tomorrow", "le 25", "1 de diciembre", "a week from friday", "in 3 days"."""

from datetime import date, timedelta

from bot.when.calendar_days import (
    later,
    monday_of,
    month_later,
    next_date,
    next_day_of_month,
    the_date,
)
from bot.when.grammar.rewriting import Scene, first_of, rule
from bot.when.grammar.weekdays import WEEKDAYS, Weekday, weekday_and_number, weekday_of_week
from bot.when.reading import Problem
from bot.when.refusing import Unreadable
from bot.when.symbols import Kind, Token

_Day = tuple[Kind, date] | None

_YEARS_AHEAD = 3
# "Huit jours", "quince días": said of one and of two weeks, and of eight and fifteen days.
_ABOUT_WEEKS = {8, 15}


@rule(r"I")
def in_numbers(scene: Scene, tokens: list[Token]) -> _Day:
    """Read three numbers: the year first, or day and month in the order of the professional's language."""
    first, second, third = tokens[0].value
    if len(first) > 2:  # noqa: PLR2004 - a year has four digits
        return Kind.DAY_READ, the_date(int(first), int(second), int(third))
    day, month = _in_order(scene, int(first), int(second))
    return Kind.DAY_READ, the_date(int(third), month, day)


@rule(r"/")
def day_and_month(scene: Scene, tokens: list[Token]) -> _Day:
    first, second = tokens[0].value
    if not 0 < min(first, second) <= 12 or max(first, second) > 31:  # noqa: PLR2004 - "24/7" is no date
        return None
    day, month = _in_order(scene, first, second)
    return Kind.DAY_READ, next_date(scene.today, month, day)


def _in_order(scene: Scene, first: int, second: int) -> tuple[int, int]:
    """Tell day and month; where only one order gives a date, it is that one."""
    if first == second:
        return first, second
    if max(first, second) > 12:  # noqa: PLR2004 - months
        return max(first, second), min(first, second)
    if not scene.is_order_sure:
        raise Unreadable(Problem.WHICH_ORDER)
    return (second, first) if scene.is_month_first else (first, second)


@rule(r"[NO][<oE\-]*M(?:[<\-]*Y)?|M[o\-]?[NO](?![HmPeU]|[<oE]*M)(?:[<\-]*Y)?")
def with_month(scene: Scene, tokens: list[Token]) -> _Day:
    if tokens[0].kind == Kind.MONTH and tokens[1].kind == Kind.ON and tokens[1].value != "the":
        return None  # "Mark June on the 3rd"
    day, month, year = first_of(tokens, "NO"), first_of(tokens, "M"), first_of(tokens, "Y")
    if year:
        return Kind.DAY_READ, the_date(year, month, day)
    return Kind.DAY_READ, next_date(scene.today, month, day)


@rule(r"(?:[NO][<oE]*M|M[NO])[<\-]*[NO](?![HmPeU?<M])")
def with_short_year(scene: Scene, tokens: list[Token]) -> tuple[Kind, date | Problem]:
    """Read "1 dec 27"; a number that is not the year of the next few may be minutes, or another day."""
    month, (day, year) = first_of(tokens, "M"), [token.value for token in tokens if token.kind in "NO"]
    if not 0 <= year - scene.today.year % 100 <= _YEARS_AHEAD:
        return Kind.VAGUE_DAY, Problem.VAGUE
    return Kind.DAY_READ, the_date(year, month, day)


@rule(r"DU(?!N)")
def tomorrow_week(scene: Scene, tokens: list[Token]) -> _Day:
    """Read "tomorrow week"; "tomorrow day 3" is something else."""
    is_week = tokens[1].value == "week" and scene.language == "en"
    return (Kind.DAY_READ, scene.today + timedelta(days=tokens[0].value + 7)) if is_week else None


@rule(r"D")
def relative(scene: Scene, tokens: list[Token]) -> _Day:
    return Kind.DAY_READ, scene.today + timedelta(days=tokens[0].value)


@rule(r"(?:[oE]*EU?|o*U)N(?![HmPeUFM?>\-|/]|yN)|[oE]+O(?!M)|O(?=$|[cPdo@<RX])")
def day_of_month(_: Scene, tokens: list[Token]) -> tuple[Kind, int] | None:
    """Read "le 25", "dia 25", "the 25th"."""
    units = [token.value for token in tokens if token.kind == Kind.UNIT]
    day = tokens[-1].value
    if not 1 <= day <= 31 or units not in ([], ["jour"]):  # noqa: PLR2004
        return None
    return Kind.DAY_OF_MONTH, day


@rule(r"[xvz]U|U[xv]")
def week_or_month(scene: Scene, tokens: list[Token]) -> tuple[Kind, date] | None:
    """Read "next week", "el mes que viene": no day yet, but a weekday or a number beside it makes one."""
    unit = next(token.value for token in tokens if token.kind == Kind.UNIT)
    steps = next({"x": 1, "v": -1, "z": 0}[token.kind] for token in tokens if token.kind != Kind.UNIT)
    if unit == "week":
        return Kind.WEEK, monday_of(scene.today) + timedelta(weeks=steps)
    if unit == "month":
        return Kind.MONTH_READ, month_later(scene.today.replace(day=1), steps)
    return None


@rule(r"[rNO][<oE]*Q|Q[<oE]*r")
def day_of_that_month(_: Scene, tokens: list[Token]) -> _Day:
    month = next(token.value for token in tokens if token.kind == Kind.MONTH_READ)
    return Kind.DAY_READ, the_date(month.year, month.month, first_of(tokens, "rNO"))


@rule(r"r")
def next_such_day(scene: Scene, tokens: list[Token]) -> _Day:
    return Kind.DAY_READ, next_day_of_month(scene.today, tokens[0].value)


@rule(r"S<[dW]")
def span_from(scene: Scene, tokens: list[Token]) -> _Day:
    """Read "a week from friday", "two weeks from today"."""
    (count, unit), start = tokens[0].value, tokens[-1].value
    day = start.after(scene.today) if isinstance(start, Weekday) else start
    return Kind.DAY_READ, later(day, count, unit)


@rule(r"iS|Sj|Sg|GS")
def span_from_now(scene: Scene, tokens: list[Token]) -> tuple[Kind, date | Problem]:
    """Read "in 3 days", "hace dos semanas"."""
    count, unit = next(token.value for token in tokens if token.kind == Kind.SPAN)
    if unit == "jour" and count in _ABOUT_WEEKS:
        return Kind.VAGUE_DAY, Problem.VAGUE
    is_ago = any(token.kind in "gG" for token in tokens)
    day = later(scene.today, -count if is_ago else count, unit)
    return (Kind.DAY_READ if unit in {"day", "jour"} else Kind.SHIFTED), day


@rule(r"![oE<>i@]*[dWaqQS]|[dW]\|[oE@<]*[dW]|[NO][\-|>yu][oE<]*d|[NO][oE<]*W|u[oE]*[dW]|[<u]S|xS|S(?:!|u)")
def vague_day(*_: object) -> tuple[Kind, Problem]:
    """Refuse "every friday", "before monday", "today or tomorrow"."""
    return Kind.VAGUE_DAY, Problem.VAGUE


DAYS = (
    in_numbers,
    day_and_month,
    with_short_year,
    with_month,
    *WEEKDAYS,
    tomorrow_week,
    relative,
    weekday_and_number,
    week_or_month,
    day_of_month,
    day_of_that_month,
    next_such_day,
    span_from,
    span_from_now,
    weekday_of_week,
)
VAGUE_DAYS = (vague_day,)
