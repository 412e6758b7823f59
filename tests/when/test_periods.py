from datetime import date, time

import pytest

from bot.when.reading import Period, PeriodReading
from tests.when.reading_words import read_days

NOV, DEC = 11, 12


def _period(first: tuple[int, ...] | None, until: tuple[int, ...] | None) -> Period:
    return Period(first=date(2026, *first) if first else None, until=date(2026, *until) if until else None)


@pytest.mark.parametrize(
    ("language", "text", "first", "until"),
    [
        ("en", "today", (NOV, 18), (NOV, 19)),
        ("en", "tomorrow", (NOV, 19), (NOV, 20)),
        ("en", "friday", (NOV, 20), (NOV, 21)),
        ("en", "next week", (NOV, 23), (NOV, 30)),
        ("en", "this week", (NOV, 16), (NOV, 23)),
        ("en", "friday next week", (NOV, 27), (NOV, 28)),
        ("en", "last month", (10, 1), (NOV, 1)),
        ("en", "december", (DEC, 1), None),
        ("en", "october", (10, 1), (NOV, 1)),
        ("en", "weekend", (NOV, 21), (NOV, 23)),
        ("en", "next 7 days", (NOV, 18), (NOV, 25)),
        ("en", "last 30 days", (10, 19), (NOV, 19)),
        ("en", "in 2 weeks", (NOV, 30), (DEC, 7)),
        ("en", "from monday to friday", (NOV, 23), (NOV, 28)),
        ("en", "nov 20 to nov 25", (NOV, 20), (NOV, 26)),
        ("en", "nov 20 - dec 2", (NOV, 20), (DEC, 3)),
        ("en", "19-21 november", (NOV, 19), (NOV, 22)),
        ("es", "del 19 al 21 de noviembre", (NOV, 19), (NOV, 22)),
        ("en", "since monday", (NOV, 16), None),
        ("en", "until friday", None, (NOV, 21)),
        ("en", "before december", None, (DEC, 1)),
        ("en", "after nov 20", (NOV, 21), None),
        ("es", "la semana que viene", (NOV, 23), (NOV, 30)),
        ("es", "el mes pasado", (10, 1), (NOV, 1)),
        ("es", "los próximos 7 días", (NOV, 18), (NOV, 25)),
        ("es", "desde el lunes", (NOV, 23), None),
        ("es", "del lunes al viernes", (NOV, 23), (NOV, 28)),
        ("pt", "ontem", (NOV, 17), (NOV, 18)),
        ("pt", "semana que vem", (NOV, 23), (NOV, 30)),
        ("pt", "mês passado", (10, 1), (NOV, 1)),
        ("pt", "de segunda a sexta", (NOV, 23), (NOV, 28)),
        ("fr", "la semaine prochaine", (NOV, 23), (NOV, 30)),
        ("fr", "hier", (NOV, 17), (NOV, 18)),
        ("fr", "le mois dernier", (10, 1), (NOV, 1)),
        ("fr", "les 7 prochains jours", (NOV, 18), (NOV, 25)),
        ("fr", "ce week-end", (NOV, 21), (NOV, 23)),
    ],
)
def test_days_looked_for_are_read(language, text, first, until):
    expected = _period(first, until)
    if text == "december":
        expected = Period(first=date(2026, 12, 1), until=date(2027, 1, 1))
    assert read_days(text, language) == PeriodReading(period=expected, understood=read_days(text, language).understood)


def test_the_other_words_are_left_over():
    assert read_days("next week canceled garcia") == PeriodReading(
        period=_period((NOV, 23), (NOV, 30)), left_over="canceled garcia", understood="next week"
    )


def test_an_hour_narrows_a_day():
    assert read_days("tomorrow 3pm").hour == time(15, 0)


@pytest.mark.parametrize(
    "text", ["knee review", "", "canceled", "every friday and monday", "tomorrow friday", "x" * 500]
)
def test_what_is_no_period_is_all_left_over(text):
    assert read_days(text) == PeriodReading(left_over=text)
