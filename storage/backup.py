"""A whole copy of a SQLite database as it stands at one moment, while others read and write it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine import is_sqlite, parse_url


class NoBackup(Exception):
    """There is no copy; the message says why, in one line."""


def back_up(url: str, to: Path) -> None:
    """Copy the database to a new file by SQLite's online backup, and check the copy. Raises NoBackup.

    In one step, so that it is the state of one commit: writers go on beside it, as WAL lets them. A copy that did not
    come about leaves no file under the name.
    """
    address = parse_url(url)
    if not is_sqlite(address):
        raise NoBackup("this copies SQLite files only; use pg_dump for PostgreSQL, see docs/operations.md")
    source = Path(str(address.database))
    if not source.is_file():
        raise NoBackup(f"there is no database {source}")
    if to.exists():
        raise NoBackup(f"{to} is there already")
    unfinished = to.with_name(f"{to.name}.unfinished")
    try:
        _copy(source, unfinished)
        unfinished.rename(to)
    except (sqlite3.Error, OSError) as error:
        raise NoBackup(f"{source} could not be copied to {to}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(source: Path, to: Path) -> None:
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(to)) as copy:
        original.backup(copy)
        # Else the copy would need its two neighbours as soon as it is opened, and a backup is one file.
        copy.execute("PRAGMA journal_mode=DELETE")
        [(verdict,)] = copy.execute("PRAGMA integrity_check").fetchall()
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"the copy is not sound: {verdict}")
