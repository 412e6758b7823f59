"""Engines: one for transactions, one for reads, on SQLite and PostgreSQL alike.

Two, because a read over a transaction's engine begins a transaction, and would wait behind the writer.
"""

import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from storage.reading import FileReader, Reader

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}

# FULL keeps an acknowledged commit through a loss of power; secure_delete leaves no deleted content in the file.
_SQLITE_PRAGMAS = {"busy_timeout": "10000", "journal_mode": "WAL", "synchronous": "FULL", "secure_delete": "ON"}
_POSTGRESQL_SETTINGS = {
    "application_name": "consulta",
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}


class ServedElsewhere(Exception):
    """Another process serves the same SQLite file already."""


class NoDatabase(Exception):
    """The database cannot be opened; the message says why, in one line and without a password."""


@dataclass(frozen=True, kw_only=True)
class Engines:
    """`writer` opens transactions; each statement over `reader` sees the latest commit and cannot write."""

    writer: AsyncEngine
    reader: Reader


@asynccontextmanager
async def open_engines(url: str) -> AsyncIterator[Engines]:
    """Open both engines, for as long as the block lasts. ValueError when the address is not of a database we know."""
    address = parse_url(url)
    engines = _sqlite_engines(address) if is_sqlite(address) else _postgresql_engines(address)
    try:
        yield engines
    finally:
        await engines.writer.dispose()
        await engines.reader.dispose()


@asynccontextmanager
async def open_migrating_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """Open an engine for changing the schema, which may take long and wait long for its lock."""
    address = parse_url(url)
    engine = create_async_engine(address, poolclass=NullPool, hide_parameters=True)
    if is_sqlite(address):
        # A table changed by copying it must not take along what refers to it.
        _set_up_sqlite(engine.sync_engine, {**_SQLITE_PRAGMAS, "foreign_keys": "OFF"})
        _begin_immediately(engine)
    try:
        yield engine
    finally:
        await engine.dispose()


@contextmanager
def serve_lock(url: str) -> Iterator[None]:
    """Hold the right to serve a SQLite file: ServedElsewhere when another process has it. PostgreSQL serves many."""
    address = parse_url(url)
    if not is_sqlite(address):
        yield
        return
    # A file beside it: closing a second handle on the database itself would drop SQLite's own locks.
    with open_beside(address, "serve.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServedElsewhere(f"another process serves {address.database}; stop it first") from error
        yield


def parse_url(url: str) -> URL:
    """Read a database address, whichever driver it names; ours is put in. ValueError when it cannot be used."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise ValueError("a database address starts with sqlite:/// or postgresql://") from error
    backend = address.drivername.partition("+")[0]
    if backend not in _DRIVERS:
        raise ValueError(f"the database is sqlite or postgresql, not {backend}")
    if backend == "sqlite" and address.database in {None, "", ":memory:"}:
        raise ValueError("a SQLite address names a file, such as sqlite:///consulta.db")
    return address.set(drivername=_DRIVERS[backend])


def is_sqlite(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def open_beside(address: URL, ending: str) -> TextIO:
    """Open a file beside a SQLite database. Raises NoDatabase where none can be."""
    try:
        return Path(f"{address.database}.{ending}").open("w")
    except OSError as error:
        raise NoDatabase(f"the database {address.database} cannot be opened: {error.strerror}") from error


async def require_reachable(engine: AsyncEngine) -> None:
    """Raise NoDatabase unless the database lets us in."""
    try:
        async with engine.connect():
            return
    except (OSError, DBAPIError) as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error)
        raise NoDatabase(f"the database {engine.url.database} cannot be opened: {' '.join(reason.split())}") from error


def _sqlite_engines(address: URL) -> Engines:
    # One writer at a time is what SQLite allows: waiting in our pool is fair, waiting in SQLite is not.
    writer = create_async_engine(address, hide_parameters=True, pool_size=1, max_overflow=0)
    _set_up_sqlite(writer.sync_engine, {**_SQLITE_PRAGMAS, "foreign_keys": "ON"})
    _begin_immediately(writer)
    return Engines(writer=writer, reader=FileReader(engine=_file_engine(address)))


def _file_engine(address: URL) -> Engine:
    engine = create_engine(
        address.set(drivername="sqlite+pysqlite"),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        poolclass=NullPool,
    )
    # Only a file that somebody holds for themselves alone is waited for, and not as long as a person waits for us.
    _set_up_sqlite(engine, {**_SQLITE_PRAGMAS, "busy_timeout": "1000", "query_only": "ON"})
    return engine


def _set_up_sqlite(engine: Engine, pragmas: dict[str, str]) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN is a deferred one and comes too late; ours is below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()


def _begin_immediately(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred BEGIN that writes after another's commit fails at once, whatever the busy timeout.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql_engines(address: URL) -> Engines:
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 10}
    read_only = {**_POSTGRESQL_SETTINGS, "default_transaction_read_only": "on"}
    return Engines(
        writer=create_async_engine(address, connect_args={"server_settings": _POSTGRESQL_SETTINGS}, **options),
        reader=create_async_engine(
            address, connect_args={"server_settings": read_only}, isolation_level="AUTOCOMMIT", **options
        ),
    )
