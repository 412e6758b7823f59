"""Text -> tokens: numbers by their form, words by the vocabulary. Each piece of the text is looked at once."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bot.domain.folding import fold
from bot.when.symbols import Kind, Part, Token
from bot.when.vocabulary.lookup import Lookup, lookup, text_language
from bot.when.zone_names import named_zone, offset_zone

# The order matters: the longer form first. Every form is of bounded length, so nothing is tried for long.
_PIECE = re.compile(
    r"""
    (?P<stamp>(?<!\d)\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:[Zz]|[+-]\d{2}:?\d{2})?(?!\w))
  | (?P<date>(?<!\d)\d{1,4}(?P<by>[/.-])\d{1,2}(?P=by)\d{1,4}(?!\d))
  | (?P<clock>(?<!\d)\d{1,2}:\d{2}(?::00)?(?!\d))
  | (?P<code>\#\d+|24/7|[A-Z]{2,}-\d+(?!\w)|[^\W\d_]+\d\w*)
  | (?P<slashed>(?<!\d)\d{1,2}/\d{1,2}(?!\d))
  | (?P<dotted>(?<!\d)\d{1,2}\.\d{2}(?!\d))
  | (?P<decimal>(?<!\d)\d{1,2}[.,]\d(?!\d))
  | (?P<marked>(?<!\d)\d{1,2}[hH]\d{2}(?![^\W_]))
  | (?P<mark>(?<!\d)\d{1,2}[hH](?![^\W_]))
  | (?P<ordinal>(?<!\d)\d{1,2}(?:st|nd|rd|th|er|ro|[º°])(?!\w))
  | (?P<feminine>(?<!\d)\d{1,2}ª)
  | (?P<number>\d+)
  | (?P<half>(?<![^\W_])[aApP]\.\ ?[mM](?!\w)\.?)
  | (?P<offset>(?<!\w)(?:UTC|GMT)\ ?[+-]\d{1,2}(?::?\d{2})?(?!\w))
  | (?P<word>[^\W\d_]+)
  | (?P<sign>[-\u2013\u2014@])
  | (?P<dropped>[\s,.;:!?()"'\u2018\u2019\u201c\u201d_]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SIGNS = {"@": Kind.AT}
_HALVES = {"a": Part.AM, "p": Part.PM}
_DIGITS_OF_A_YEAR = 4
_YEARS = range(1900, 2200)
_LONGEST_NUMBER = 4


def read_tokens(text: str, languages: Sequence[str]) -> tuple[list[Token], str]:
    """Read a text of bounded length; also return the language that it seems to be in."""
    pieces = [match for match in _PIECE.finditer(text) if not _says_nothing(match)]
    words = [fold(match[0]) if match.lastgroup == "word" else "" for match in pieces]
    language = text_language(filter(None, words), languages)
    tokens = list(_tokens(pieces, words, lookup(language), language))
    return _without_measures(tokens), language


def _without_measures(tokens: list[Token]) -> list[Token]:
    """Take the number of "30mg", "50€" and "$50" for a word."""
    read = list(tokens)
    for place, (before, after) in enumerate(pairwise(tokens)):
        kinds = before.kind + after.kind
        if before.end == after.start and kinds in {"N?", "%?", "?N", "?%"} and "/" not in (before.value, after.value):
            read[place] = replace(before, kind=Kind.OTHER, value=str(before.value))
            read[place + 1] = replace(after, kind=Kind.OTHER, value=str(after.value))
    return read


def _says_nothing(match: re.Match[str]) -> bool:
    """Spaces and punctuation, and the hyphen inside a word: "meio-dia" is read as two words."""
    if match.lastgroup == "dropped":
        return True
    text, start, end = match.string, match.start(), match.end()
    return match[0] == "-" and text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()


def _tokens(pieces: list[re.Match[str]], words: list[str], known: Lookup, language: str) -> Iterator[Token]:
    place = 0
    while place < len(pieces):
        if words[place]:
            count, tokens = _phrase(pieces, words, place, known, language)
        else:
            count, tokens = 1, _number(pieces[place])
        yield from tokens
        place += count


def _phrase(
    pieces: list[re.Match[str]], words: list[str], place: int, known: Lookup, language: str
) -> tuple[int, list[Token]]:
    """Find the longest phrase that begins here; how many pieces it has, and what it says."""
    start = pieces[place].start()
    longest = min(known.longest.get(words[place], 0), len(words) - place)
    for count in range(longest, 0, -1):
        meaning = known.phrases.get(" ".join(words[place : place + count]))
        if meaning is not None:
            end = pieces[place + count - 1].end()
            return count, [Token(kind, value, start, end) for kind, value in meaning]
    word = pieces[place][0]
    zone = named_zone(word, language)
    kind, value = (Kind.OTHER, word) if zone is None else (Kind.ZONE, zone)
    return 1, [Token(kind, value, start, pieces[place].end())]


def _number(match: re.Match[str]) -> list[Token]:
    """Read what is no word, by its form."""
    if match.lastgroup == "stamp":
        return _stamp(match)
    kind, value = _FORMS[match.lastgroup or "other"](match[0])
    return [Token(kind, value, match.start(), match.end())]


def _stamp(match: re.Match[str]) -> list[Token]:
    """Read an ISO time as its day, its hour, and its offset if it has one."""
    start, end = match.span()
    try:
        at = datetime.fromisoformat(match[0].upper())
    except ValueError:
        return [Token(Kind.DATE, ("0", "0", "0"), start, end)]  # which is no date
    day = Token(Kind.DATE, (str(at.year), str(at.month), str(at.day)), start, end)
    hour = Token(Kind.CLOCK, (at.hour, at.minute, True), start, end)
    return [day, hour, *([Token(Kind.ZONE, at.tzinfo, start, end)] if at.tzinfo else [])]


def _plain(text: str) -> tuple[Kind, object]:
    if not text.isascii() or len(text) > _LONGEST_NUMBER:
        return Kind.OTHER, text
    value = int(text)
    is_year = len(text) == _DIGITS_OF_A_YEAR and value in _YEARS
    return (Kind.YEAR if is_year else Kind.NUMBER), value


def _two(text: str, by: str) -> tuple[int, int]:
    first, _, second = text.lower().partition(by)
    return int(first), int(second)


def _clock(text: str) -> tuple[Kind, object]:
    """Hour and minute, and whether it is written with two digits: "03:30" is never the afternoon."""
    hour, minute = text.split(":")[:2]
    return Kind.CLOCK, (int(hour), int(minute), hour.startswith("0"))


def _ordinal(text: str) -> tuple[Kind, object]:
    return Kind.ORDINAL, int("".join(letter for letter in text if letter.isdecimal()))


_FORMS: Mapping[str, Callable[[str], tuple[Kind, object]]] = {
    "date": lambda text: (Kind.DATE, tuple(re.split(r"[/.-]", text))),
    "clock": _clock,
    "slashed": lambda text: (Kind.SLASHED, _two(text, "/")),
    "dotted": lambda text: (Kind.DOTTED, _two(text, ".")),
    "decimal": lambda text: (Kind.DECIMAL, float(text.replace(",", "."))),
    "marked": lambda text: (Kind.HOUR_MARK, (*_two(text, "h"), text.startswith("0"))),
    "mark": lambda text: (Kind.HOUR_MARK, (int(text[:-1]), None, text.startswith("0"))),
    "ordinal": _ordinal,
    "feminine": lambda text: (Kind.FEMININE, int(text[:-1])),
    "number": _plain,
    "half": lambda text: (Kind.PART, _HALVES[text[0].lower()]),
    "offset": lambda text: (Kind.ZONE, offset_zone(text)),
    "sign": lambda text: (_SIGNS.get(text, Kind.DASH), None),
    "code": lambda text: (Kind.OTHER, text),
    "other": lambda text: (Kind.OTHER, text),
}
