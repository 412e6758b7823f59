"""What several repositories ask in the same way."""

from sqlalchemy import Table, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite

from storage.reading import AnyConnection


def insert_into(connection: AnyConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that may say what to do on a conflict; SQLAlchemy writes it per dialect."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def changes_one(connection: AnyConnection, statement: UpdateBase) -> bool:
    """Execute it and tell whether there was a row for it: of several at the same moment, one is told so."""
    return (await connection.execute(statement)).rowcount == 1
