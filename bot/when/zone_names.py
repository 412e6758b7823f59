"""Zones named beside an hour: "3pm EST", "15h hora de Paris". What is not known for sure is refused, never ignored."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain.folding import fold
from bot.domain.local_time import ZONE_NAMES, instants, wall_of
from bot.when.reading import Problem
from bot.when.refusing import Unreadable

# Each is taken only on days on which it is in force there: who writes EST in July means another offset than they say.
_ABBREVIATIONS = {
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "EET": "Europe/Athens",
    "EEST": "Europe/Athens",
    "BST": "Europe/London",
}
_FIXED = {"UTC": UTC, "GMT": UTC}
# Words of other languages, and of medicine: these are zones in capitals only.
_NEVER_LOWER = {"WEST", "WET", "EET", "MST"}
# Ends as the abbreviations of zones do. "PT" and "CT" are as often a therapy and a scan, so they are refused too.
_LIKE_A_ZONE = re.compile(r"[A-Z]{1,4}T|MSK")
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_FARTHEST = 14
_HERE = {"my", "mi", "minha", "mon"}


def named_zone(word: str, language: str) -> str | tzinfo | None:
    """Tell whether a word is, or looks like, the abbreviation of a zone; which one is told by `named_in`."""
    capitals = word.upper()
    if language == "en" and capitals not in _NEVER_LOWER and (capitals in _ABBREVIATIONS or capitals in _FIXED):
        return _FIXED.get(capitals, capitals)
    if word in _FIXED:
        return _FIXED[word]
    return word if word in _ABBREVIATIONS or _LIKE_A_ZONE.fullmatch(word) else None


def offset_zone(text: str) -> str | tzinfo:
    """Read "UTC+2"; the text itself if there is no such offset."""
    found = _OFFSET.search(text)
    if found is None or int(found["hours"]) > _FARTHEST:
        return text
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-offset if found["sign"] == "-" else offset)


def city_zone(words: str) -> str | tzinfo:
    """Find the zone of a city by its name in IANA's list; the words themselves if there is none."""
    name = _cities().get(fold(words))
    return ZoneInfo(name) if name else words


def named_in(wall: datetime, named: str | tzinfo, own: ZoneInfo) -> tzinfo:
    """Find the zone that is meant at this wall time; Unreadable where that cannot be sure."""
    if named is UTC:
        return ZoneInfo("UTC")
    return _zone_of(wall, named, own) if isinstance(named, str) else named


def in_zone(wall: datetime, named: tzinfo, own: ZoneInfo) -> datetime:
    """Convert the wall time of a named zone to the own one; Unreadable where that cannot be sure."""
    if named is own:
        return wall
    if isinstance(named, ZoneInfo):
        found = instants(wall, named)
        if len(found) != 1:
            raise Unreadable(Problem.OTHER_ZONE)
        return wall_of(found[0], own)
    return wall_of(wall.replace(tzinfo=named).astimezone(UTC), own)


def _zone_of(wall: datetime, name: str, own: ZoneInfo) -> ZoneInfo:
    """Find the zone that has this abbreviation on that day: first the own one, which may share it with others."""
    if fold(name) in _HERE or wall.replace(tzinfo=own).tzname() == name:
        return own
    zone = ZoneInfo(_ABBREVIATIONS[name]) if name in _ABBREVIATIONS else None
    if zone is None or wall.replace(tzinfo=zone).tzname() != name:
        raise Unreadable(Problem.OTHER_ZONE)
    return zone


@cache
def _cities() -> dict[str, str]:
    cities: dict[str, str] = {}
    for name in sorted(ZONE_NAMES):
        area, _, city = name.rpartition("/")
        if area and area.partition("/")[0] not in {"Etc", "SystemV", "US"}:
            cities.setdefault(fold(city).replace("_", " "), name)
    return cities
