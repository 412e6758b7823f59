from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.local_time import ZONE_NAMES
from bot.zoom.timezones import _ALIASES, _LISTED

MONTHS = [datetime(2026 + number // 12, number % 12 + 1, 15, 12) for number in range(24)]


def offsets(name: str) -> list[timedelta | None]:
    return [wall.replace(tzinfo=ZoneInfo(name)).utcoffset() for wall in MONTHS]


@pytest.mark.parametrize("alias", _ALIASES)
def test_an_alias_has_the_same_clock_as_the_name_zoom_knows(alias: str) -> None:
    assert (_ALIASES[alias] in _LISTED, offsets(alias)) == (True, offsets(_ALIASES[alias]))


def test_all_names_are_zones_that_exist() -> None:
    assert not [name for name in _LISTED | set(_ALIASES) if name not in ZONE_NAMES]
