"""The phrases of the contract, every one right; and our own, of which none may be wrong."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.when.reader import LANGUAGES
from bot.when.reading import Reading
from tests.when.reading_words import read

_HERE = Path(__file__).parent
CONTRACT = json.loads((_HERE / "phrases.json").read_text(encoding="utf-8"))["phrases"]


@dataclass(frozen=True, kw_only=True)
class OwnPhrase:
    language: str
    text: str
    when: str
    duration: timedelta | None
    left_over: str | None


def _own_phrase(line: str) -> OwnPhrase:
    language, text, expected, *left_over = (part.strip() for part in line.split("|"))
    when, *minutes = expected.split()
    return OwnPhrase(
        language=language,
        text=text,
        when=when,
        duration=timedelta(minutes=int(minutes[0])) if minutes else None,
        left_over=left_over[0] if left_over else None,
    )


OWN = [
    _own_phrase(line)
    for line in (_HERE / "own_phrases.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def _when(reading: Reading) -> str:
    if reading.wall:
        return reading.wall.isoformat(timespec="minutes")
    return reading.day.isoformat() if reading.day else "-"


def _ids(phrase) -> str:
    return f"{phrase['language']}: {phrase['text']}"


@pytest.mark.parametrize("phrase", CONTRACT, ids=_ids)
def test_every_phrase_of_the_contract_is_read(phrase):
    assert _when(read(phrase["text"], phrase["language"])) in phrase["expected"]


@pytest.mark.parametrize("first", LANGUAGES)
@pytest.mark.parametrize("phrase", [each for each in CONTRACT if each["text"].count("/") < 2], ids=_ids)
def test_a_phrase_is_read_in_its_own_language_whatever_the_professionals_is(phrase, first):
    assert _when(read(phrase["text"], first)) in phrase["expected"]


@pytest.mark.parametrize("phrase", OWN, ids=lambda phrase: f"{phrase.language}: {phrase.text}")
def test_no_phrase_of_our_own_is_read_wrong(phrase):
    reading = read(phrase.text, phrase.language)
    assert reading.hour is None or (_when(reading), reading.duration) == (phrase.when, phrase.duration)
    assert reading.day is None or reading.day.isoformat() == phrase.when[:10]


# Names that are words of time in some language, and numbers that are no times.
_AROUND = "Ana García,knee review,Sun Li,mon patient,ter consulta,Dr. Marco,room 12,sesión 3,B12,#4,24/7,50€,30mg,T2D"


@pytest.mark.parametrize("words", _AROUND.split(","))
@pytest.mark.parametrize("form", ["{words} {text}", "{text} {words}", "{text}, {words}"])
def test_words_around_a_time_do_not_make_it_another(words, form):
    for phrase in CONTRACT:
        reading = read(form.format(words=words, text=phrase["text"]), phrase["language"])
        assert reading.hour is None or _when(reading) in phrase["expected"], reading


def test_at_least_95_of_100_phrases_of_our_own_are_read_whole():
    right = [phrase for phrase in OWN if _is_right(phrase)]
    assert len(right) >= 0.95 * len(OWN)


def _is_right(phrase: OwnPhrase) -> bool:
    reading = read(phrase.text, phrase.language)
    is_left_over_right = phrase.left_over in (None, reading.left_over) or reading.hour is None
    return _when(reading) == phrase.when and is_left_over_right
