"""The outbox: effects to bring about, claimed under leases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Update,
    bindparam,
    case,
    literal,
    literal_column,
    null,
    select,
    update,
)

from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from storage.leases import NO_LEASE, held_by, is_free, lease_end
from storage.reading import AnyConnection
from storage.statements import changes_one, insert_into
from storage.tables import outbox
from storage.types import DatabaseNow

# Written out, not bound: only so does SQLite see that the partial indexes fit.
_IS_WAITING: ColumnElement[bool] = outbox.c.state == literal_column("'waiting'")
_VALUE_COLUMNS = [column for column in outbox.c if column.name not in NO_LEASE]


@dataclass(frozen=True, kw_only=True)
class SqlOutbox:
    connection: AnyConnection
    lease: timedelta

    async def add(self, *entries: OutboxEntry) -> None:
        if entries:
            insert = insert_into(self.connection, outbox).on_conflict_do_nothing(index_elements=["key"])
            await self.connection.execute(insert, list(map(_values, entries)))

    async def renew(self, entry: OutboxEntry) -> None:
        values = _values(entry.asked_anew())
        insert = insert_into(self.connection, outbox).values(values)
        has_failed = _IS_WAITING & (outbox.c.last_error_code != "")
        stays_sooner = _IS_WAITING & (outbox.c.due_at < insert.excluded.due_at)
        asked_anew = {
            **values,
            "due_at": case((has_failed | stays_sooner, outbox.c.due_at), else_=insert.excluded.due_at),
            "attempts": case((has_failed, outbox.c.attempts), else_=0),
            "last_error_code": case((has_failed, outbox.c.last_error_code), else_=""),
            "revision": outbox.c.revision + 1,
        }
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=asked_anew))

    async def claim(
        self, owner: str, now: datetime, limit: int, kinds: Collection[OutboxKind] = tuple(OutboxKind)
    ) -> list[OutboxEntry]:
        wanted = {"owner": owner, "now": now, "limit": limit, "kinds": list(kinds)}
        taken = await self.connection.execute(_claiming(self.lease), wanted)
        return sorted(map(_entry, taken.mappings()), key=lambda entry: (entry.due_at, entry.id))

    async def settle(self, entry: OutboxEntry, owner: str, state: EntryState, now: datetime) -> bool:
        is_asked_anew = outbox.c.revision > entry.revision
        ended = _held(entry, owner).values(
            state=case((is_asked_anew, _as("state", EntryState.WAITING)), else_=_as("state", state)),
            settled_at=case((is_asked_anew, null()), else_=_as("settled_at", now)),
            attempts=case((is_asked_anew, 0), else_=outbox.c.attempts),
            last_error_code=case((is_asked_anew, ""), else_=outbox.c.last_error_code),
            **NO_LEASE,
        )
        return await changes_one(self.connection, ended)

    async def postpone(self, entry: OutboxEntry, owner: str, due_at: datetime, code: str) -> bool:
        given_back = _held(entry, owner).values(due_at=due_at, last_error_code=code, **NO_LEASE)
        return await changes_one(self.connection, given_back)

    async def supersede(
        self, meeting_ids: Collection[str], kind: OutboxKind, now: datetime, *, untried_only: bool
    ) -> int:
        wanted = update(outbox).where(_IS_WAITING, outbox.c.meeting_id.in_(meeting_ids), outbox.c.kind == kind)
        found = wanted.where(outbox.c.attempts == 0) if untried_only else wanted
        superseded = found.values(state=EntryState.SUPERSEDED, settled_at=now, **NO_LEASE)
        return (await self.connection.execute(superseded)).rowcount

    async def supersede_idle(self, meeting_id: str, kind: OutboxKind, now: datetime) -> None:
        idle = update(outbox).where(
            _IS_WAITING, outbox.c.meeting_id == meeting_id, outbox.c.kind == kind, is_free(outbox)
        )
        await self.connection.execute(idle.values(state=EntryState.SUPERSEDED, settled_at=now, **NO_LEASE))

    async def hasten(self, professional_id: str, kinds: Sequence[OutboxKind], now: datetime) -> None:
        await self.connection.execute(
            update(outbox)
            .where(
                _IS_WAITING,
                outbox.c.professional_id == professional_id,
                outbox.c.kind.in_(kinds),
                outbox.c.due_at > now,
            )
            .values(due_at=now)
        )

    async def has_waiting(
        self,
        professional_id: str,
        kinds: Collection[OutboxKind],
        *,
        besides: OutboxEntry | None = None,
        hopeless: Collection[str] = (),
    ) -> bool:
        waiting = select(outbox.c.id).where(
            _IS_WAITING,
            outbox.c.professional_id == professional_id,
            outbox.c.kind.in_(kinds),
            outbox.c.last_error_code.not_in(hopeless),
        )
        others = waiting if besides is None else waiting.where(outbox.c.id != besides.id)
        return bool((await self.connection.execute(select(others.exists()))).scalar_one())

    async def list_of(self, meeting_id: str) -> list[OutboxEntry]:
        query = select(*_VALUE_COLUMNS).where(outbox.c.meeting_id == meeting_id).order_by(outbox.c.id)
        return [_entry(row) for row in (await self.connection.execute(query)).mappings()]

    async def list_mails(self, meeting_ids: Collection[str]) -> list[OutboxEntry]:
        query = select(*_VALUE_COLUMNS).where(
            outbox.c.meeting_id.in_(meeting_ids),
            outbox.c.kind.in_([OutboxKind.MAIL_INVITATION, OutboxKind.MAIL_CANCELLATION, OutboxKind.MAIL_CHANGE]),
        )
        rows = await self.connection.execute(query.order_by(outbox.c.id))
        return [_entry(row) for row in rows.mappings()]

    async def extend(self, owner: str, entries: Sequence[OutboxEntry]) -> None:
        # Rows that a transaction holds are passed over: waiting for several in any order could end in a deadlock.
        mine = (
            select(outbox.c.id)
            .where(outbox.c.id.in_([entry.id for entry in entries]), outbox.c.lease_by == owner)
            .with_for_update(skip_locked=True)
            .cte("mine")
        )
        await self.connection.execute(
            update(outbox).where(outbox.c.id.in_(select(mine.c.id))).values(lease_until_ms=lease_end(self.lease))
        )

    async def release(self, owner: str | None) -> None:
        leased = update(outbox).where(outbox.c.lease_by.is_not(None))
        wanted = leased if owner is None else leased.where(outbox.c.lease_by == owner)
        await self.connection.execute(wanted.values(NO_LEASE))


@cache
def _claiming(lease: timedelta) -> Update:
    """Claim what is due: written once, as building it anew takes longer than running it, and others wait to write."""
    now = bindparam("now", type_=outbox.c.due_at.type)
    is_wanted = outbox.c.kind.in_(bindparam("kinds", expanding=True))
    # Rows that another claims at this moment are passed over; SQLite has one writer and leaves the clause out.
    due = (
        select(outbox.c.id)
        .where(_IS_WAITING, outbox.c.due_at <= now, is_free(outbox), is_wanted, _is_its_turn(now))
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(due.c.id)))
        .values(attempts=outbox.c.attempts + 1, **held_by(bindparam("owner"), lease))
        .returning(*_VALUE_COLUMNS)
    )


def _held(entry: OutboxEntry, owner: str) -> Update:
    return update(outbox).where(outbox.c.id == entry.id, outbox.c.lease_by == owner)


def _as(column: str, value: object) -> ColumnElement[Any]:
    """Bind a value as its column would, where it stands inside an expression."""
    return literal(value, outbox.c[column].type)


def _is_its_turn(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Of a professional's deletions at Zoom only the first in line may be claimed, held or not: so there is one."""
    other = outbox.alias("other")
    is_before = (other.c.due_at < outbox.c.due_at) | ((other.c.due_at == outbox.c.due_at) & (other.c.id < outbox.c.id))
    is_in_line = other.c.lease_until_ms > DatabaseNow()
    first = select(other.c.id).where(
        other.c.state == literal_column("'waiting'"),
        other.c.professional_id == outbox.c.professional_id,
        other.c.kind == OutboxKind.ZOOM_DELETE,
        other.c.id != outbox.c.id,
        is_in_line | ((other.c.due_at <= now) & is_before),
    )
    return (outbox.c.kind != OutboxKind.ZOOM_DELETE) | ~first.exists()


def _values(entry: OutboxEntry) -> Mapping[str, Any]:
    return {
        "key": entry.key,
        "kind": entry.kind,
        "professional_id": entry.professional_id,
        "meeting_id": entry.meeting_id,
        "version": entry.version,
        "ids": entry.ids,
        "due_at": entry.due_at,
        "deadline": entry.deadline,
        "revision": entry.revision,
        "attempts": entry.attempts,
        "state": entry.state,
        "settled_at": entry.settled_at,
        "last_error_code": entry.last_error_code,
    }


def _entry(row: RowMapping) -> OutboxEntry:
    return OutboxEntry(**row)
