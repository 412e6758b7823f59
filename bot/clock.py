"""The only reader of the time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def refresh(self) -> None:
        """Real time is always known."""


@dataclass
class MovedClock:
    """Real time plus an offset that another process tells: the sandbox's clock, for a running bot.

    `ask_offset` fetches the offset, None when nobody answers: then the last one holds. `on_move` is called when it
    changed.
    """

    ask_offset: Callable[[], Awaitable[timedelta | None]]
    on_move: Callable[[], None]
    _offset: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def refresh(self) -> None:
        offset = await self.ask_offset()
        if offset is not None and offset != self._offset:
            self._offset = offset
            self.on_move()
