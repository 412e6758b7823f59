"""Rules for the days that somebody looks for: "next week", "últimos 30 días", "from monday to friday", "décembre"."""

from datetime import date, timedelta

from bot.when.calendar_days import later, monday_of, month_later, next_date, the_date
from bot.when.grammar.rewriting import Scene, first_of, rule
from bot.when.grammar.weekdays import Weekday
from bot.when.reading import Period, Problem
from bot.when.symbols import Kind, Token

_Made = tuple[Kind, Period] | None

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_STEPS = {Kind.NEXT: 1, Kind.LAST: -1, Kind.THIS: 0}


def _days(first: date, until: date) -> tuple[Kind, Period]:
    return Kind.PERIOD, Period(first=first, until=until)


def _month(first: date) -> tuple[Kind, Period]:
    return _days(first, month_later(first, 1))


def _step(tokens: list[Token]) -> int:
    return next((_STEPS[Kind(token.kind)] for token in tokens if token.kind in "xvz"), 0)


@rule(r"<?[oE]*[NO][\-u>y][oE]*[NO][<oE]*M(?:<?Y)?|M[oE]*[NO][\-u>][oE]*[NO](?:<?Y)?")
def days_of_a_month(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "19-21 november", "del 19 al 21 de noviembre"."""
    first, last = (token.value for token in tokens if token.kind in "NO")
    month_said, year_said = first_of(tokens, "M"), first_of(tokens, "Y")
    if first > last:
        return None
    end = the_date(year_said, month_said, last) if year_said else next_date(scene.today, month_said, last)
    return _days(the_date(end.year, month_said, first), end + _DAY)


@rule(r"[xv]S|Sx|Sv|NxU|NvU")
def next_days(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "next 7 days", "últimas 2 semanas": today is one of them."""
    spans = [token.value for token in tokens if token.kind == Kind.SPAN]
    count, unit = spans[0] if spans else (tokens[0].value, tokens[-1].value)
    if _step(tokens) > 0:
        return _days(scene.today, later(scene.today, count, unit))
    return _days(later(scene.today, -count, unit), scene.today + _DAY)


@rule(r"[xvz]?[oE]*w[xvz]?")
def weekend(scene: Scene, tokens: list[Token]) -> _Made:
    if not first_of(tokens, "w"):
        return None
    saturday = monday_of(scene.today) + timedelta(days=5) + _WEEK * _step(tokens)
    return _days(saturday, saturday + 2 * _DAY)


@rule(r"[xvz]U|U[xvz]")
def year(scene: Scene, tokens: list[Token]) -> _Made:
    if "year" not in [token.value for token in tokens]:
        return None
    first = scene.today.replace(month=1, day=1)
    return _days(later(first, _step(tokens), "year"), later(first, _step(tokens) + 1, "year"))


@rule(r"[xvz]?M[<]*Y?[xvz]?")
def month(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "december", the nearest of them, "last december", "december 2026"."""
    month_said, year_said = first_of(tokens, "M"), first_of(tokens, "Y")
    if year_said:
        return _month(date(year_said, month_said, 1))
    this_month = scene.today.replace(day=1)
    ahead = (month_said - scene.today.month) % 12
    near = ahead if ahead <= 6 else ahead - 12  # noqa: PLR2004 - half a year
    by_word = {Kind.NEXT: ahead or 12, Kind.LAST: ahead - 12}
    said = [by_word[Kind(token.kind)] for token in tokens if token.kind in "xv"]
    return _month(month_later(this_month, said[0] if said else near))


@rule(r"[dWqaQ]")
def plain(scene: Scene, tokens: list[Token]) -> _Made:
    """Take a day, a week or a month for all its days."""
    kind, value = tokens[0].kind, tokens[0].value
    if kind == Kind.MONTH_READ:
        return _month(value)
    if kind in (Kind.WEEK, Kind.SHIFTED):
        return _days(monday_of(value), monday_of(value) + _WEEK)
    day = value.after(scene.today) if isinstance(value, Weekday) else value
    return _days(day, day + _DAY)


@rule(r"[<!]?[oE]*K[>\-uy][oE]*K")
def from_to(_: Scene, tokens: list[Token]) -> _Made:
    """Read "from monday to friday"; a weekday at the end is the next one after the start."""
    if tokens[0].kind == Kind.VAGUE and tokens[0].value != "between":
        return None
    start, end = (token.value for token in tokens if token.kind == Kind.PERIOD)
    if start.first > end.first and end.until - end.first == _DAY and start.first - end.first < _WEEK:
        return _days(start.first, end.until + _WEEK)
    return _days(start.first, end.until) if start.first <= end.first else None


@rule(r"[u!<][oE<>]*K")
def open_ended(scene: Scene, tokens: list[Token]) -> tuple[Kind, Period | Problem] | None:
    """Read "since monday", "until friday", "before december"; "every friday" is no period."""
    word, said = tokens[0], tokens[-1].value
    if word.kind == Kind.UNTIL:
        return Kind.PERIOD, Period(until=said.until)
    bounds = {
        "since": (_past(scene, said), None),
        "from": (said.first, None),
        "after": (said.until, None),
        "before": (None, said.first),
    }
    if word.value not in bounds:
        return None if word.kind == Kind.FROM else (Kind.VAGUE_DAY, Problem.VAGUE)
    first, until = bounds[word.value]
    return Kind.PERIOD, Period(first=first, until=until)


def _past(scene: Scene, said: Period) -> date | None:
    """Take the weekday of "since monday" for the last one."""
    if said.first and said.until and said.until - said.first == _DAY and _DAY * 0 < said.first - scene.today <= _WEEK:
        return said.first - _WEEK
    return said.first


RANGES_OF_DAYS = (days_of_a_month,)
PERIODS = (next_days, weekend, year, month, plain, from_to, open_ended)
