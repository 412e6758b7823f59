"""Whatever is typed: an answer or a refusal, never an exception, and never much work."""

import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when.reader import LANGUAGES, LONGEST, warm
from bot.when.reading import Problem
from bot.when.vocabulary.lookup import TABLES
from tests.when.reading_words import NOW, read, read_days

# Python's own calls in one reading: some hundred for a phrase, so a text that costs twenty times a phrase is seen here.
_MOST_CALLS = 15_000
CORPUS = [
    "",
    " ",
    "\x00\x01\x02 tomorrow 3pm",
    "9" * LONGEST,
    "1 " * 100,
    "12:30 " * 33,
    "1/2/" * 50,
    "-" * LONGEST,
    "a las " * 33,
    "monday " * 28,
    "tomorrow\u202e 3pm",
    "מחר בשעה 15:00",
    "غدا الساعة ٣ مساء",
    "明日15時",
    "😀🕒 tomorrow 3pm 🎉",
    "٣pm tomorrow",
    "²³:³⁰",
    "3pm'; DROP TABLE meeting; --",
    "<!channel> *tomorrow* `3pm` <https://evil.example|3pm>",
    "&lt;script&gt; 3pm",
    "{tomorrow} %s %n ${3pm}",
    "0/0 0:00",
    "99/99/9999 99:99",
    "0000-00-00T00:00Z",
    "9999-12-31T23:59+23:59",
    "in 9999 years at 3pm",
    "in 9999 weeks",
    "in 9999 months",
    "9999 years ago 3pm",
    "in 9999 hours",
    "31/12/1900 3pm",
    "UTC+99 3pm UTC-14:99",
    "1900-01-01T00:00-14:00",
    "2199-12-31T23:59-14:00",
    "in 1.5 days at 3pm",
    "1.5 december 3pm",
    "ª 2ª 99ª",
    "١٢/١٢ 3pm",
    "3pm \ud800",
]
_NUMBERS = "3pm,15h,15h30,15:30,1h30,20,45,3,0,99,2026,1/2,12.30,1.12.2026,20th,1.5,2ª,2026-12-01T09:00Z"
_OTHERS = "- @ EST ET UTC+2 Ana $ ( ) ?"
_PIECES = [
    *(phrase for table in TABLES.values() for phrase, _ in (*table.full(), *table.short())),
    *_NUMBERS.split(","),
    *_OTHERS.split(" "),
]
# One phrase of each kind and value: the texts that come close to the rules.
_FEW = sorted({meaning: phrase for table in TABLES.values() for phrase, meaning in table.full()}.values())
_close = st.lists(st.sampled_from([*_FEW, *_NUMBERS.split(","), *_OTHERS.split(" ")]), max_size=6).map(" ".join)
_sentences = st.lists(st.sampled_from(_PIECES), max_size=40).map(lambda pieces: " ".join(pieces)[:LONGEST])
_texts = st.one_of(_close, _sentences, st.text(max_size=LONGEST), st.text("0123456789:/.-h ", max_size=LONGEST))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", CORPUS, ids=ascii)
def test_a_hostile_text_is_answered_or_refused(text, language):
    assert (read(text, language).hour is None) == (read(text, language).problem is not None)
    read_days(text, language)


@given(text=_texts, language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_or_refused_with_little_work(text, language):
    warm(now=NOW)
    for reading in (read, read_days):
        assert _calls(lambda reading=reading: reading(text, language)) < _MOST_CALLS


@given(text=st.text(min_size=LONGEST + 1))
@settings(max_examples=10)
def test_a_text_longer_than_anybody_says_a_time_is_not_read(text):
    assert (read(text).problem, read(text).left_over) == (Problem.TOO_LONG, text)


def _calls(work) -> int:
    counted = Counter[str]()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _arg: counted.update([event]))
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted["call"] + counted["c_call"]
