"""What all tests of the promises share: the rig on either database, and the table that they fill."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pairs import chosen_of, is_chosen_by_itself
from tests.reliability.size import IS_FULL
from tests.reliability.table import Row, as_table

_KEY = "reliability"
_WRITTEN = os.environ.get("CONSULTA_RELIABILITY_TABLE", "")


@pytest.fixture
def tell(record_property) -> Callable[[Row], None]:
    """Put a row into the table, and fail unless its promise was kept."""

    def told(row: Row) -> None:
        record_property(_KEY, row.as_property())
        assert row.is_kept, row

    return told


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames and not is_chosen_by_itself(metafunc, "database"):
        kinds = chosen_of(("sqlite", "postgresql"), metafunc.module.__name__)
        metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture
def database(request, tmp_path) -> str:
    """The address of a database without any table, of one kind or of each."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'consulta.db'}"
    url: str = request.getfixturevalue("new_postgresql_database")()
    return url


def kind_of(database: str) -> str:
    return "SQLite" if database.startswith("sqlite") else "PostgreSQL"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    rows = [row for report in reports for name, row in getattr(report, "user_properties", []) if name == _KEY]
    if not rows:
        return
    table = as_table(rows)
    terminalreporter.write_line(f"\n{'Full' if IS_FULL else 'Small'} size:\n\n{table}\n")
    if _WRITTEN:
        Path(_WRITTEN).write_text(f"{table}\n", encoding="utf-8")
