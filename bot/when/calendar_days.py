"""Days counted from today: the next such weekday, the next such date, a week, a month."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from bot.when.reading import Problem
from bot.when.refusing import Unreadable

_WEEK = 7
_YEARS = range(1900, 2200)
_TWO_DIGITS = 100
_CENTURY = 2000
_MONTHS_AHEAD = 12


def the_date(year: int, month: int, day: int) -> date:
    """Make a date; Unreadable if there is none. Two digits of a year are of this century."""
    if year < _TWO_DIGITS:
        year += _CENTURY
    if year not in _YEARS:
        raise Unreadable(Problem.IMPOSSIBLE)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(Problem.IMPOSSIBLE) from None


def next_date(today: date, month: int, day: int) -> date:
    """Find the next such day, today included; February 29 only in a year that has it."""
    this_year = the_date(today.year, month, day) if _has_day(today.year, month, day) else None
    if this_year is not None and this_year >= today:
        return this_year
    return the_date(today.year + 1, month, day)


def next_day_of_month(today: date, day: int) -> date:
    """Find the next such day of a month, today included."""
    for year, month in _months_from(today):
        if _has_day(year, month, day) and date(year, month, day) >= today:
            return date(year, month, day)
    raise Unreadable(Problem.IMPOSSIBLE)


def next_weekday(today: date, weekday: int) -> date:
    """Find the next such day, never today: people say "today" for that."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def last_weekday(today: date, weekday: int) -> date:
    return today - timedelta(days=(today.weekday() - weekday - 1) % _WEEK + 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_later(day: date, months: int) -> date:
    """Find the same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year not in _YEARS:
        raise Unreadable(Problem.IMPOSSIBLE)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def later(day: date, count: int, unit: str) -> date:
    """Count days, weeks, months or years; Unreadable outside the years that anybody means."""
    if unit in {"month", "year"}:
        return month_later(day, count * (12 if unit == "year" else 1))
    moved = day.toordinal() + count * {"week": _WEEK, "fortnight": 2 * _WEEK}.get(unit, 1)
    if not date(_YEARS.start, 1, 1).toordinal() <= moved <= date(_YEARS.stop, 1, 1).toordinal():
        raise Unreadable(Problem.IMPOSSIBLE)
    return date.fromordinal(moved)


def _has_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]  # noqa: PLR2004 - months


def _months_from(today: date) -> Iterator[tuple[int, int]]:
    for months in range(_MONTHS_AHEAD):
        first = month_later(today.replace(day=1), months)
        yield first.year, first.month
