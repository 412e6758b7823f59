"""`consulta patients import`: a file is read, taken, and what became of its lines is told."""

import codecs
import sys
from collections import Counter
from contextlib import aclosing
from pathlib import Path
from typing import TextIO

from bot.domain.record_file import FileProblem, count_rows
from bot.progress import Progress
from bot.record_stores import AlreadyKnown
from bot.services.importing import LineResult, Outcome
from bot.settings import Settings
from bot.wiring import import_patients

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what Excel calls "Unicode text"
_LEFT = "the patient has left this professional since; if they chose them anew, chosen_at must say when."


async def import_file(settings: Settings, path: Path, *, is_rehearsal: bool) -> int:
    """Take the file; the exit status is 1 when a line was not taken. Raises FileProblem."""
    try:
        with _opened(path) as file:
            total = count_rows(file)
            return await _take(settings, file, total, is_rehearsal=is_rehearsal)
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}") from error
    except AlreadyKnown as error:
        words = "Another process keeps changing the same patients. What was done so far stays; import the file again."
        raise FileProblem(words) from error
    except UnicodeDecodeError as error:
        raise FileProblem(f"{path} is not UTF-8; save it as UTF-8 and import it again.") from error


def _opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        is_utf_16 = file.read(2) in _UTF_16
    return path.open(newline="", encoding="utf-16" if is_utf_16 else "utf-8-sig")


async def _take(settings: Settings, file: TextIO, total: int, *, is_rehearsal: bool) -> int:
    progress, counts = Progress(total=total, what="lines", terminal=sys.stderr), Counter[Outcome | None]()
    progress.show(0)
    async with aclosing(import_patients(settings, file, is_rehearsal=is_rehearsal)) as results:
        async for result in results:
            counts[result.outcome] += 1
            _tell(result, progress)
            progress.show(counts.total())
    progress.clear()
    words = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
    said = f"{words}, {counts[None]} not imported"
    print(f"{said} (a dry run: nothing was written)" if is_rehearsal else said)  # noqa: T201 - the command's answer
    return 1 if counts[None] else 0


def _tell(result: LineResult, progress: Progress) -> None:
    """Print the lines that somebody has to look at."""
    words = _LEFT if result.outcome is Outcome.HELD_BACK else result.problem
    if words:
        progress.clear()
        print(f"line {result.line}: {words}", file=sys.stderr)  # noqa: T201 - to the person at the command line
