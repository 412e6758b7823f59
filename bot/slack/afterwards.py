"""What need not be done before Slack has its answer."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

_log = logging.getLogger("consulta.slack")
# Each is one call or two of a second at most.
_SECONDS_TO_END = 3


@dataclass(frozen=True)
class Afterwards:
    """Pictures only: what must not be lost goes through the outbox."""

    _under_way: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    async def end(self) -> None:
        """Wait for what is under way, for as long as it may take."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_SECONDS_TO_END)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("not_redrawn error=%s", type(error).__name__)
