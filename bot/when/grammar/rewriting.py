"""Rules over tokens: a pattern of kinds, and what the tokens that match it say together.

The kinds of all tokens, a letter each, are one short string; rules are tried on it in the order of their list, each
from left to right. A rule makes one token of several, or of one, so the work is bounded by tokens times rules.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.when.refusing import Unreadable
from bot.when.symbols import Kind, Token


@dataclass(frozen=True, kw_only=True)
class Scene:
    """In which a text is read: when, where, and in what language it is written."""

    now: datetime  # the wall time of `zone`, to the minute
    instant: datetime
    zone: ZoneInfo
    language: str
    is_month_first: bool
    is_order_sure: bool

    @property
    def today(self) -> date:
        return self.now.date()


Make = Callable[[Scene, list[Token]], tuple[Kind, Any] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`make` says what the tokens that match come to; None if they are something else after all."""

    pattern: re.Pattern[str]
    make: Make


def rule(pattern: str) -> Callable[[Make], Rule]:
    """Make a rule of a function."""
    return lambda make: Rule(re.compile(pattern), make)


def rewrite(tokens: list[Token], rules: Iterable[Rule], scene: Scene, refused: Kind) -> list[Token]:
    """Try the rules; what a rule calls unreadable becomes a token of the kind `refused`, with the problem."""
    tokens = list(tokens)
    kinds = "".join(token.kind for token in tokens)
    for each in rules:
        place = 0
        while match := each.pattern.search(kinds, place):
            start, end = match.span()
            place = start + 1
            made = _made(each, scene, tokens[start:end], refused)
            if made is not None:
                tokens[start:end] = [Token(*made, tokens[start].start, tokens[end - 1].end)]
                kinds = kinds[:start] + made[0] + kinds[end:]
    return tokens


def _made(each: Rule, scene: Scene, tokens: list[Token], refused: Kind) -> tuple[Kind, Any] | None:
    try:
        return each.make(scene, tokens)
    except Unreadable as refusal:
        return refused, refusal.problem


def found(tokens: list[Token], kinds: str) -> list[Any]:
    """List the values of the tokens of these kinds."""
    return [token.value for token in tokens if token.kind in kinds]


def first_of(tokens: list[Token], kinds: str) -> Any:  # noqa: ANN401 - what it is depends on the kind
    """Take the value of the first token of these kinds, 0 if there is none."""
    return next((token.value for token in tokens if token.kind in kinds), 0)
