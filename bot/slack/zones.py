"""Time zones to choose from, by typing a city."""

from zoneinfo import ZoneInfo

from bot.domain.folding import fold
from bot.domain.local_time import ZONE_NAMES
from bot.domain.time_words import zone_words
from bot.slack.blocks import Block, option
from bot.slack.elements import typed_select

_MOST = 100
# The areas of the living IANA names; the rest ("US/Eastern", "EST5EDT") are found last, only when typed.
_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_COMMON = (
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)


def zone_option(name: str) -> Block:
    """Name a zone by city and by its exact name: "Madrid (Europe/Madrid)"."""
    city = zone_words(ZoneInfo(name)).removesuffix(" time")
    return option(name if city == name else f"{city} ({name})", name)


def zone_select(zone: ZoneInfo | None = None) -> Block:
    """Choose a zone by typing; where none is given, none is chosen yet."""
    return typed_select("Type a city", zone_option(zone.key) if zone else None)


def zone_options(typed: str, *near: ZoneInfo) -> list[Block]:
    """List the zones whose name has all the words typed, cities that begin with them first, at most a hundred.

    Nothing typed: those that are near (the professional's own, the patient's), then a few that many live in.
    """
    words = fold(typed).replace("_", " ").split()
    if not words:
        return [zone_option(name) for name in dict.fromkeys((*(zone.key for zone in near), *_COMMON))]
    found = [name for name in ZONE_NAMES if all(word in _searched(name) for word in words)]
    return [zone_option(name) for name in sorted(found, key=lambda name: _rank(name, words))[:_MOST]]


def _searched(name: str) -> str:
    return f"{fold(name)} {_spaced(name)}"


def _spaced(name: str) -> str:
    return fold(name).replace("_", " ").replace("/", " ")


def _rank(name: str, words: list[str]) -> tuple[bool, bool, str]:
    city = _spaced(name.rsplit("/", 1)[-1])
    is_living = name.partition("/")[0] in _AREAS or name == "UTC"
    return not is_living, not city.startswith(words[0]), name
