"""The audit trail: rows are added and never changed, and each day is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import RowMapping, Select, func, select, update

from bot.domain.audit import AuditRow, Seal, begins_at
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.tables import audit, audit_seal

_SEAL = (audit_seal.c.day, audit_seal.c.rows, audit_seal.c.digest)


@dataclass(frozen=True, kw_only=True)
class SqlAudit:
    connection: AnyConnection

    async def add(
        self, *, at: datetime, actor: str, action: str, about: str, outcome: str, on_behalf_of: str = ""
    ) -> None:
        values = {"at": at, "actor": actor, "action": action, "about": about, "outcome": outcome}
        await self.connection.execute(audit.insert().values(**values, on_behalf_of=on_behalf_of or None))

    async def add_all(self, *, at: datetime, actor: str, action: str, outcomes: Sequence[tuple[str, str]]) -> None:
        said = {"at": at, "actor": actor, "action": action}
        rows = [{**said, "about": about, "outcome": outcome} for about, outcome in outcomes]
        if rows:
            await self.connection.execute(audit.insert(), rows)

    async def first_day(self) -> date | None:
        first: datetime | None = await self.connection.scalar(select(func.min(audit.c.at, type_=audit.c.at.type)))
        return first.date() if first else None

    async def rows_of(self, day: date) -> list[AuditRow]:
        its_rows = select(audit).where(audit.c.at >= begins_at(day), audit.c.at < begins_at(day + timedelta(days=1)))
        found = await self.connection.execute(its_rows.order_by(audit.c.seq))
        return [AuditRow(**row) for row in found.mappings()]

    async def last_seal(self) -> Seal | None:
        found = await self._seals(select(*_SEAL).order_by(audit_seal.c.day.desc()).limit(1))
        return found[0] if found else None

    async def list_seals(self) -> list[Seal]:
        return await self._seals(select(*_SEAL).order_by(audit_seal.c.day))

    async def add_seal(self, seal: Seal) -> None:
        values = {"day": seal.day, "rows": seal.rows, "digest": seal.digest}
        insert = insert_into(self.connection, audit_seal).values(values)
        await self.connection.execute(insert.on_conflict_do_nothing(index_elements=["day"]))

    async def list_untold(self) -> list[Seal]:
        return await self._seals(select(*_SEAL).where(audit_seal.c.told_at.is_(None)).order_by(audit_seal.c.day))

    async def mark_told(self, days: Sequence[date], now: datetime) -> None:
        await self.connection.execute(update(audit_seal).where(audit_seal.c.day.in_(days)).values(told_at=now))

    async def _seals(self, query: Select[tuple[date, int, str]]) -> list[Seal]:
        return [_seal(row) for row in (await self.connection.execute(query)).mappings()]


def _seal(row: RowMapping) -> Seal:
    return Seal(day=row["day"], rows=row["rows"], digest=row["digest"])
