"""The clinic's file of ten thousand patients, and the list of one professional's ten thousand while one types.

`python -m bench.records` measures these alone and prints the table.
"""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.identities import USER
from bench.postgresql import running_postgresql
from bench.processes import ROOT
from bench.report import Figure, Section, written
from bench.world import World, a_professional, furnish
from bot.clock import SystemClock
from bot.services.listing import Listing
from storage.engine import open_engines
from storage.unit_of_work import SqlStore

PATIENTS = 10_000
_MIB = 1024**2
_MS = 1000
_LETTERS = ("n", "ni", "nin", "ninoska", "ninoska 77", "garcia lop", "nobody at all")
_ROUNDS = 5
_MOST_MS = 300  # a tenth of what Slack waits for
_MOST_GROWTH = 1.2
_PAUSE = 0.05
_NAMES = ("Ninoska García", "María José López", "Núria Peña", "Noah Clarke", "Zoë Béll")

# Runs the command, and writes to its error output how much memory it had at most, in KiB, and the CPU it took.
_MEASURED = """
import resource, sys
from bot.__main__ import main
status = main(sys.argv[1:])
spent = resource.getrusage(resource.RUSAGE_SELF)
print(spent.ru_maxrss, spent.ru_utime + spent.ru_stime, file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True, kw_only=True)
class _Run:
    seconds: float
    cpu: float
    peak: float
    said: str


async def measure_records(database: str, url: str, patients: int = PATIENTS) -> Section:
    """Import the file by the command, again and dry, and search the list it makes."""
    world = World(url=url)
    await furnish(world)
    with TemporaryDirectory(prefix="consulta-bench-") as name:
        folder = Path(name)
        whole, one = _write_file(folder, patients), _write_file(folder, 1)
        settings = world.settings(port=9, slack_port=9)
        least = await _import(one, settings)
        async with _writing_meanwhile(world) as waits:
            first = await _import(whole, settings)
        again = await _import(whole, settings)
        dry = await _import(whole, settings, "--dry-run")
    what = f"{patients:,} patients"
    return Section(
        title=f"The clinic's records, {database}",
        figures=(
            Figure(what=f"import of {what}", value=first.seconds, unit="s"),
            Figure(what=f"import of {what}: CPU", value=first.cpu, unit="s"),
            Figure(what=f"import of {what}: most memory", value=first.peak / _MIB, unit="MiB"),
            Figure(
                what="most memory against a file of one line", value=first.peak / least.peak, unit="x", aim=_MOST_GROWTH
            ),
            Figure(
                what="longest wait of another process that wrote meanwhile",
                value=max(waits, default=0),
                unit="s",
                aim=1,
            ),
            Figure(what="the same file again", value=again.seconds, unit="s"),
            Figure(what="the same file, dry run", value=dry.seconds, unit="s"),
            *await _typing(world, patients),
        ),
    )


async def _typing(world: World, patients: int) -> tuple[Figure, ...]:
    async with open_engines(world.url) as engines:
        store = SqlStore(engines=engines, vault=world.vault, lease=timedelta(seconds=30))
        listing = Listing(store=store, clock=SystemClock())
        first, _ = await _search(listing, "")
        taken = [await _search(listing, typed) for _ in range(_ROUNDS) for typed in _LETTERS]
    of = f"of {patients:,} patients"
    return (
        Figure(what=f"list {of}: first opened since the start", value=first * _MS, unit="ms", aim=_MOST_MS),
        Figure(what=f"list {of}: a letter typed, median", value=median(wall for wall, _ in taken) * _MS, unit="ms"),
        Figure(what=f"list {of}: a letter typed, worst", value=max(taken)[0] * _MS, unit="ms", aim=_MOST_MS),
        Figure(what=f"list {of}: a letter typed, CPU", value=median(cpu for _, cpu in taken) * _MS, unit="ms"),
    )


async def _search(listing: Listing, typed: str) -> tuple[float, float]:
    """Search once; gives the time and the CPU it took."""
    began, spent = time.perf_counter(), time.process_time()
    await listing.patients(a_professional(), typed)
    return time.perf_counter() - began, time.process_time() - spent


async def _import(file: Path, settings: Mapping[str, str], *words: str) -> _Run:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _MEASURED, "patients", "import", str(file), *words),
        env={**settings, "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=file.parent,
        stdout=PIPE,
        stderr=PIPE,
    )
    said, errors = await process.communicate()
    if process.returncode:
        raise SystemExit(f"the import failed:\n{errors.decode()}")
    kibibytes, cpu = errors.split()[-2:]
    return _Run(
        seconds=time.perf_counter() - began, cpu=float(cpu), peak=int(kibibytes) * 1024, said=said.decode().strip()
    )


@asynccontextmanager
async def _writing_meanwhile(world: World) -> AsyncIterator[list[float]]:
    """Write from here, as a process that serves does, for as long as the block lasts; gives how long each one took."""
    waits: list[float] = []
    async with open_engines(world.url) as engines:
        store = SqlStore(engines=engines, vault=world.vault, lease=timedelta(seconds=30))

        async def write() -> None:
            while True:
                began = time.perf_counter()
                async with store.writing() as work:
                    await work.people.save_professional(a_professional())
                waits.append(time.perf_counter() - began)
                await asyncio.sleep(_PAUSE)

        writer = asyncio.create_task(write())
        try:
            yield waits
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)


def _write_file(folder: Path, patients: int) -> Path:
    file = folder / f"{patients}.csv"
    with file.open("w", encoding="utf-8") as lines:
        lines.write("external_id,name,mail,zone,language,professional\n")
        for number in range(patients):
            name = f"{_NAMES[number % len(_NAMES)]} {number}"
            lines.write(f"{number},{name},p{number}@patients.example,Europe/Madrid,es,{USER}\n")
    return file


async def _measure_both() -> list[Section]:
    with TemporaryDirectory(prefix="consulta-bench-") as folder:
        sections = [await measure_records("SQLite", f"sqlite:///{folder}/records.db")]
    with running_postgresql() as url:
        return [*sections, await measure_records("PostgreSQL", url)]


def main() -> None:
    print(written(asyncio.run(_measure_both())))  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
