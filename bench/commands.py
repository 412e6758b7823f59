"""A command with one lookup, by Consulta and by bare Bolt: times and CPU a request; start-up and memory."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.bare_bolt import ANSWER, DEFAULT, FLAGGED
from bench.load import Load, Seen
from bench.processes import ROOT, Running, free_port, resident_bytes, running
from bench.report import Figure, Section
from bench.world import World, furnish

_STATUS_WORDS = "Zoom has been connected since"
_STARTS = 5
_BEST_OF = 3
_FEWEST = 100  # of which hundredths can be told
_MIB = 1024**2
_MOST_MIB = 90e6 / _MIB
_MOST_TIMES_BARE = 2.3
_MS = 1000


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many commands a measurement takes, at which concurrency, and how many the memory is measured after."""

    commands: int = 6000
    at_once: tuple[int, ...] = (1, 16, 64)
    lasting: int = 100_000


async def measure_commands(size: Size, postgresql_url: str) -> list[Section]:
    """Measure `/meeting status` over HTTP, signed, with the whole product running."""
    with TemporaryDirectory(prefix="consulta-bench-") as name:
        folder = Path(name)
        bare = await _bare(folder, FLAGGED, size)
        bare_default = await _bare(folder, DEFAULT, size)
        async with _served(folder, f"sqlite:///{folder}/consulta.db") as served:
            idle = resident_bytes(served.pid)
            ours = [await _best(served, at_once, size.commands) for at_once in size.at_once]
            form = await _load(served, text="new", expected="", commands=size.commands // 10, at_once=1)
            await _load(served, text="status", expected=_STATUS_WORDS, commands=size.lasting, at_once=16)
            lasting = resident_bytes(served.pid)
        async with _served(folder, postgresql_url) as served:
            ours_postgresql = [await _best(served, at_once, size.commands) for at_once in size.at_once]
        starts = [await _start_seconds(folder) for _ in range(_STARTS)]
    return [
        _commands_section("SQLite", size, ours, bare, bare_default),
        _commands_section("PostgreSQL", size, ours_postgresql, bare, bare_default),
        Section(title="Form, start and memory", figures=_other_figures(size, form, starts, idle, lasting)),
    ]


def _other_figures(size: Size, form: Seen, starts: Sequence[float], idle: int, lasting: int) -> tuple[Figure, ...]:
    return (
        Figure(what="`/meeting new`: form built and opened, p50", value=form.p50 * _MS, unit="ms"),
        Figure(what="`/meeting new`: CPU", value=form.cpu * _MS, unit="ms"),
        Figure(what=f"start to ready, median of {_STARTS}", value=median(starts), unit="s", aim=1),
        Figure(what="memory, idle", value=idle / _MIB, unit="MiB", aim=_MOST_MIB),
        Figure(what=f"memory after {size.lasting:,} commands more", value=lasting / _MIB, unit="MiB", aim=_MOST_MIB),
    )


def _commands_section(
    database: str, size: Size, ours: Sequence[Seen], bare: Sequence[Seen], bare_default: Sequence[Seen]
) -> Section:
    """Put the three beside each other. The aims are for reads of SQLite; PostgreSQL is another process away."""
    is_aimed = database == "SQLite"
    figures: list[Figure] = []
    for at_once, mine, floor, stock in zip(size.at_once, ours, bare, bare_default, strict=True):
        aim = 1.0 if is_aimed and at_once == 1 else None
        figures += _seen_figures(f"Consulta, {at_once} at once", mine, aim)
        figures += _seen_figures(f"bare Bolt, same flag, {at_once} at once", floor)
        figures += _seen_figures(f"bare Bolt, its default, {at_once} at once", stock)
        ratio, most = mine.cpu / floor.cpu, _MOST_TIMES_BARE if is_aimed else None
        figures.append(Figure(what=f"CPU against bare Bolt, {at_once} at once", value=ratio, unit="x", aim=most))
    return Section(title=f"A command with one lookup, {database}", figures=tuple(figures))


def _seen_figures(what: str, seen: Seen, aim: float | None = None) -> list[Figure]:
    return [
        Figure(what=f"{what}: p50", value=seen.p50 * _MS, unit="ms", aim=aim),
        Figure(what=f"{what}: p99", value=seen.p99 * _MS, unit="ms"),
        Figure(what=f"{what}: CPU a request", value=seen.cpu * _MS, unit="ms"),
    ]


async def _bare(folder: Path, mode: str, size: Size) -> list[Seen]:
    port = free_port()
    async with running("bench.bare_bolt", str(port), mode, folder=folder, port=port, environment={}) as served:
        return [await _best(served, at_once, size.commands, expected=ANSWER) for at_once in size.at_once]


async def _best(served: Running, at_once: int, commands: int, expected: str = _STATUS_WORDS) -> Seen:
    """Measure a few times and take what was least disturbed; the first round warms up."""
    rounds = [
        await _load(served, text="status", expected=expected, commands=commands // _BEST_OF, at_once=at_once)
        for _ in range(_BEST_OF + 1)
    ]
    return min(rounds[1:], key=lambda seen: seen.cpu)


async def _load(served: Running, *, text: str, expected: str, commands: int, at_once: int) -> Seen:
    """Have the load sent by a process of its own."""
    load = Load(
        port=served.port,
        pid=served.pid,
        text=text,
        expected=expected,
        commands=max(commands, at_once, _FEWEST),
        at_once=at_once,
    )
    words = (sys.executable, "-m", "bench.load")
    process = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    output, _ = await process.communicate(json.dumps(asdict(load)).encode())
    if process.returncode:
        raise SystemExit(f"the load of {text!r} failed")
    return Seen(**json.loads(output))


@asynccontextmanager
async def _served(folder: Path, url: str) -> AsyncIterator[Running]:
    """Serve a furnished database with the whole product, before a stand-in for Slack."""
    world = World(url=url)
    await furnish(world)
    slack_port, port = free_port(), free_port()
    async with running("bench.slack", str(slack_port), folder=folder, port=slack_port, environment={}):
        words = ("bot", "serve", "--port", str(port))
        settings = world.settings(port=port, slack_port=slack_port)
        async with running(*words, folder=folder, port=port, environment=settings) as served:
            yield served


async def _start_seconds(folder: Path) -> float:
    """Start the product anew on a database that has its tables."""
    async with _served(folder, f"sqlite:///{folder}/starts.db") as served:
        seconds = served.seconds
    for left in folder.glob("starts.db*"):
        left.unlink()
    return seconds
