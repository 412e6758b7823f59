"""Patients and their choices from the clinic's records, a CSV file."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.domain import intents
from bot.domain.addresses import is_valid_address
from bot.domain.ids import new_id
from bot.domain.local_time import find_zone
from bot.domain.people import Actor, Patient, Professional, Workspace
from bot.domain.trust import HowChosen, Trust
from bot.ports import Clock
from bot.stores import Repositories, Store

COLUMNS = ("name", "mail", "zone", "language", "professional")
_LONGEST_NAME = 100
_SLACK_USER_PREFIXES = ("U", "W")


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class LineResult:
    """What became of a line of the file; `problem` says what to mend, without repeating the line."""

    line: int
    outcome: Outcome | None = None
    problem: str = ""


class LineProblem(ValueError):
    """A line that cannot be taken; the message says what to do."""


class FileProblem(ValueError):
    """A file that cannot be read as what it should be; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    name: str
    mail: str
    zone: ZoneInfo | None
    language: str
    slack_user_id: str


@dataclass(frozen=True, kw_only=True)
class Importing:
    """Takes each line in a transaction of its own: one bad line costs only itself, and a second run changes nothing."""

    store: Store
    clock: Clock

    async def take(self, workspace: Workspace, file: TextIO) -> list[LineResult]:
        """Read the whole file, then take it. Raises FileProblem, before anything is written."""
        rows = list(read_rows(file))
        return [await self._take_line(workspace, number, row) for number, row in rows]

    async def _take_line(self, workspace: Workspace, number: int, row: dict[str, str]) -> LineResult:
        try:
            line = parse_line(row)
        except LineProblem as problem:
            return LineResult(line=number, problem=str(problem))
        async with self.store.writing() as work:
            return LineResult(line=number, outcome=await self._write(work, workspace, line))

    async def _write(self, work: Repositories, workspace: Workspace, line: _Line) -> Outcome:
        team = workspace.slack_team_id
        professional = await _known_professional(work, team, line.slack_user_id)
        known = await work.people.find_patient_like(team, name=line.name, mail=line.mail)
        patient = _as_imported(known, line, team)
        if patient != known:
            await work.people.save_patient(patient)
        trust = Trust(
            patient_id=patient.id, professional_id=professional.id, since=self.clock.now(), how=HowChosen.IMPORT
        )
        is_new_choice = await work.people.save_trust(trust)
        if is_new_choice and professional.is_served:
            await work.outbox.renew(intents.home(professional.id, self.clock.now()))
        if known is None:
            return Outcome.ADDED
        return Outcome.UPDATED if is_new_choice or patient != known else Outcome.UNCHANGED


def read_rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the file's rows with their line numbers; blank lines are passed over."""
    reader = csv.DictReader(file, strict=True, restkey="more")
    try:
        _require_columns(reader.fieldnames or ())
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if key != "more"}
    except csv.Error as error:
        raise FileProblem(f"After line {reader.line_num} this is not CSV ({error}). Nothing was imported.") from error


def _require_columns(found: Iterable[str]) -> None:
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        raise FileProblem(f"The first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}.")


def parse_line(row: dict[str, str]) -> _Line:
    """Check a row. Raises LineProblem for the first thing to mend."""
    name, mail = " ".join(row["name"].split()), row["mail"].strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise LineProblem(f"name: write one of 1 to {_LONGEST_NAME} characters.")
    if not is_valid_address(mail):
        raise LineProblem("mail: write one address, such as maria@example.org.")
    return _Line(
        name=name,
        mail=mail,
        zone=_parse_zone(row["zone"].strip()),
        language=_parse_language(row["language"].strip()),
        slack_user_id=_parse_slack_user_id(row["professional"].strip()),
    )


def _parse_zone(text: str) -> ZoneInfo | None:
    if not text:
        return None
    zone = find_zone(text)
    if zone is None:
        raise LineProblem("zone: write an IANA zone, such as Europe/Madrid, or leave it empty.")
    return zone


def _parse_language(text: str) -> str:
    language = text.lower() or "en"
    if not (language.isascii() and language.isalpha() and len(language) in {2, 3}):
        raise LineProblem("language: write a language code, such as en or es, or leave it empty.")
    return language


def _parse_slack_user_id(text: str) -> str:
    if not (text.startswith(_SLACK_USER_PREFIXES) and text.isascii() and text.isalnum() and text == text.upper()):
        raise LineProblem("professional: write the Slack user id, such as U012AB3CD (not the name).")
    return text


async def _known_professional(work: Repositories, slack_team_id: str, slack_user_id: str) -> Professional:
    """Find the professional, or note the id for the day they first open the app."""
    actor = Actor(slack_team_id=slack_team_id, slack_user_id=slack_user_id)
    known = await work.people.find_professional(actor)
    if known is not None:
        return known
    return await work.people.save_professional(
        Professional(id=new_id(), slack_team_id=slack_team_id, slack_user_id=slack_user_id)
    )


def _as_imported(known: Patient | None, line: _Line, slack_team_id: str) -> Patient:
    if known is None:
        return Patient(
            id=new_id(),
            slack_team_id=slack_team_id,
            name=line.name,
            mail=line.mail,
            zone=line.zone,
            language=line.language,
        )
    return replace(known, name=line.name, mail=line.mail, zone=line.zone, language=line.language)
