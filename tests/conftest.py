"""Databases for all tests that want real ones; every test has a fresh one."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from storage.engine import Engines, open_engines
from storage.migrating import migrate
from storage.unit_of_work import SqlStore
from storage.vault import KeyRing, Vault, new_key_ring, parse_key_ring
from tests.databases import PostgresqlServer, run_apart, running_postgresql

# Files that start processes and browsers: whoever begins with them is not waited for at the end.
_SLOW = ("tests/reliability/", "tests/acceptance/", "tests/browser/", "tests/histories/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files first, in the order that chance gave them."""
    items.sort(key=lambda item: not item.nodeid.startswith(_SLOW))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the very end, where it is read, that a machine without a browser has not tried the page."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "tests/browser/" in report.nodeid]
    if skipped:
        words = f"NOT TRIED: {len(skipped)} tests in a browser, for want of Chromium (apt-get install chromium)."
        terminalreporter.write_line(words, red=True, bold=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql_database(postgresql_server: PostgresqlServer) -> Iterator[Callable[[], str]]:
    """Make empty databases that last as long as the session, for programs under test; returns an address a call."""
    with ExitStack() as databases:
        yield lambda: databases.enter_context(postgresql_server.empty())


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    run_apart(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_file(migrated_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated_file, tmp_path / "consulta.db"))


@pytest.fixture
def sqlite_url(sqlite_file: Path) -> str:
    return f"sqlite:///{sqlite_file}"


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    with postgresql_server.migrated() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    with server.empty() as url:
        yield url


@pytest.fixture(scope="session")
def key_ring() -> KeyRing:
    return parse_key_ring(new_key_ring())


@pytest.fixture(scope="session")
def vault(key_ring: KeyRing) -> Vault:
    return Vault(keys=key_ring)


@pytest.fixture
async def engines(database_url: str) -> AsyncIterator[Engines]:
    async with open_engines(database_url) as opened:
        yield opened


@pytest.fixture
def sql_store(engines: Engines, vault: Vault) -> SqlStore:
    return SqlStore(engines=engines, vault=vault, lease=timedelta(seconds=30))
