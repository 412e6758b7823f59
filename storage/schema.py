"""The schema of this program: whether the database has it, and who brings it there.

Migrations need alembic, which is 10 MB and a tenth of a second that a process which serves has no use for: they run in
a process of their own, and only when there is something to migrate.
"""

import asyncio
import fcntl
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import URL, Select, column, select, table
from sqlalchemy.exc import DBAPIError

from storage.engine import Engines, NoDatabase, is_sqlite, open_beside, open_engines, parse_url, require_reachable

# The newest revision in storage/migrations/versions.
NEWEST: Final = "0009"

_REVISIONS: Select[Any] = select(column("version_num")).select_from(table("alembic_version"))


async def is_current(engines: Engines) -> bool:
    """Tell whether the schema is the one this program was written for."""
    async with engines.reader.connect() as connection:
        try:
            found = await connection.execute(_REVISIONS)
        except DBAPIError:
            return False  # no such table: nothing was migrated yet
        return set(found.scalars()) == {NEWEST}


async def ensure_current(url: str) -> None:
    """Migrate unless the schema is this program's already. Raises NoDatabase when it cannot be opened or migrated."""
    address = parse_url(url)
    async with alone(address), open_engines(url) as engines:
        await require_reachable(engines.writer)
        is_behind = not await is_current(engines)
    if is_behind:
        await _migrate_apart(url)


@asynccontextmanager
async def alone(address: URL) -> AsyncIterator[None]:
    """Wait until no other process migrates a SQLite file: its switch to WAL does not wait for a busy file."""
    if not is_sqlite(address):
        yield
        return
    with open_beside(address, "migrate.lock") as file:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield


async def _migrate_apart(url: str) -> None:
    """Run `storage.migrating` to its end; what it has to say, it says to our own standard error.

    The address goes by its input: it may have a password, and everybody on the machine sees arguments.
    """
    process = await asyncio.create_subprocess_exec(sys.executable, "-P", "-m", "storage.migrating", stdin=PIPE)
    await process.communicate(url.encode())
    if process.returncode:
        raise NoDatabase(f"the database {parse_url(url).database} could not be migrated; see above")
