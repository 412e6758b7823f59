"""The words that are not part of the time; and the numbers among them that may have been meant as part of it."""

from collections.abc import Iterator

from bot.when.symbols import FACTS, FUNCTION_WORDS, Token

_TRIMMED = ' \t\r\n,.;:!?-\u2013\u2014"\u201c\u201d()/'
_NUMBERS = frozenset("NO2Y/.%")


def may_hide_a_day(tokens: list[Token]) -> bool:
    """Tell whether a word left over may be the day: then the next such hour would be a guess."""
    return any(
        token.kind in "MYSUwbxv6" or (token.kind in _NUMBERS and _is_beside_a_time(tokens, place))
        for place, token in enumerate(tokens)
    )


def _is_beside_a_time(tokens: list[Token], place: int) -> bool:
    beside = tokens[max(place - 1, 0) : place] + tokens[place + 1 : place + 2]
    return any(token.kind in FACTS or token.kind in _NUMBERS for token in beside)


def understood(text: str, tokens: list[Token]) -> str:
    """Cut the text from the first word that says something of the time to the last."""
    facts = [token for token in tokens if token.kind in FACTS]
    return text[facts[0].start : max(token.end for token in facts)] if facts else ""


def left_over(text: str, tokens: list[Token]) -> str:
    """Join the other words, without the small words that led to a time: "with Ana [on friday]"."""
    return " ".join(filter(None, (text[start:end].strip(_TRIMMED) for start, end in _gaps(text, tokens))))


def _gaps(text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """List the stretches of text between facts."""
    start, run = 0, list[Token]()
    for token in tokens:
        if token.kind in FACTS:
            yield _trimmed(run, start, token.start)
            start, run = token.end, []
        else:
            run.append(token)
    yield _trimmed(run, start, len(text))


def _trimmed(run: list[Token], start: int, end: int) -> tuple[int, int]:
    """Leave small words away at both ends of a stretch."""
    kept = [token for token in run if token.kind not in FUNCTION_WORDS]
    if run and not kept:
        return start, start
    if run and run[0].kind in FUNCTION_WORDS:
        start = kept[0].start
    if run and run[-1].kind in FUNCTION_WORDS:
        end = kept[-1].end
    return start, end
