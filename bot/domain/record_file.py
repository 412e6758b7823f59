"""The clinic's file of patients: which columns it has, how programs write it, and what a line of it says."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TextIO

from bot.domain.records import (
    Choice,
    PatientRecord,
    RecordProblem,
    parse_chosen_at,
    parse_external_id,
    parse_language,
    parse_mail,
    parse_name,
    parse_slack_user_id,
    parse_zone,
)

REQUIRED = ("name", "mail", "professional")
COLUMNS = (*REQUIRED, "zone", "language", "external_id", "chosen", "chosen_at")
_SEPARATORS = ",;\t"  # Excel writes the one of its language
_BEYOND = ""  # no column has this name: what stands behind the last one
_ANSWERS = {"": True, "yes": True, "no": False}


class FileProblem(ValueError):
    """A file that cannot be read as what it should be; the message says what to do."""


def count_rows(file: TextIO) -> int:
    """Read the whole file and count its rows. Raises FileProblem, so that it is known before anything is written."""
    return sum(1 for _ in read_rows(file))


def read_rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the file's rows, one after the other, with their line numbers; blank lines are passed over.

    Raises FileProblem.
    """
    file.seek(0)
    separator = _separator(file.readline())
    file.seek(0)
    reader = csv.reader(file, strict=True, delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _check_columns(names)
        for cells in reader:
            if cells:
                yield reader.line_num, _row(names, cells)
    except csv.Error as error:
        raise FileProblem(f"After line {reader.line_num} this is not CSV ({error}). Nothing was imported.") from error


def parse_row(row: Mapping[str, str], now: datetime) -> PatientRecord:
    """Check a row. Raises RecordProblem for the first thing to mend."""
    if row[_BEYOND]:
        raise RecordProblem("line", "has more cells than the first line; put quotes around what has a separator in it.")
    answer = row.get("chosen", "").strip().lower()
    if answer not in _ANSWERS:
        raise RecordProblem("chosen", "write yes or no, or leave it empty for yes.")
    choice = Choice(
        slack_user_id=parse_slack_user_id(row["professional"]),
        is_chosen=_ANSWERS[answer],
        chosen_at=parse_chosen_at(row["chosen_at"], now) if row.get("chosen_at", "").strip() else None,
    )
    external_id = row.get("external_id", "").strip()
    # Who chose nobody need not be described, if they are known.
    may_lack = bool(external_id) and not choice.is_chosen
    return PatientRecord(
        external_id=parse_external_id(external_id) if external_id else "",
        name=parse_name(row["name"]) if row["name"].strip() or not may_lack else "",
        mail=parse_mail(row["mail"]) if row["mail"].strip() or not may_lack else "",
        zone=parse_zone(row["zone"]) if row.get("zone", "").strip() else None,
        language=parse_language(row["language"]) if row.get("language", "").strip() else "",
        choices=(choice,),
    )


def _separator(first_line: str) -> str:
    """Tell by what the names of the columns are separated: by what stands there most often."""
    return max(_SEPARATORS, key=first_line.count)


def _check_columns(names: list[str]) -> None:
    """A column that is not known is refused: a misspelt `chosen` would turn every no into a yes."""
    missing = [column for column in REQUIRED if column not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing:
        words = f"The first line must name the columns {', '.join(REQUIRED)}; missing: {', '.join(missing)}."
    elif unknown:
        named = ", ".join(name or "(no name)" for name in unknown)
        words = f"The first line names columns that are not known: {named}. Known are {', '.join(COLUMNS)}."
    elif len(set(names)) < len(names):
        words = "The first line names a column twice."
    else:
        return
    raise FileProblem(words)


def _row(names: list[str], cells: list[str]) -> dict[str, str]:
    """Put each cell under its name; one that is missing is empty."""
    row = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
    return row | {_BEYOND: "".join(cells[len(names) :]).strip()}
