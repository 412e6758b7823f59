"""Keys of the clinic's site, by the hashes of their secrets."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.api_key import ApiKey
from storage.people_tables import api_key
from storage.reading import AnyConnection
from storage.statements import changes_one


@dataclass(frozen=True, kw_only=True)
class SqlApiKeys:
    connection: AnyConnection

    async def add(self, key: ApiKey) -> None:
        await self.connection.execute(api_key.insert().values(asdict(key)))

    async def find(self, key_id: str) -> ApiKey | None:
        found = await self.connection.execute(select(api_key).where(api_key.c.id == key_id))
        row = found.mappings().one_or_none()
        return ApiKey(**row) if row else None

    async def list_all(self) -> list[ApiKey]:
        found = await self.connection.execute(select(api_key).order_by(api_key.c.made_at, api_key.c.id))
        return [ApiKey(**row) for row in found.mappings()]

    async def note_used(self, key_id: str, now: datetime) -> None:
        await self.connection.execute(update(api_key).where(api_key.c.id == key_id).values(last_used_at=now))

    async def revoke(self, key_id: str, now: datetime) -> bool:
        held = update(api_key).where(api_key.c.id == key_id, api_key.c.revoked_at.is_(None))
        return await changes_one(self.connection, held.values(revoked_at=now))
