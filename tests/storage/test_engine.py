import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.engine import ServedElsewhere, open_engines, parse_url, serve_lock


@pytest.mark.parametrize(
    ("url", "driven"),
    [
        ("sqlite:///consulta.db", "sqlite+aiosqlite:///consulta.db"),
        ("sqlite:////var/consulta.db", "sqlite+aiosqlite:////var/consulta.db"),
        ("sqlite+pysqlite:///consulta.db", "sqlite+aiosqlite:///consulta.db"),
        ("postgresql://me:secret@db/consulta", "postgresql+asyncpg://me:secret@db/consulta"),
        ("postgresql+psycopg://db/consulta", "postgresql+asyncpg://db/consulta"),
        ("postgres://db/consulta", "postgresql+asyncpg://db/consulta"),
    ],
)
def test_a_plain_address_is_given_its_driver(url, driven):
    assert parse_url(url).render_as_string(hide_password=False) == driven


@pytest.mark.parametrize("url", ["", "consulta.db", "mysql://db/consulta", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_be_used_is_refused(url):
    with pytest.raises(ValueError, match="sqlite"):
        parse_url(url)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 10000),
        ("foreign_keys", 1),
        ("secure_delete", 1),
    ],
)
async def test_sqlite_is_set_to_keep_what_it_acknowledged(sqlite_url, pragma, value):
    async with open_engines(sqlite_url) as engines, engines.writer.begin() as connection:
        assert await connection.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize(
    ("setting", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")],
)
async def test_postgresql_waits_for_nothing_long(postgresql_url, setting, value):
    async with open_engines(postgresql_url) as engines:
        for engine in (engines.writer, engines.reader):
            async with engine.connect() as connection:
                assert await connection.scalar(text(f"SHOW {setting}")) == value


async def test_a_failed_statement_does_not_tell_what_it_was_to_write(engines):
    async with engines.writer.connect() as connection:
        with pytest.raises(DBAPIError) as failed:
            await connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Noah Clarke"})
    assert "Noah Clarke" not in str(failed.value)


async def test_neither_engine_shows_a_password(postgresql_url):
    with_password = parse_url(postgresql_url).set(password="sesame").render_as_string(hide_password=False)
    async with open_engines(with_password) as engines:
        assert "sesame" not in repr(engines)


def test_a_second_serve_of_the_same_file_is_refused(sqlite_url):
    with serve_lock(sqlite_url), pytest.raises(ServedElsewhere, match=r"consulta\.db"), serve_lock(sqlite_url):
        pass


def test_a_serve_that_ended_leaves_the_file_free(sqlite_url):
    with serve_lock(sqlite_url):
        pass
    with serve_lock(sqlite_url):
        pass


def test_a_serve_in_another_process_is_noticed(sqlite_url):
    attempt = f"from storage.engine import serve_lock\nwith serve_lock({sqlite_url!r}): pass"
    with serve_lock(sqlite_url):
        outcome = subprocess.run(  # noqa: S603 - a line of our own
            [sys.executable, "-c", attempt], cwd=Path(__file__).parents[2], capture_output=True, check=False
        )
    assert b"ServedElsewhere" in outcome.stderr


def test_postgresql_is_served_by_many():
    with serve_lock("postgresql://db/consulta"), serve_lock("postgresql://db/consulta"):
        pass
