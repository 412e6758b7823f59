"""The clinic of the histories, whose worker may be killed amid its work; and what it logs, to be looked through."""

import logging
from collections import Counter
from typing import Any

from tests.histories.clinic import Clinic


class Lines(logging.Handler):
    """Keeps what is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class CrashingClinic(Clinic):
    """A clinic whose worker may be dead: then nothing is done until it is started anew."""

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        self.is_down = False
        self.unmarked: Counter[str] = Counter()  # effects that were brought about, and not marked

    async def work(self) -> None:
        if not self.is_down:
            await super().work()

    async def crash(self, performed: int) -> None:
        """Die with some entries claimed, `performed` of which have had their effect."""
        self.is_down = True
        for entry in (await self.delivering.claim(4))[:performed]:
            try:
                await self.delivering.effects[entry.kind].perform(entry)
            except Exception:  # noqa: BLE001, S112 - a neighbour said no: nothing was brought about
                continue
            self.unmarked[entry.key] += 1

    async def restart(self) -> None:
        """Start anew, once the leases of the dead have run out."""
        async with self.store.writing() as work:
            await work.outbox.release(None)
        self.is_down = False
        await self.work()
