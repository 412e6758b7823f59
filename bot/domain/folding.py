"""Comparing words as a person who types does."""

import unicodedata


def fold(text: str) -> str:
    """Take case and accents away: "García" and "garcia" are the same word to a person who types."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def has_all_words(typed: str, *texts: str) -> bool:
    """Tell whether every word typed stands in one of the texts, whatever their case and accents."""
    searched = fold(" ".join(texts))
    return all(word in searched for word in fold(typed).split())
