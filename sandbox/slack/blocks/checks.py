"""The small checks of which the rules of Block Kit are made.

A check looks at one value and writes what is wrong with it to its place, in the words and with the JSON pointer of
`response_metadata.messages` in Slack's answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from re import compile as pattern
from typing import TypeAlias
from urllib.parse import urlsplit
from zoneinfo import available_timezones


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in the JSON a check looks, and the list that all places of one validation share."""

    pointer: str = ""
    problems: list[str] = field(default_factory=list)

    def at(self, key: str | int) -> "Place":
        return Place(pointer=f"{self.pointer}/{key}", problems=self.problems)

    def refuse(self, words: str) -> None:
        self.problems.append(f"[ERROR] {words} [json-pointer:{self.pointer}]")


Check: TypeAlias = Callable[[object, Place], None]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An object's fields, those it cannot do without, and the rules that look at several of them."""

    fields: Mapping[str, Check]
    required: frozenset[str] = frozenset()
    rules: tuple[Check, ...] = ()

    def __call__(self, value: object, place: Place) -> None:
        if not isinstance(value, dict):
            place.refuse("must provide an object")
            return
        before = len(place.problems)
        self._check_keys(value, place)
        for key, item in value.items():
            if key in self.fields:
                self.fields[key](item, place.at(key))
        if len(place.problems) == before:  # the rules may rely on fields of the right form
            for rule in self.rules:
                rule(value, place)

    def _check_keys(self, value: Mapping[str, object], place: Place) -> None:
        for key in sorted(self.required - value.keys()):
            place.refuse(f"missing required field: {key}")
        for key in value.keys() - self.fields.keys():
            place.refuse(f"no more properties allowed: {key}")


def string(*, longest: int, shortest: int = 0) -> Check:
    """A string of `shortest` to `longest` characters."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, str):
            place.refuse("must be a string")
        elif len(value) > longest:
            place.refuse(f"must be less than {longest + 1} characters")
        elif len(value) < shortest:
            place.refuse(f"must be more than {shortest - 1} characters")

    return check


def boolean(value: object, place: Place) -> None:
    if not isinstance(value, bool):
        place.refuse("must be a boolean")


def integer(*, least: int, most: int) -> Check:
    def check(value: object, place: Place) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            place.refuse("must be an integer")
        elif not least <= value <= most:
            place.refuse(f"must be between {least} and {most}")

    return check


def one_of(*words: str) -> Check:
    def check(value: object, place: Place) -> None:
        if value not in words:
            place.refuse(f"must be one of: {', '.join(words)}")

    return check


def list_of(item: Check, *, most: int, least: int = 0) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, list):
            place.refuse("must be an array")
            return
        if len(value) > most:
            place.refuse(f"no more than {most} items allowed")
        if len(value) < least:
            place.refuse(f"must have at least {least} items")
        for index, one in enumerate(value):
            item(one, place.at(index))

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of `shapes` it must have."""

    def check(value: object, place: Place) -> None:
        if not isinstance(value, dict):
            place.refuse("must provide an object")
        elif "type" not in value:
            place.refuse("missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            place.refuse(f"unsupported type: {value['type']}")
        else:
            shapes[value["type"]](value, place)

    return check


def url(value: object, place: Place) -> None:
    """A web or mail address of at most 3000 characters."""
    string(longest=3000, shortest=1)(value, place)
    if isinstance(value, str):
        parts = urlsplit(value)
        web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        if (not web and parts.scheme != "mailto") or any(character.isspace() for character in value):
            place.refuse("must be a valid url")


DATE = pattern(r"\d{4}-\d{2}-\d{2}")
HOUR = pattern(r"([01]\d|2[0-3]):[0-5]\d")


def is_day(text: str) -> bool:
    """Tell whether `text` is a day of the calendar as YYYY-MM-DD."""
    try:
        return bool(DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def day(value: object, place: Place) -> None:
    if not isinstance(value, str) or not is_day(value):
        place.refuse("must match format: YYYY-MM-DD")


def hour(value: object, place: Place) -> None:
    if not isinstance(value, str) or not HOUR.fullmatch(value):
        place.refuse("must match format: HH:mm")


def zone(value: object, place: Place) -> None:
    if value not in available_timezones():
        place.refuse("must be a valid IANA time zone")
