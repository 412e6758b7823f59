"""Which time zone data this machine has: governments change clocks, and the data follow by an update of the system."""

import zoneinfo
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

_LISTING = "tzdata.zi"  # begins with "# version 2026a", wherever the system's data come from
_MARK = "# version "
_LONGEST = 40


@dataclass(kw_only=True)
class SystemTimeZones:
    """The data that `zoneinfo` reads: the system's where there are any, the package `tzdata` otherwise."""

    zones: type[zoneinfo.ZoneInfo] = zoneinfo.ZoneInfo
    _read: str | None = None

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

    def keep_to(self, version: str) -> None:
        """Each process reads for itself: that another has followed the update says nothing of this one's memory."""
        if self._read is not None and (not version or version != self._read):
            self.zones.clear_cache()
        self._read = version


def _read_version(listing: Path) -> str:
    try:
        with listing.open(encoding="ascii", errors="replace") as file:
            first = file.readline(_LONGEST).strip()
    except OSError:
        return ""
    return first.removeprefix(_MARK) if first.startswith(_MARK) else ""
