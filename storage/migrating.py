"""Bringing the database to the schema of this program, from wherever it is installed.

`python -m storage.migrating` migrates the database whose address it is told by its input: see storage/schema.py.
"""

import asyncio
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import open_migrating_engine, parse_url, require_reachable
from storage.schema import alone

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else takes in the same database: "consulta" in ASCII.
_ADVISORY_LOCK = int.from_bytes(b"consulta", "big")


async def migrate(url: str, to: str = "head") -> None:
    """Bring the schema to the newest revision, or forward to the one named.

    Of several that start at once one does it, the others wait. Raises NoDatabase when it cannot be opened.
    """
    async with alone(parse_url(url)), open_migrating_engine(url) as engine:
        await require_reachable(engine)
        await _upgrade(engine, to)


async def _upgrade(engine: AsyncEngine, to: str) -> None:
    async with engine.begin() as connection:
        await _lock(connection)
        await connection.run_sync(_run, to)


async def _lock(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})


def _run(connection: Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


if __name__ == "__main__":
    asyncio.run(migrate(sys.stdin.read()))
