"""Rules for days: "next friday", "le 25", "1 de diciembre", "a week from tomorrow", "lundi en huit"."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.when.calendar_days import (
    last_weekday,
    later,
    monday_of,
    month_later,
    next_date,
    next_day_of_month,
    next_weekday,
    the_date,
)
from bot.when.grammar.rewriting import Scene, rule
from bot.when.reading import Problem
from bot.when.refusing import Unreadable
from bot.when.symbols import Kind, Token

_Day = tuple[Kind, date] | None

_YEARS_AHEAD = 3
# "Huit jours", "quince días": said of one and of two weeks, and of eight and fifteen days.
_ABOUT_WEEKS = {8, 15}


@dataclass(frozen=True, kw_only=True)
class Weekday:
    """A weekday as said; `which` is next, last or this, `more` the days after it."""

    weekday: int
    which: str = ""
    more: int = 0

    def after(self, today: date) -> date:
        """Find the day that is meant; "next friday" is the one of the next week."""
        if self.which == Kind.LAST:
            day = last_weekday(today, self.weekday)
        elif self.which == Kind.NEXT:
            day = monday_of(today) + timedelta(days=7 + self.weekday)
        elif self.which == Kind.THIS and self.weekday == today.weekday():
            day = today
        else:
            day = next_weekday(today, self.weekday)
        return day + timedelta(days=self.more)


def _value(tokens: list[Token], kinds: str) -> Any:  # noqa: ANN401 - what it is depends on the kind
    return next((token.value for token in tokens if token.kind in kinds), 0)


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
    day, month, year = _value(tokens, "NO"), _value(tokens, "M"), _value(tokens, "Y")
    if year:
        return Kind.DAY_READ, the_date(year, month, day)
    return Kind.DAY_READ, next_date(scene.today, month, day)


@rule(r"(?:[NO][<oE]*M|M[NO])[<\-]*[NO](?![HmPeU?<M])")
def with_short_year(scene: Scene, tokens: list[Token]) -> tuple[Kind, date | Problem]:
    """Read "1 dec 27"; a number that is not the year of the next few may be minutes, or another day."""
    month, (day, year) = _value(tokens, "M"), [token.value for token in tokens if token.kind in "NO"]
    if not 0 <= year - scene.today.year % 100 <= _YEARS_AHEAD:
        return Kind.VAGUE_DAY, Problem.VAGUE
    return Kind.DAY_READ, the_date(year, month, day)


@rule(r"(?<=[oExvz@])6|6(?!\?)")
def doubtful_weekday(_: Scene, tokens: list[Token]) -> tuple[Kind, int]:
    """Take "sun" for a day where no other word follows: "Sun Li" is somebody."""
    return Kind.WEEKDAY, tokens[0].value


@rule(r"2")
def numbered_weekday(scene: Scene, tokens: list[Token]) -> tuple[Kind, int] | None:
    """Read "2ª", "3ª-feira": Portuguese counts the weekdays from Sunday."""
    number = tokens[0].value
    is_weekday = scene.language == "pt" and 2 <= number <= 6  # noqa: PLR2004 - Monday to Friday
    return (Kind.WEEKDAY, number - 2) if is_weekday else None


@rule(r"xzW|[xvz]W|W[xv](?!U)")
def this_weekday(_: Scene, tokens: list[Token]) -> tuple[Kind, Weekday] | None:
    """Read "next friday", "viernes que viene"; "friday, next session" is only a friday."""
    which = next(token for token in tokens if token.kind != Kind.WEEKDAY)
    if tokens[0].kind == Kind.WEEKDAY and which.value != "after":
        return None
    return Kind.WEEKDAY, Weekday(weekday=_value(tokens, "W"), which=which.kind)


@rule(r"W[bU](?!N)")
def weekday_week(scene: Scene, tokens: list[Token]) -> tuple[Kind, Weekday] | None:
    """Read "lundi en huit" and "monday week": a week after the next such day."""
    weekday: int | Weekday = tokens[0].value
    more = tokens[1]
    days = more.value if more.kind == Kind.LATER else {"week": 7, "fortnight": 14}.get(more.value, 0)
    if isinstance(weekday, Weekday) or not days or scene.language not in {"fr", "en"}:
        return None
    return Kind.WEEKDAY, Weekday(weekday=weekday, more=days)


@rule(r"W")
def plain_weekday(_: Scene, tokens: list[Token]) -> tuple[Kind, Weekday] | None:
    value = tokens[0].value
    return None if isinstance(value, Weekday) else (Kind.WEEKDAY, Weekday(weekday=value))


@rule(r"DU(?!N)")
def tomorrow_week(scene: Scene, tokens: list[Token]) -> _Day:
    """Read "tomorrow week"; "tomorrow day 3" is something else."""
    is_week = tokens[1].value == "week" and scene.language == "en"
    return (Kind.DAY_READ, scene.today + timedelta(days=tokens[0].value + 7)) if is_week else None


@rule(r"D")
def relative(scene: Scene, tokens: list[Token]) -> _Day:
    return Kind.DAY_READ, scene.today + timedelta(days=tokens[0].value)


@rule(r"W[oE<]*U?[NO](?![HmPeUSM?@>\-]|yN)")
def weekday_and_number(scene: Scene, tokens: list[Token]) -> _Day:
    """Read "jueves 19", "sexta dia 20": the next such day of a month, which must be that weekday."""
    number, unit = _value(tokens, "NO"), _value(tokens, "U")
    if unit not in {0, "jour"} or not 1 <= number <= 31:  # noqa: PLR2004 - days of a month
        return None
    day = next_day_of_month(scene.today, number)
    weekday = next(token.value for token in tokens if token.kind == Kind.WEEKDAY)
    if day.weekday() != weekday.weekday:
        raise Unreadable(Problem.CONFLICT)
    return Kind.DAY_READ, day


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
    return Kind.DAY_READ, the_date(month.year, month.month, _value(tokens, "rNO"))


@rule(r"r")
def next_such_day(scene: Scene, tokens: list[Token]) -> _Day:
    return Kind.DAY_READ, next_day_of_month(scene.today, tokens[0].value)


@rule(r"[qa][oE<]*W|W[oE<]*[qa]")
def weekday_of_week(_: Scene, tokens: list[Token]) -> _Day:
    """Read "in 2 weeks on monday", "el lunes de la semana que viene"."""
    weekday = _value(tokens, "W")
    if weekday.which:
        raise Unreadable(Problem.CONFLICT)
    return Kind.DAY_READ, monday_of(_value(tokens, "qa")) + timedelta(days=weekday.weekday)


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
    doubtful_weekday,
    numbered_weekday,
    this_weekday,
    weekday_week,
    plain_weekday,
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
