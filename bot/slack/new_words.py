"""The words behind `/meeting new`: what they fill the form with, and how it says that it understood them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.local_time import wall_of
from bot.domain.people import Professional
from bot.domain.preview import Draft
from bot.domain.time_words import date_words, duration_words, wall_words, zone_words
from bot.slack.blocks import cut
from bot.when.reader import languages_for, read_words
from bot.when.reading import Problem, Reading

_LONGEST_ECHO = 100
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(hours=8)
_NO_LENGTH = " A meeting takes 5 minutes to 8 hours: choose the duration."
# Why no hour was taken, where that helps to choose one.
_HINTS: Mapping[Problem, str] = {
    Problem.WHICH_HALF: "It could be morning or afternoon. ",
    Problem.CONFLICT: "It says more than one time. ",
    Problem.WHICH_ORDER: "The day and the month could be either way around. ",
    Problem.IMPOSSIBLE: "There is no such date or time. ",
    Problem.OTHER_ZONE: "Its time zone is not known. ",
    Problem.TOO_LONG: "It is too long. ",
}


@dataclass(frozen=True, kw_only=True)
class NewWords:
    """`left_over` may hold a patient's name: it goes into the form, and nowhere else. `is_first` tells that the words
    begin with a time.
    """

    draft: Draft
    left_over: str = field(default="", repr=False)
    sentence: str = field(default="", repr=False)
    has_hour: bool = False
    is_first: bool = False


def read_new(text: str, professional: Professional, now: datetime) -> NewWords:
    """Read what a professional typed, in their own language first."""
    draft = Draft(zone=professional.zone, duration=professional.habits.duration)
    if not text:
        return NewWords(draft=draft)
    reading = read_words(text, now=now, zone=professional.zone, languages=languages_for(professional.language))
    draft = _drafted(draft, reading)
    return NewWords(
        draft=draft,
        left_over=reading.left_over,
        sentence=_sentence(text, reading, draft, wall_of(now, professional.zone)),
        has_hour=reading.hour is not None,
        is_first=reading.day is not None and text.startswith(reading.understood),
    )


def _drafted(draft: Draft, reading: Reading) -> Draft:
    """Take over what is sure; an hour that was said with its zone stands in the form as it was said."""
    if reading.elsewhere is not None:
        wall = reading.elsewhere.wall
        draft = replace(draft, on=wall.date(), at=wall.time(), zone=reading.elsewhere.zone)
    else:
        draft = replace(draft, on=reading.day, at=reading.hour)
    length = reading.duration
    return replace(draft, duration=length) if length is not None and _is_offered(length) else draft


def _is_offered(duration: timedelta) -> bool:
    return _SHORTEST <= duration <= _LONGEST


def _sentence(text: str, reading: Reading, draft: Draft, now: datetime) -> str:
    if draft.on is None:
        return f'I couldn\'t read a time in "{cut(text, _LONGEST_ECHO)}". {_hint(reading)}Choose the date and time.'
    said = f'From "{cut(reading.understood, _LONGEST_ECHO)}": '
    length, unused = _length_words(reading.duration)
    if draft.wall_start is None:
        return f"{said}{date_words(draft.on, now)}{length}. {_hint(reading)}Choose the time.{unused}"
    return f"{said}{wall_words(draft.wall_start, now)}{length}, {zone_words(draft.zone)}.{unused}"


def _hint(reading: Reading) -> str:
    return _HINTS.get(reading.problem, "") if reading.problem else ""


def _length_words(length: timedelta | None) -> tuple[str, str]:
    """Repeat the length that was said; or say that it is none for a meeting."""
    if length is None:
        return "", ""
    return (f", for {duration_words(length)}", "") if _is_offered(length) else ("", _NO_LENGTH)
