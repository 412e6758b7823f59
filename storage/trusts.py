"""Who chose whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.trust import Trust
from storage.people_tables import trust
from storage.reading import AnyConnection
from storage.statements import changes_one, insert_into

_STANDING = select(trust).where(trust.c.withdrawn_at.is_(None))


@dataclass(frozen=True, kw_only=True)
class SqlTrusts:
    """`locks` is set inside a transaction: then a choice that is read is not withdrawn until its end."""

    connection: AnyConnection
    locks: bool

    async def find(self, professional_id: str, patient_id: str) -> Trust | None:
        wanted = _STANDING.where(trust.c.professional_id == professional_id, trust.c.patient_id == patient_id)
        query = wanted.with_for_update(read=True) if self.locks else wanted
        row = (await self.connection.execute(query)).one_or_none()
        return as_trust(row) if row else None

    async def list_of(self, professional_id: str) -> list[Trust]:
        return await self._list(_STANDING.where(trust.c.professional_id == professional_id))

    async def list_by(self, patient_id: str) -> list[Trust]:
        return await self._list(_STANDING.where(trust.c.patient_id == patient_id))

    async def withdraw(self, professional_id: str, patient_id: str, now: datetime, *, by: str = "") -> bool:
        ended = update(trust).where(
            trust.c.professional_id == professional_id,
            trust.c.patient_id == patient_id,
            trust.c.withdrawn_at.is_(None),
        )
        return await changes_one(self.connection, ended.values(withdrawn_at=now, withdrawn_by=by))

    async def _list(self, query: Select[Any]) -> list[Trust]:
        return [as_trust(row) for row in await self.connection.execute(query)]


def insert_given(connection: AnyConnection) -> sqlite.Insert | postgresql.Insert:
    """Begin to insert choices, as `given_values` writes them: a withdrawn one begins anew, one that stands is left."""
    insert = insert_into(connection, trust)
    begun = {"since": insert.excluded.since, "how": insert.excluded.how, "withdrawn_at": None, "withdrawn_by": None}
    return insert.on_conflict_do_update(
        index_elements=["professional_id", "patient_id"], set_=begun, where=trust.c.withdrawn_at.is_not(None)
    )


def given_values(given: Trust) -> dict[str, Any]:
    return {
        "professional_id": given.professional_id,
        "patient_id": given.patient_id,
        "since": given.since,
        "how": given.how,
    }


def as_trust(row: Row[Any]) -> Trust:
    return Trust(
        patient_id=row.patient_id,
        professional_id=row.professional_id,
        since=row.since,
        how=row.how,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by or "",
    )
