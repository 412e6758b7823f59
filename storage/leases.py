"""Leases: who works on a row, until when by the database's clock."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, or_

from storage.types import DatabaseNow

NO_LEASE: Final[dict[str, Any]] = {"lease_by": None, "lease_until_ms": None}


def is_free(table: Table) -> ColumnElement[bool]:
    """Tell rows that nobody holds, or held longer than they said."""
    return or_(table.c.lease_by.is_(None), table.c.lease_until_ms <= DatabaseNow())


def held_by(owner: str | ColumnElement[str], lease: timedelta) -> dict[str, Any]:
    return {"lease_by": owner, "lease_until_ms": lease_end(lease)}


def lease_end(lease: timedelta) -> ColumnElement[int]:
    return DatabaseNow() + round(lease.total_seconds() * 1000)
