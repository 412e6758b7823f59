"""The audit trail: rows are added and never changed."""

from dataclasses import dataclass
from datetime import datetime

from storage.reading import AnyConnection
from storage.tables import audit


@dataclass(frozen=True, kw_only=True)
class SqlAudit:
    connection: AnyConnection

    async def add(
        self, *, at: datetime, actor: str, action: str, about: str, outcome: str, on_behalf_of: str = ""
    ) -> None:
        values = {"at": at, "actor": actor, "action": action, "about": about, "outcome": outcome}
        await self.connection.execute(audit.insert().values(**values, on_behalf_of=on_behalf_of or None))
