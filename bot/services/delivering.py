"""The worker: claims an entry, brings its effect about, then marks it, in this order.

A crash between effect and mark repeats the effect, so each effect is made to bear that: Zoom is looked through first,
mails keep their Message-ID, cards are updated in place.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from bot.domain.failures import Failure
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.retrying import next_attempt
from bot.ports import Clock, Randomness, Repositories, Store

_log = logging.getLogger("consulta.delivering")
_TOO_LATE = "too_late"
_FAULT = "fault"

Write = Callable[[Repositories], Awaitable[None]]


async def _nothing(_: Repositories) -> None:
    """Write nothing more."""


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """How an entry ended, and what is written in the same transaction as its mark."""

    state: EntryState = EntryState.DONE
    then: Write = _nothing


SUPERSEDED = Settlement(state=EntryState.SUPERSEDED)


class Effect(Protocol):
    """What one kind of entry does."""

    async def perform(self, entry: OutboxEntry) -> Settlement:
        """Bring the effect about. Raises Failure; anything else is a fault of ours and is tried again."""

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write what follows from having to try again."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write what follows from never trying again: nobody is left believing that it happened."""


class LeaseLostError(Exception):
    """Another worker has taken the entry over: what this one wanted to write is undone."""


@dataclass(frozen=True, kw_only=True)
class Delivering:
    """Brings one claimed entry to its end, or gives it back to be tried again."""

    store: Store
    clock: Clock
    effects: Mapping[OutboxKind, Effect]
    owner: str
    spread: Randomness

    async def claim(self, limit: int) -> list[OutboxEntry]:
        await self.clock.refresh()
        async with self.store.writing() as work:
            return await work.outbox.claim(self.owner, self.clock.now(), limit)

    async def deliver(self, entry: OutboxEntry) -> None:
        """Perform, then mark. Raises LeaseLostError, and what the store raises."""
        try:
            settlement = await self._perform(entry)
        except Failure as failure:
            await self._after(entry, failure)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one effect is tried again like any other failure
            _log.error("faulty kind=%s entry=%s error=%s", entry.kind, entry.id, type(error).__name__)
            await self._after(entry, Failure(_FAULT))
        else:
            await self._settle(entry, settlement)

    async def _perform(self, entry: OutboxEntry) -> Settlement:
        if entry.deadline is not None and self.clock.now() > entry.deadline:
            raise Failure(_TOO_LATE, permanent=True)
        return await self.effects[entry.kind].perform(entry)

    async def _settle(self, entry: OutboxEntry, settlement: Settlement) -> None:
        async with self.store.writing() as work:
            await settlement.then(work)
            self._require(await work.outbox.settle(entry, self.owner, settlement.state, self.clock.now()))
        _log.info("settled kind=%s entry=%s state=%s", entry.kind, entry.id, settlement.state)

    async def _after(self, entry: OutboxEntry, failure: Failure) -> None:
        now = self.clock.now()
        due_at = next_attempt(failure, entry.attempts, now=now, deadline=entry.deadline, spread=self.spread())
        effect = self.effects[entry.kind]
        async with self.store.writing() as work:
            if due_at is None:
                self._require(await work.outbox.settle(entry, self.owner, EntryState.DEAD, now))
                await effect.give_up(entry, failure, work)
            else:
                self._require(await work.outbox.postpone(entry, self.owner, due_at, failure.code))
                await effect.hold_up(entry, failure, work)
        _log.warning("failed kind=%s entry=%s code=%s again=%s", entry.kind, entry.id, failure.code, due_at is not None)

    @staticmethod
    def _require(still_mine: bool) -> None:  # noqa: FBT001 - the one fact it is about
        if not still_mine:
            raise LeaseLostError


@dataclass
class Worker:
    """Keeps up to `at_once` deliveries under way, so that one slow neighbour does not hold up the others."""

    delivering: Delivering
    lease: timedelta
    at_once: int = 8
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _is_stopping: bool = False

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Work until stopped: whenever woken, whenever a delivery ends, and as long as more is due."""
        keeper = asyncio.create_task(self._keep_leases())
        try:
            while not self._is_stopping:
                self._woken.clear()
                if not await self._start_due():
                    await self._woken.wait()
        finally:
            keeper.cancel()

    async def stop(self, patience: timedelta) -> None:
        """Claim nothing more, wait for what is under way, give back what did not end in time."""
        self._is_stopping = True
        self.wake()
        if self._running:
            await asyncio.wait(self._running, timeout=patience.total_seconds())
        for task in self._running:
            task.cancel()
        async with self.delivering.store.writing() as work:
            await work.outbox.release(self.delivering.owner)

    async def _start_due(self) -> bool:
        """Start what is due; tells whether there may be more at once."""
        free = self.at_once - len(self._running)
        if not free:
            return False
        claimed: list[OutboxEntry] = []
        with _surviving("claim"):
            claimed = await self.delivering.claim(free)
        for entry in claimed:
            task = asyncio.create_task(self._deliver(entry))
            self._running.add(task)
            task.add_done_callback(self._ended)
        return len(claimed) == free

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.wake()

    async def _deliver(self, entry: OutboxEntry) -> None:
        with _surviving(f"deliver kind={entry.kind} entry={entry.id}"):
            await self.delivering.deliver(entry)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            if self._running:
                with _surviving("extend"):
                    await self._extend()

    async def _extend(self) -> None:
        async with self.delivering.store.writing() as work:
            await work.outbox.extend(self.delivering.owner)


@contextmanager
def _surviving(what: str) -> Iterator[None]:
    """Keep the worker alive: with the database away, or the lease lost, the entry comes again with the next tick."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the worker is the last to see it, and must see the next entry too
        _log.error("survived error=%s in=%s", type(error).__name__, what)
