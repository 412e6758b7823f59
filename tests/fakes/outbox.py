"""The outbox in memory."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from tests.fakes.state import FakeState, Leases, StoredEntry

_WAITING = EntryState.WAITING


class FakeOutbox:
    def __init__(self, state: FakeState, leases: Leases) -> None:
        self._state = state
        self._leases = leases

    async def add(self, *entries: OutboxEntry) -> None:
        for entry in entries:
            if entry.key not in self._state.outbox:
                self._write(replace(entry, id=len(self._state.outbox) + 1))

    async def renew(self, entry: OutboxEntry) -> None:
        stored = self._state.outbox.get(entry.key)
        if stored is None:
            await self.add(entry.asked_anew())
            return
        old = stored.entry
        due_at = min(old.due_at, entry.due_at) if old.state is _WAITING else entry.due_at
        asked_anew = replace(entry.asked_anew(), id=old.id, due_at=due_at, revision=old.revision + 1)
        if old.state is _WAITING and old.last_error_code:
            kept = {"due_at": old.due_at, "attempts": old.attempts, "last_error_code": old.last_error_code}
            asked_anew = replace(asked_anew, **kept)
        self._state.outbox[entry.key] = replace(stored, entry=asked_anew)

    async def claim(
        self, owner: str, now: datetime, limit: int, kinds: Collection[OutboxKind] = tuple(OutboxKind)
    ) -> list[OutboxEntry]:
        due = [
            stored.entry
            for stored in self._waiting()
            if stored.entry.due_at <= now
            and stored.entry.kind in kinds
            and self._leases.is_free(stored.lease_by, stored.lease_until)
            and self._is_its_turn(stored.entry, now)
        ]
        oldest = sorted(due, key=lambda entry: (entry.due_at, entry.id))[:limit]
        claimed = [replace(entry, attempts=entry.attempts + 1) for entry in oldest]
        for entry in claimed:
            held = StoredEntry(entry=entry, lease_by=owner, lease_until=self._leases.end)
            self._state.outbox[entry.key] = held
        return claimed

    async def settle(self, entry: OutboxEntry, owner: str, state: EntryState, now: datetime) -> bool:
        held = self._held(entry, owner)
        if held is None:
            return False
        if held.revision > entry.revision:
            self._write(replace(held, attempts=0, last_error_code=""))
        else:
            self._write(replace(held, state=state, settled_at=now))
        return True

    async def postpone(self, entry: OutboxEntry, owner: str, due_at: datetime, code: str) -> bool:
        held = self._held(entry, owner)
        if held is not None:
            self._write(replace(held, due_at=due_at, last_error_code=code))
        return held is not None

    async def supersede(
        self, meeting_ids: Collection[str], kind: OutboxKind, now: datetime, *, untried_only: bool
    ) -> int:
        found = [
            stored.entry
            for stored in self._waiting()
            if stored.entry.meeting_id in meeting_ids
            and stored.entry.kind is kind
            and not (untried_only and stored.entry.attempts)
        ]
        for entry in found:
            self._write(replace(entry, state=EntryState.SUPERSEDED, settled_at=now))
        return len(found)

    async def supersede_idle(self, meeting_id: str, kind: OutboxKind, now: datetime) -> None:
        for stored in self._waiting():
            entry, is_idle = stored.entry, self._leases.is_free(stored.lease_by, stored.lease_until)
            if entry.meeting_id == meeting_id and entry.kind is kind and is_idle:
                self._write(replace(entry, state=EntryState.SUPERSEDED, settled_at=now))

    async def hasten(self, professional_id: str, kinds: Sequence[OutboxKind], now: datetime) -> None:
        for stored in self._waiting():
            entry = stored.entry
            if entry.professional_id == professional_id and entry.kind in kinds and entry.due_at > now:
                self._state.outbox[entry.key] = replace(stored, entry=replace(entry, due_at=now))

    async def has_waiting(
        self,
        professional_id: str,
        kinds: Collection[OutboxKind],
        *,
        besides: OutboxEntry | None = None,
        hopeless: Collection[str] = (),
    ) -> bool:
        return any(
            stored.entry.professional_id == professional_id
            and stored.entry.last_error_code not in hopeless
            and stored.entry.kind in kinds
            and (besides is None or stored.entry.key != besides.key)
            for stored in self._waiting()
        )

    async def list_of(self, meeting_id: str) -> list[OutboxEntry]:
        return [stored.entry for stored in self._state.outbox.values() if stored.entry.meeting_id == meeting_id]

    async def list_mails(self, meeting_ids: Collection[str]) -> list[OutboxEntry]:
        kinds = {OutboxKind.MAIL_INVITATION, OutboxKind.MAIL_CANCELLATION, OutboxKind.MAIL_CHANGE}
        entries = [stored.entry for stored in self._state.outbox.values()]
        return [entry for entry in entries if entry.meeting_id in meeting_ids and entry.kind in kinds]

    async def extend(self, owner: str, entries: Sequence[OutboxEntry]) -> None:
        keys = {entry.key for entry in entries}
        for stored in (each for each in self._leased_by(owner) if each.entry.key in keys):
            self._state.outbox[stored.entry.key] = replace(stored, lease_until=self._leases.end)

    async def release(self, owner: str | None) -> None:
        for stored in self._leased_by(owner):
            self._write(stored.entry)

    def _write(self, entry: OutboxEntry) -> None:
        """Write it without a lease."""
        self._state.outbox[entry.key] = StoredEntry(entry=entry)

    def _waiting(self) -> Iterator[StoredEntry]:
        return (stored for stored in list(self._state.outbox.values()) if stored.entry.state is _WAITING)

    def _is_its_turn(self, entry: OutboxEntry, now: datetime) -> bool:
        """Of one professional's deletions, the first in line."""
        if entry.kind is not OutboxKind.ZOOM_DELETE:
            return True
        place = (entry.due_at, entry.id)
        return not any(
            each.entry.kind is OutboxKind.ZOOM_DELETE
            and each.entry.professional_id == entry.professional_id
            and each.entry.id != entry.id
            and (
                not self._leases.is_free(each.lease_by, each.lease_until)
                or (each.entry.due_at <= now and (each.entry.due_at, each.entry.id) < place)
            )
            for each in self._waiting()
        )

    def _leased_by(self, owner: str | None) -> Iterator[StoredEntry]:
        return (each for each in self._waiting() if each.lease_by is not None and owner in {None, each.lease_by})

    def _held(self, entry: OutboxEntry, owner: str) -> OutboxEntry | None:
        stored = self._state.outbox[entry.key]
        return stored.entry if stored.lease_by == owner else None
