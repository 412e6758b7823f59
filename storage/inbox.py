"""The inbox: what was taken in already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.work_stores import AlreadyTakenIn
from storage.reading import AnyConnection
from storage.statements import changes_one, insert_into
from storage.tables import inbox


@dataclass(frozen=True, kw_only=True)
class SqlInbox:
    connection: AnyConnection

    async def find(self, key: str) -> str | None:
        made: str | None = await self.connection.scalar(select(inbox.c.made).where(inbox.c.key == key))
        return made

    async def add(self, key: str, made: str, now: datetime) -> None:
        # Waits for a transaction that writes the same key at this moment; nothing written means that it was first.
        insert = insert_into(self.connection, inbox).values(key=key, made=made, received_at=now)
        if not await changes_one(self.connection, insert.on_conflict_do_nothing(index_elements=["key"])):
            raise AlreadyTakenIn

    async def purge(self, before: datetime) -> int:
        return (await self.connection.execute(delete(inbox).where(inbox.c.received_at < before))).rowcount
