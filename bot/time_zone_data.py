"""Which time zone data this machine has: governments change clocks, and the data follow by an update of the system."""

import zoneinfo
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

_LISTING = "tzdata.zi"  # begins with "# version 2026a", wherever the system's data come from
_MARK = "# version "
_LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class SystemTimeZones:
    """The data that `zoneinfo` reads: the system's where there are any, the package `tzdata` otherwise."""

    zones: type[zoneinfo.ZoneInfo] = zoneinfo.ZoneInfo

    def version(self) -> str:
        """Name the release, "" where it cannot be told."""
        for folder in zoneinfo.TZPATH:
            found = _read_version(Path(folder) / _LISTING)
            if found:
                return found
        try:
            return version_of("tzdata")
        except PackageNotFoundError:
            return ""

    def read_anew(self) -> None:
        """Forget the zones that were read before an update."""
        self.zones.clear_cache()


def _read_version(listing: Path) -> str:
    try:
        with listing.open(encoding="ascii", errors="replace") as file:
            first = file.readline(_LONGEST).strip()
    except OSError:
        return ""
    return first.removeprefix(_MARK) if first.startswith(_MARK) else ""
