"""The ports of work and its traces: effects to bring about, requests taken in, and what was done by whom."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.audit import AuditRow, Seal
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind


class Outbox(Protocol):
    """Effects to bring about. Leases use the database's clock; `due_at` uses the product's."""

    async def add(self, *entries: OutboxEntry) -> None:
        """Write the entries; one whose key is there already is left as it is."""

    async def renew(self, entry: OutboxEntry) -> None:
        """Write a standing entry (card, Home) or ask for it anew: waiting, due then or sooner, revision grown.

        One that waits because it failed keeps its moment: the other side may have asked for that pause.
        """

    async def claim(
        self, owner: str, now: datetime, limit: int, kinds: Collection[OutboxKind] = tuple(OutboxKind)
    ) -> list[OutboxEntry]:
        """Take up to `limit` due entries under a lease, oldest first, attempts counted; no two owners get the same.

        Of one professional's deletions at Zoom, one at a time: Zoom refuses a second.
        """

    async def settle(self, entry: OutboxEntry, owner: str, state: EntryState, now: datetime) -> bool:
        """End the entry; False when the lease was lost (then the transaction must be undone). A standing entry whose
        revision grew meanwhile goes back to waiting instead.
        """

    async def postpone(self, entry: OutboxEntry, owner: str, due_at: datetime, code: str) -> bool:
        """Give the entry back, to be tried again; False when the lease was lost."""

    async def supersede(
        self, meeting_ids: Collection[str], kind: OutboxKind, now: datetime, *, untried_only: bool
    ) -> int:
        """End these meetings' waiting entries of this kind; `untried_only` leaves those that may have left.

        Tells how many ended.
        """

    async def supersede_idle(self, meeting_id: str, kind: OutboxKind, now: datetime) -> None:
        """End the meeting's waiting entries of this kind, but for what a worker has claimed and works on."""

    async def hasten(self, professional_id: str, kinds: Sequence[OutboxKind], now: datetime) -> None:
        """Make this professional's waiting entries of these kinds due at once."""

    async def has_waiting(
        self,
        professional_id: str,
        kinds: Collection[OutboxKind],
        *,
        besides: OutboxEntry | None = None,
        hopeless: Collection[str] = (),
    ) -> bool:
        """Tell whether an entry of these kinds waits, `besides` this one and what failed last by a `hopeless` code."""

    async def list_of(self, meeting_id: str) -> list[OutboxEntry]:
        """List all entries of a meeting, in the order they were written."""

    async def list_mails(self, meeting_ids: Collection[str]) -> list[OutboxEntry]:
        """List what tells these meetings' patients how they stand, no reminders, in the order they were written."""

    async def extend(self, owner: str, entries: Sequence[OutboxEntry]) -> None:
        """Begin the leases of these entries anew where this owner still holds them, while it works on them."""

    async def release(self, owner: str | None) -> None:
        """Drop the leases of `owner`, or every lease (None) where one process owns the store."""


class Inbox(Protocol):
    """What was taken in already, so that a repeated request has one effect."""

    async def find(self, key: str) -> str | None:
        """Return what the request made (an id), None when it is new."""

    async def add(self, key: str, made: str, now: datetime) -> None:
        """Write the key; a race for the same key makes the later transaction fail with `AlreadyTakenIn`."""

    async def purge(self, before: datetime) -> int: ...


class AlreadyTakenIn(Exception):
    """Another transaction has taken in the same request."""


class Audit(Protocol):
    """Append-only: who did what to what, when, with what outcome, for whom if not for themselves. Never content. Days
    are UTC.
    """

    async def add(
        self, *, at: datetime, actor: str, action: str, about: str, outcome: str, on_behalf_of: str = ""
    ) -> None: ...

    async def add_all(self, *, at: datetime, actor: str, action: str, outcomes: Sequence[tuple[str, str]]) -> None:
        """Add a row for each thing and what became of it."""

    async def first_day(self) -> date | None:
        """Return the day of the oldest row, None when there is no row."""

    async def rows_of(self, day: date) -> list[AuditRow]:
        """List the rows of a day in the order they were written."""

    async def last_seal(self) -> Seal | None: ...

    async def list_seals(self) -> list[Seal]:
        """List all seals, oldest first."""

    async def add_seal(self, seal: Seal) -> None:
        """Write the seal of a day; one that is there already is left as it is."""

    async def list_untold(self) -> list[Seal]:
        """List the seals whose anchor was not mailed yet, oldest first."""

    async def mark_told(self, days: Sequence[date], now: datetime) -> None: ...
