"""`python -m bench`: measure, print the table, and write it to bench/results.md."""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.commands import Size, measure_commands
from bench.lists import SIZES, measure_lists
from bench.postgresql import running_postgresql
from bench.records import PATIENTS, measure_records
from bench.report import Section, written
from bench.when import TEXTS, measure_when

RESULTS = Path(__file__).with_name("results.md")
_QUICK = Size(commands=300, at_once=(1, 4), lasting=300)
_QUICK_SIZES = (1_000, 2_000)
_QUICK_PATIENTS = 500
_QUICK_TEXTS = 200


async def measure(*, quick: bool) -> list[Section]:
    """Measure everything; `quick` shows that it can be done, its figures say little."""
    sections: list[Section] = []
    with running_postgresql() as url:
        sections += await measure_commands(_QUICK if quick else Size(), url)
    sizes = _QUICK_SIZES if quick else SIZES
    with TemporaryDirectory(prefix="consulta-bench-") as folder:
        sections.append(await measure_lists("SQLite", f"sqlite:///{folder}/lists.db", sizes))
    with running_postgresql() as url:
        sections.append(await measure_lists("PostgreSQL", url, sizes))
    patients = _QUICK_PATIENTS if quick else PATIENTS
    with TemporaryDirectory(prefix="consulta-bench-") as folder:
        sections.append(await measure_records("SQLite", f"sqlite:///{folder}/records.db", patients))
    with running_postgresql() as url:
        sections.append(await measure_records("PostgreSQL", url, patients))
    sections.append(measure_when(_QUICK_TEXTS if quick else TEXTS))
    return sections


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Measure the product on this machine.")
    parser.add_argument("--quick", action="store_true", help="a small size, under a minute; writes no results")
    chosen = parser.parse_args()
    table = written(asyncio.run(measure(quick=chosen.quick)))
    print(table)  # noqa: T201 - what the command is for
    if not chosen.quick:
        RESULTS.write_text(f"{table}\n")


if __name__ == "__main__":
    main()
