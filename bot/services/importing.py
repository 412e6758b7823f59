"""Patients and their choices from the clinic's records, a CSV file."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import TextIO

from bot.domain.parting import Fate
from bot.domain.people import Workspace
from bot.domain.record_file import parse_row, read_rows
from bot.domain.record_picture import Decision, Picture, Source
from bot.domain.records import PatientRecord, RecordProblem
from bot.ports import Clock
from bot.record_stores import AlreadyKnown
from bot.services.taking_records import end_choice, read_picture, write
from bot.stores import Store

_BATCH = 200
# Somebody may wait to write: SQLite lets one in at a time, and does not queue.
_BREATH_SECONDS = 0.02

Row = tuple[int, dict[str, str]]
NumberedRecord = tuple[int, PatientRecord]


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    HELD_BACK = "held back"  # the patient has left by their own word since


@dataclass(frozen=True, kw_only=True)
class LineResult:
    """What became of a line of the file; `problem` says what to mend, without repeating the line."""

    line: int
    outcome: Outcome | None = None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Importing:
    """Takes the file by the batch, each in one transaction, so that a killed import has done some of them as a whole.

    One bad line costs only itself, and a second run changes nothing.
    """

    store: Store
    clock: Clock

    async def take(self, workspace: Workspace, file: TextIO) -> AsyncGenerator[LineResult]:
        """Take a file that was read before, to know that it can be; it is not held in memory."""
        for batch in _batches(read_rows(file)):
            source = Source.file(self.clock.now())
            results, records = _parsed(batch, source.at)
            results += await self._take_batch(workspace, records, source)
            for result in sorted(results, key=lambda each: each.line):
                yield result
            await asyncio.sleep(_BREATH_SECONDS)

    async def rehearse(self, workspace: Workspace, file: TextIO) -> AsyncGenerator[LineResult]:
        """Tell what `take` would do, and write nothing: what earlier lines would change is kept in mind."""
        picture = Picture(slack_team_id=workspace.slack_team_id)
        for batch in _batches(read_rows(file)):
            source = Source.file(self.clock.now())
            results, records = _parsed(batch, source.at)
            async with self.store.reading() as look:
                await read_picture(look, picture, [record for _, record in records])
            results += [_result(line, made) for line, made in _decided(picture, records, source)]
            for result in sorted(results, key=lambda each: each.line):
                yield result

    async def _take_batch(
        self, workspace: Workspace, records: Sequence[NumberedRecord], source: Source
    ) -> list[LineResult]:
        picture = Picture(slack_team_id=workspace.slack_team_id)
        try:
            decided = await self._write(picture, records, source)
        except AlreadyKnown:
            # Another process has written one of them at the same moment: now it is seen.
            picture = Picture(slack_team_id=workspace.slack_team_id)
            decided = await self._write(picture, records, source)
        for trust in picture.ended_by(made for _, made in decided if isinstance(made, Decision)):
            async with self.store.writing() as work:
                await end_choice(work, trust, Fate.KEEP, source)
        return [_result(line, made) for line, made in decided]

    async def _write(
        self, picture: Picture, records: Sequence[NumberedRecord], source: Source
    ) -> list[tuple[int, Decision | RecordProblem]]:
        async with self.store.writing() as work:
            await read_picture(work, picture, [record for _, record in records])
            decided = _decided(picture, records, source)
            await write(work, picture, [made for _, made in decided if isinstance(made, Decision)], source)
        return decided


def _batches(rows: Iterable[Row]) -> Iterable[list[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _parsed(batch: Sequence[Row], now: datetime) -> tuple[list[LineResult], list[NumberedRecord]]:
    problems: list[LineResult] = []
    records: list[NumberedRecord] = []
    for line, row in batch:
        try:
            records.append((line, parse_row(row, now)))
        except RecordProblem as problem:
            problems.append(LineResult(line=line, problem=str(problem)))
    return problems, records


def _decided(
    picture: Picture, records: Sequence[NumberedRecord], source: Source
) -> list[tuple[int, Decision | RecordProblem]]:
    decided: list[tuple[int, Decision | RecordProblem]] = []
    for line, record in records:
        try:
            decided.append((line, picture.decide(record, source)))
        except RecordProblem as problem:
            decided.append((line, problem))
    return decided


def _result(line: int, made: Decision | RecordProblem) -> LineResult:
    if isinstance(made, RecordProblem):
        return LineResult(line=line, problem=str(made))
    return LineResult(line=line, outcome=_outcome(made))


def _outcome(decision: Decision) -> Outcome:
    if decision.is_new:
        return Outcome.ADDED
    if decision.ended:
        return Outcome.WITHDRAWN
    if decision.held_back:
        return Outcome.HELD_BACK
    return Outcome.UNCHANGED if decision.changes_nothing else Outcome.UPDATED
