"""An effect that does what a test tells it, and the words to use it with."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.services.delivering import Delivering, Settlement
from tests.builders import an_entry

KIND = OutboxKind.MAIL_INVITATION


@dataclass
class FakeEffect:
    """Does what `outcomes` holds, in order: a settlement to return or an exception to raise; then it succeeds."""

    outcomes: list[Settlement | Exception] = field(default_factory=list)
    performed: list[OutboxEntry] = field(default_factory=list)
    held_up: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def perform(self, entry: OutboxEntry) -> Settlement:
        self.performed.append(entry)
        if self.gate:
            await self.gate.wait()
        outcome = self.outcomes.pop(0) if self.outcomes else Settlement()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def hold_up(self, entry, failure, work) -> None:
        self.held_up.append(failure.code)

    async def give_up(self, entry, failure, work) -> None:
        self.given_up.append(failure.code)


async def add(delivering: Delivering, **changes: Any) -> None:
    async with delivering.store.writing() as work:
        await work.outbox.add(an_entry(kind=KIND, **changes))


async def only_entry(delivering: Delivering) -> OutboxEntry:
    async with delivering.store.reading() as look:
        [entry] = await look.outbox.list_of("meeting-one")
        return entry
