"""Comparing words as a person who types does."""

import unicodedata
from collections.abc import Sequence


def fold(text: str) -> str:
    """Take case and accents away: "García" and "garcia" are the same word to a person who types."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def has_all_words(typed: str, *texts: str) -> bool:
    """Tell whether every word typed stands in one of the texts, whatever their case and accents."""
    return has_words(fold(typed).split(), fold(" ".join(texts)))


def has_words(words: Sequence[str], folded: str) -> bool:
    """Tell the same of words and a text that are folded already."""
    return all(word in folded for word in words)


def caseless(text: str) -> str:
    """Write a text so that two which differ in case, width or outer spaces only become the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()
