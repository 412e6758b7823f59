"""Bringing the database to the schema of this program, from wherever it is installed."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import Engines, is_sqlite, open_beside, open_migrating_engine, parse_url, require_reachable

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else takes in the same database: "consulta" in ASCII.
_ADVISORY_LOCK = int.from_bytes(b"consulta", "big")


async def migrate(url: str, to: str = "head") -> None:
    """Bring the schema to the newest revision, or forward to the one named.

    Of several that start at once one does it, the others wait. Raises NoDatabase when it cannot be opened.
    """
    async with _alone(parse_url(url)), open_migrating_engine(url) as engine:
        await require_reachable(engine)
        await _upgrade(engine, to)


async def is_current(engines: Engines) -> bool:
    """Tell whether the schema is the one this program was written for."""
    async with engines.reader.connect() as connection:
        found = await connection.run_sync(_found_revisions)
    return found == set(ScriptDirectory.from_config(_config()).get_heads())


async def _upgrade(engine: AsyncEngine, to: str) -> None:
    async with engine.begin() as connection:
        await _lock(connection)
        await connection.run_sync(_run, to)


async def _lock(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})


@asynccontextmanager
async def _alone(address: URL) -> AsyncIterator[None]:
    """Wait until no other process migrates a SQLite file: its switch to WAL does not wait for a busy file."""
    if not is_sqlite(address):
        yield
        return
    with open_beside(address, "migrate.lock") as file:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield


def _run(connection: Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _found_revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
