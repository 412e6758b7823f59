"""Delivering: the worker claims an entry, brings its effect about, then marks it, in this order.

A crash between effect and mark repeats the effect, so each effect is made to bear that: Zoom is looked through first,
mails keep their Message-ID, cards are updated in place.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.failures import FAULT, TOO_LATE, Failure
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.retrying import next_attempt
from bot.ports import Clock, Randomness
from bot.services.breaker import Breaker
from bot.stores import Repositories, Store

_log = logging.getLogger("consulta.delivering")

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


@dataclass(frozen=True, kw_only=True)
class ForgivingEffect:
    """Shows, looks or asks, and is followed by another that does the same: what fails holds nothing else up.

    Of what is given up the log has the code.
    """

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: it is done a little later."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: the next one makes up for it."""


class LeaseLostError(Exception):
    """Another worker has taken the entry over: what this one wanted to write is undone."""


@dataclass(frozen=True, kw_only=True)
class Delivering:
    """Brings a claimed entry to its end, or gives it back to be tried again. Claims only what it has an effect for."""

    store: Store
    clock: Clock
    effects: Mapping[OutboxKind, Effect]
    owner: str
    spread: Randomness
    breaker: Breaker = field(default_factory=lambda: Breaker(name="?"))

    async def claim(self, limit: int) -> list[OutboxEntry]:
        """Take what is due; while the neighbour is away, one entry now and then to find out whether it is back."""
        await self.clock.refresh()
        now = self.clock.now()
        limit = self.breaker.allowed(limit, now)
        if not limit:
            return []
        async with self.store.writing() as work:
            claimed = await work.outbox.claim(self.owner, now, limit, tuple(self.effects))
        if claimed:
            self.breaker.note_try(now)
        return claimed

    async def deliver(self, entry: OutboxEntry) -> None:
        """Perform, then mark. Raises LeaseLostError, and what the store raises."""
        try:
            settlement = await self._perform(entry)
        except Failure as failure:
            self.breaker.note(failure)
            await self._after(entry, failure)
        except Exception:  # noqa: BLE001 - a fault of ours in one effect is tried again like any other failure
            _log.exception("faulty kind=%s entry=%s", entry.kind, entry.id)
            await self._after(entry, Failure(FAULT))
        else:
            self.breaker.note(None)
            await self._settle(entry, settlement)

    async def _perform(self, entry: OutboxEntry) -> Settlement:
        if entry.is_too_late(self.clock.now()):
            raise Failure(TOO_LATE, permanent=True)
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
            # The mark comes last, as in `_settle`: who cancels takes the meeting first and its entries after it, and
            # two who take them the other way round would wait for each other.
            if due_at is None:
                await effect.give_up(entry, failure, work)
                self._require(await work.outbox.settle(entry, self.owner, EntryState.DEAD, now))
            else:
                await effect.hold_up(entry, failure, work)
                self._require(await work.outbox.postpone(entry, self.owner, due_at, failure.code))
        _log.warning("failed kind=%s entry=%s code=%s again=%s", entry.kind, entry.id, failure.code, due_at is not None)

    @staticmethod
    def _require(still_mine: bool) -> None:  # noqa: FBT001 - the one fact it is about
        if not still_mine:
            raise LeaseLostError
