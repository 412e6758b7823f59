"""What both databases can do but SQLAlchemy writes per dialect."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.reading import AnyConnection


def insert_into(connection: AnyConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that may say what to do on a conflict."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
