"""What the latest envelopes were answered with, so that one which comes again is answered alike and done once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any] | None

# An envelope comes again at once, through the next connection. What it was answered with may name patients.
_SECONDS_KEPT = 60


@dataclass(frozen=True)
class Envelopes:
    """In memory only: what must hold for longer and for other processes is keyed by the view, in the inbox."""

    _answers: dict[str, asyncio.Future[Payload]] = field(default_factory=dict, repr=False)

    async def answer(self, envelope_id: str, handle: Callable[[], Awaitable[Payload]]) -> Payload:
        """Handle the envelope, or give what it was answered with; while it is being handled, wait for that."""
        found = self._answers.get(envelope_id)
        if found is None:
            found = asyncio.ensure_future(handle())
            self._answers[envelope_id] = found
            asyncio.get_running_loop().call_later(_SECONDS_KEPT, self._answers.pop, envelope_id, None)
        return await found
