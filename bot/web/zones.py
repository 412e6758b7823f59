"""Time zones for a list on a page: by continent, each under the name of its city."""

from collections.abc import Mapping
from functools import cache

from bot.domain.local_time import ZONE_NAMES

# Old names of countries and offsets: whoever lives there finds their city as well.
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones_by_region() -> Mapping[str, Mapping[str, str]]:
    """List continent -> zone -> city, both in the order of the alphabet."""
    return {region: _cities(region) for region in _REGIONS}


def _cities(region: str) -> Mapping[str, str]:
    names = sorted(name for name in ZONE_NAMES if name.startswith(f"{region}/"))
    cities = {name: name.partition("/")[2].replace("/", ", ").replace("_", " ") for name in names}
    return dict(sorted(cities.items(), key=lambda each: each[1]))
