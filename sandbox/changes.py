"""Word that something in the world may have changed, for whoever watches it."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Changes:
    """Counts what happened. Watchers compare the count with the one they knew; nobody says what it was."""

    count: int = 0
    is_over: bool = False
    _next: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self) -> None:
        self.count += 1
        self._wake()

    def end(self) -> None:
        """Let all watchers go: the sandbox ends."""
        self.is_over = True
        self._wake()

    async def after(self, count: int) -> int:
        """Wait until more than `count` has happened, or the sandbox ends; tells how much has."""
        while self.count == count and not self.is_over:
            await self._next.wait()
        return self.count

    def _wake(self) -> None:
        self._next.set()
        self._next = asyncio.Event()
