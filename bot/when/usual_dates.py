"""Dates written in ways that the grammar does not know ("1/dic/2026"): dateparser reads them.

It reads only words that no rule took, only where no day is said yet, and of its answer only the date counts: so it can
never bring an hour, and its date must have the day that is written. Measured on its own it took "amanhã às 15h" for a
length of time and "tomorrow morning at 9" for ten.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from typing import Any

from bot.domain.folding import fold
from bot.when.grammar.rewriting import Scene, found
from bot.when.symbols import FACTS, Kind, Token
from bot.when.vocabulary.lookup import TABLES

_DAYS = "dWaqQrBs"
_MOST_TOKENS = 6
_LONGEST = 30
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_MONTH_BEGINNINGS = frozenset(month[:3] for table in TABLES.values() for month in table.months)
_SAMPLES = {"en": "1-December-2026", "es": "1-diciembre-2026", "pt": "1-dezembro-2026", "fr": "1-décembre-2026"}


def with_usual_date(scene: Scene, text: str, tokens: list[Token]) -> list[Token]:
    """Read the one stretch of words left over that is a date as a whole."""
    if found(tokens, _DAYS):
        return tokens
    for first, last in _stretches(tokens):
        start, end = tokens[first].start, tokens[last - 1].end
        day = _date(text[start:end], scene)
        if day is not None:
            return [*tokens[:first], Token(Kind.DAY_READ, day, start, end), *tokens[last:]]
    return tokens


def warm_dates(languages: Sequence[str], now: datetime) -> None:
    """Load what dateparser loads with its first date, which takes as long as some hundred readings."""
    for language in languages:
        _parsed(_SAMPLES[language], language, now)


def _stretches(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """List the stretches between facts; short ones only, as a date is."""
    first = 0
    for place, token in enumerate([*tokens, None]):
        if token is None or token.kind in FACTS:
            if 1 < place - first <= _MOST_TOKENS:
                yield first, place
            first = place + 1


def _date(words: str, scene: Scene) -> date | None:
    if len(words) > _LONGEST or not _may_be_date(words):
        return None
    at = _parsed(words, scene.language, scene.now)
    if at is None or at.time() != time() or at.day not in map(int, _NUMBER.findall(words)):
        return None
    return at.date()


def _may_be_date(words: str) -> bool:
    """Ask for a number and the beginning of a month's name: numbers alone are read by the grammar, or by nobody."""
    has_month = any(fold(word)[:3] in _MONTH_BEGINNINGS for word in _WORD.findall(words))
    return has_month and _NUMBER.search(words) is not None


def _parsed(words: str, language: str, now: datetime) -> datetime | None:
    """Ask dateparser, which is given naive local time and gives it back."""
    parser = _dateparser().DateDataParser(
        languages=[language],
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month"],
            "PARSERS": ["absolute-time"],
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now,
        },
    )
    at: datetime | None = parser.get_date_data(words).date_obj
    return at


@cache
def _dateparser() -> Any:  # noqa: ANN401 - it carries no types
    """Load dateparser: 0.13 s and 19 MB for which the start of the program does not wait; `warm` brings it in after."""
    return import_module("dateparser.date")
