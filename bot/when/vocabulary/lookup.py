"""Which words mean what in a text: those of its own language, and the plain names of days of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.when.symbols import Kind
from bot.when.vocabulary.english import ENGLISH
from bot.when.vocabulary.french import FRENCH
from bot.when.vocabulary.portuguese import PORTUGUESE
from bot.when.vocabulary.spanish import SPANISH
from bot.when.vocabulary.table import Meaning, Table

TABLES: Mapping[str, Table] = {"en": ENGLISH, "es": SPANISH, "pt": PORTUGUESE, "fr": FRENCH}

# In a text that mixes languages these are read too; numbers and small words ("once", "no", "a") would be guesses.
_SHARED = {Kind.WEEKDAY, Kind.DOUBTFUL_WEEKDAY, Kind.DAY, Kind.MONTH, Kind.FIXED}
# Words that say which language a text is in count more than those that may be a name ("Marco") or a word of another.
_TELLING = 3
# Short names of months that are words of another of these languages.
_OTHER_WORDS = {"ago", "mai", "mar", "out", "sept", "set"}


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Phrases with their meanings; `longest` has for each first word how many words its longest phrase has."""

    phrases: Mapping[str, Meaning]
    longest: Mapping[str, int]


@cache
def lookup(language: str) -> Lookup:
    """Make the lookup for a text in this language."""
    table = TABLES[language]
    phrases: dict[str, Meaning] = {}
    for each in TABLES.values():
        phrases.update((phrase, meaning) for phrase, meaning in each.full() if meaning[0][0] in _SHARED)
        phrases.update((phrase, meaning) for phrase, meaning in each.short() if _is_plain_month(phrase, meaning))
    phrases.update(table.short())
    phrases.update(table.full())
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, length = phrase.partition(" ")[0], phrase.count(" ") + 1
        longest[first] = max(longest.get(first, 0), length)
    return Lookup(phrases=phrases, longest=longest)


def text_language(words: Iterable[str], languages: Sequence[str]) -> str:
    """Tell the language in which most words are known; of equals the earlier in `languages`."""
    scores = dict.fromkeys(languages, 0)
    for word in words:
        for language, weight in _weights().get(word, ()):
            if language in scores:
                scores[language] += weight
    return max(languages, key=lambda language: scores[language])


def _is_plain_month(phrase: str, meaning: Meaning) -> bool:
    """A month's short name, which counts only beside a number, and is no other word: "out" and "ago" are."""
    return meaning[0][0] == Kind.MONTH and phrase not in _OTHER_WORDS


@cache
def _weights() -> Mapping[str, tuple[tuple[str, int], ...]]:
    weights: dict[str, dict[str, int]] = {}
    for language, table in TABLES.items():
        for phrase, _ in table.short():
            weights.setdefault(phrase, {})[language] = 1
        for phrase, meaning in table.full():
            telling = _TELLING if meaning[0][0] in _SHARED - {Kind.MONTH} and " " not in phrase else 1
            for word in phrase.split():
                known = weights.setdefault(word, {})
                known[language] = max(known.get(language, 0), telling)
    return {word: tuple(known.items()) for word, known in weights.items()}
