"""The worker's loop: how much is under way at once, kept alive, and ended in good order."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.outbox import OutboxEntry
from bot.ports import Waker
from bot.services.delivering import Delivering

# A process whose worker is silent for longer takes work in that nobody does: it is to be started anew.
_LONGEST_SILENCE = timedelta(seconds=60)
_log = logging.getLogger("consulta.delivering")


@dataclass(frozen=True)
class Worker:
    """One lane for each neighbour: a mail server that hangs holds up no meeting at Zoom."""

    lanes: tuple["Lane", ...]

    def wake(self) -> None:
        for lane in self.lanes:
            lane.wake()

    def is_alive(self, within: timedelta = _LONGEST_SILENCE) -> bool:
        """Tell whether each lane has looked for work lately: the metronome wakes it every few seconds."""
        return all(lane.silence() <= within for lane in self.lanes)

    async def run(self) -> None:
        """Work until stopped."""
        await asyncio.gather(*(lane.run() for lane in self.lanes))

    async def stop(self, patience: timedelta) -> None:
        """Claim nothing more, wait for what is under way, give back what did not end in time."""
        await asyncio.gather(*(lane.stop(patience) for lane in self.lanes))


@dataclass
class Lane:
    """Keeps up to `at_once` deliveries of one neighbour under way.

    `others` is woken when one has ended: what was made at Zoom is to be mailed, what was mailed is to be shown.
    """

    delivering: Delivering
    lease: timedelta
    others: Waker
    at_once: int = 4
    monotonic: Callable[[], float] = time.monotonic
    _looked_at: float | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[asyncio.Task[None], OutboxEntry] = field(default_factory=dict)
    _is_stopping: bool = False

    def wake(self) -> None:
        self._woken.set()

    def silence(self) -> timedelta:
        """How long ago it last looked for work; none before it has begun."""
        return timedelta(seconds=0 if self._looked_at is None else self.monotonic() - self._looked_at)

    async def run(self) -> None:
        """Work until stopped: whenever woken, whenever a delivery ends, and as long as more is due."""
        keeper = asyncio.create_task(self._keep_leases())
        try:
            while not self._is_stopping:
                self._woken.clear()
                self._looked_at = self.monotonic()
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
        with _surviving("release"):
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
        if self._is_stopping:
            return False  # claimed at the last moment and not begun: the next process does it
        under_way = {entry.id for entry in self._running.values()}
        for entry in claimed:
            if entry.id in under_way:
                continue  # its lease ran out while the process stood still, and is ours again
            task = asyncio.create_task(self._deliver(entry))
            self._running[task] = entry
            task.add_done_callback(self._ended)
        return len(claimed) == free

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self.wake()
        self.others.wake()

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
        """Keep what is under way, and only that: an entry whose mark could not be written must become free again."""
        entries = list(self._running.values())
        async with self.delivering.store.writing() as work:
            await work.outbox.extend(self.delivering.owner, entries)


@contextmanager
def _surviving(what: str) -> Iterator[None]:
    """Keep the worker alive: with the database away, or the lease lost, the entry comes again with the next tick."""
    try:
        yield
    except Exception:  # noqa: BLE001 - the worker is the last to see it, and must see the next entry too
        _log.exception("survived in=%s", what)
