"""The audit trail: rows are added and never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import audit


@dataclass(frozen=True, kw_only=True)
class SqlAudit:
    connection: AsyncConnection

    async def add(self, *, at: datetime, actor: str, action: str, about: str, outcome: str) -> None:
        await self.connection.execute(
            audit.insert().values(at=at, actor=actor, action=action, about=about, outcome=outcome)
        )
