import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.engine import Engines, NoDatabase, open_engines, open_migrating_engine
from storage.metadata import METADATA
from storage.migrating import migrate
from storage.schema import NEWEST, ensure_current, is_current

_ROOT = Path(__file__).parents[2]
TABLES = sorted(METADATA.tables)


MEETINGS_OF_BEFORE = (
    (
        (
            "INSERT INTO professional (id, slack_team_id, slack_user_id, name, zone, language, standing)"
            " VALUES (:id, 'T', :id, 'N', 'UTC', 'en', 'member')"
        ),
        [{"id": "ana"}, {"id": "ben"}],
    ),
    (
        (
            "INSERT INTO patient (id, slack_team_id, sealed, mail_index, name_index, language)"
            " VALUES (:id, 'T', 'x', '', '', '')"
        ),
        [{"id": "noah"}],
    ),
    (
        (
            "INSERT INTO zoom_connection (professional_id, scopes, version, state, zoom_user_hmac, zoom_account_hmac,"
            " connected_at) VALUES (:id, '', 1, :state, :hmac, '', '2026-11-16 09:00:00')"
        ),
        [{"id": "ana", "state": "connected", "hmac": "5a"}, {"id": "ben", "state": "disconnected", "hmac": ""}],
    ),
    (
        (
            "INSERT INTO meeting (id, slack_team_id, professional_id, patient_id, sealed, shares_topic, wall_start,"
            " zone, starts_at, ends_at, duration, status, version, nonce, ical_sequence, zoom_meeting_id, failure,"
            " created_at)"
            " VALUES (:id, 'T', :of, 'noah', 'x', false, '2026-11-19 15:00:00', 'UTC', '2026-11-19 15:00:00',"
            " '2026-11-19 16:00:00', 60, 'scheduled', 1, :id, 0, :number, '', '2026-11-16 09:00:00')"
        ),
        [
            {"id": "made", "of": "ana", "number": 1},
            {"id": "pending", "of": "ana", "number": None},
            {"id": "of-who-left", "of": "ben", "number": 2},
        ],
    ),
)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return compare_metadata(context, METADATA)


def constraints(connection: Connection) -> dict[str, object]:
    """What alembic does not compare: names of keys, checks, and which rows an index is for."""
    inspector = inspect(connection)
    return {
        table: {
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted(key["name"] for key in inspector.get_foreign_keys(table)),
            "checks": {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)},
            "indexes": {index["name"]: predicate(index) for index in inspector.get_indexes(table)},
        }
        for table in TABLES
    }


def predicate(index: Mapping[str, Any]) -> dict[str, str]:
    return {option: str(value) for option, value in index.get("dialect_options", {}).items()}


async def look(engines: Engines, at: object) -> object:
    async with engines.writer.connect() as connection:
        return await connection.run_sync(at)


async def test_the_migrated_schema_is_that_of_the_tables(engines):
    assert await look(engines, differences) == []


async def test_keys_checks_and_indexes_are_those_of_the_tables(empty_database_url):
    await migrate(empty_database_url)
    async with open_migrating_engine(empty_database_url) as engine, engine.begin() as connection:
        migrated = await connection.run_sync(constraints)
        await connection.run_sync(METADATA.drop_all)
        await connection.run_sync(METADATA.create_all)
        assert migrated == await connection.run_sync(constraints)


async def test_a_database_is_current_once_migrated(empty_database_url):
    async with open_engines(empty_database_url) as engines:
        assert not await is_current(engines)
        await migrate(empty_database_url)
        assert await is_current(engines)


async def test_the_newest_revision_is_the_one_that_all_migrations_lead_to():
    folder = _ROOT / "storage" / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [NEWEST]


async def test_a_database_that_is_behind_is_brought_to_this_schema(empty_database_url):
    await migrate(empty_database_url, to="0001")
    await ensure_current(empty_database_url)
    async with open_engines(empty_database_url) as engines:
        assert await is_current(engines)


async def test_a_database_of_a_later_program_is_left_as_it_is(database_url, engines, capfd):
    async with engines.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(NoDatabase, match="could not be migrated; see above"):
            await ensure_current(database_url)
        assert "Can't locate revision identified by '9999'" in capfd.readouterr().err
    finally:
        async with engines.writer.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": NEWEST})


def test_what_serves_does_not_load_what_migrates():
    program = "import sys, bot.__main__; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=_ROOT, check=False).returncode == 0  # noqa: S603 - as above


async def test_what_is_stored_outlasts_a_check_that_is_written_anew(empty_database_url):
    await migrate(empty_database_url, to="0001")
    entry = (
        "INSERT INTO outbox (key, kind, professional_id, version, ids, due_at, revision, attempts, state,"
        " last_error_code) VALUES ('k', 'zoom.create', 'p', 1, '{}', '2026-11-16 09:00:00', 0, 0, 'waiting', '')"
    )
    async with open_migrating_engine(empty_database_url) as engine, engine.begin() as connection:
        await connection.execute(text(entry))
    await migrate(empty_database_url)
    async with open_engines(empty_database_url) as engines, engines.reader.connect() as connection:
        assert (await connection.execute(text("SELECT key FROM outbox"))).scalars().all() == ["k"]


async def test_meetings_of_before_are_in_the_account_that_is_connected(empty_database_url):
    await migrate(empty_database_url, to="0002")
    async with open_migrating_engine(empty_database_url) as engine, engine.begin() as connection:
        for statement, rows in MEETINGS_OF_BEFORE:
            await connection.execute(text(statement), rows)
    await migrate(empty_database_url)
    async with open_engines(empty_database_url) as engines, engines.reader.connect() as connection:
        rows = await connection.execute(text("SELECT id, zoom_user_hmac FROM meeting ORDER BY id"))
        assert [tuple(row) for row in rows] == [("made", "5a"), ("of-who-left", None), ("pending", None)]


async def test_migrating_again_changes_nothing(database_url, engines):
    await migrate(database_url)
    assert await is_current(engines)


async def test_several_starts_at_once_migrate_one_after_the_other(empty_database_url):
    await asyncio.gather(*(migrate(empty_database_url) for _ in range(5)))
    async with open_engines(empty_database_url) as engines:
        assert await look(engines, differences) == []


def test_several_processes_migrate_one_after_the_other(empty_database_url):
    program = f"import asyncio; from storage.migrating import migrate; asyncio.run(migrate({empty_database_url!r}))"
    command = [sys.executable, "-c", program]
    started = [subprocess.Popen(command, cwd=_ROOT) for _ in range(3)]  # noqa: S603 - a line of our own
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]


@pytest.mark.parametrize("package", ["storage.migrations", "storage.migrations.versions"])
def test_migrations_are_packages_so_that_a_wheel_carries_them(package):
    assert (_ROOT / package.replace(".", "/") / "__init__.py").is_file()
