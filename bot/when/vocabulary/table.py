"""The form of a language's table: one line of phrases for each meaning, without accents, "|" between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.when.symbols import Kind

Meaning = tuple[tuple[Kind, object], ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """All the words of one language.

    `weekdays` begin with Monday. Of each weekday and month the first phrase is the full name; the others are short
    forms, which are other words in other languages ("mon", "mar"), and are read in texts of this language only.
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    doubtful: str  # names of weekdays that are also other words, or people
    habits: tuple[str, ...]  # each weekday as said of all such days: "mondays"
    numbers: Mapping[int, str]
    words: Mapping[Kind, Mapping[object, str]]
    joined: Mapping[str, Meaning] = field(default_factory=dict)  # a phrase that says two things

    def full(self) -> Iterator[tuple[str, Meaning]]:
        """List what means the same in any text, but for what a word of the text's own language says."""
        yield from self._weekdays(slice(0, 1))
        yield from _named(Kind.MONTH, self.months, slice(0, 1), first=1)
        for kind, meanings in self.words.items():
            for value, phrases in meanings.items():
                yield from ((phrase, ((kind, value),)) for phrase in phrases.split("|"))
        for number, phrases in self.numbers.items():
            yield from ((phrase, ((Kind.NUMBER, number),)) for phrase in phrases.split("|"))
        for weekday, phrases in enumerate(self.habits):
            meaning = ((Kind.VAGUE, "every"), (Kind.WEEKDAY, weekday))
            yield from ((phrase, meaning) for phrase in phrases.split("|"))
        yield from self.joined.items()

    def short(self) -> Iterator[tuple[str, Meaning]]:
        """List the short names of weekdays and months."""
        yield from self._weekdays(slice(1, None))
        yield from _named(Kind.MONTH, self.months, slice(1, None), first=1)

    def _weekdays(self, which: slice) -> Iterator[tuple[str, Meaning]]:
        doubtful = self.doubtful.split("|")
        for phrase, ((_, weekday), *_) in _named(Kind.WEEKDAY, self.weekdays, which):
            yield phrase, ((Kind.DOUBTFUL_WEEKDAY if phrase in doubtful else Kind.WEEKDAY, weekday),)


def _named(kind: Kind, names: tuple[str, ...], which: slice, first: int = 0) -> Iterator[tuple[str, Meaning]]:
    for value, phrases in enumerate(names, start=first):
        yield from ((phrase, ((kind, value),)) for phrase in phrases.split("|")[which])
