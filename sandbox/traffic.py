"""What went over the wire, kept for people and tests to read."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.changes import Changes


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its verdict. `verdict` is "ok" or the broken rule in words."""

    at: datetime
    to: str  # "slack", "zoom", "mail" or "bot"
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    status: int = 0
    answer: Any = None
    verdict: str = "ok"


@dataclass
class _Watch:
    left: int
    act: Callable[[], None]


@dataclass
class Traffic:
    """The last exchanges, oldest first. Secrets are not kept: writers leave headers with tokens out.

    Whatever the app, Zoom, Slack or a mail changes in the world goes over the wire, so `changes` hears of it here.
    """

    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=5000))
    changes: Changes = field(default_factory=Changes)
    total: int = 0
    _watches: list[_Watch] = field(default_factory=list)

    def add(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)
        self.total += 1
        self.changes.note()
        for watch in [*self._watches]:
            watch.left -= 1
            if not watch.left:
                self._watches.remove(watch)
                watch.act()

    def after(self, count: int, act: Callable[[], None]) -> None:
        """Call `act` once, in the very moment in which the `count`-th exchange from now is noted.

        An exchange is noted when the side that was asked has decided, before its answer leaves.
        """
        self._watches.append(_Watch(left=count, act=act))

    def forget(self) -> None:
        """Call off what was to happen after exchanges."""
        self._watches.clear()

    def latest(self, count: int) -> list[tuple[int, Exchange]]:
        """The last `count` exchanges, newest first, each with the number by which `numbered` finds it."""
        newest_first = list(self.exchanges)[: -count - 1 : -1]
        return [(self.total - 1 - index, exchange) for index, exchange in enumerate(newest_first)]

    def numbered(self, number: int) -> Exchange:
        """The exchange with this number; LookupError when there is none or it is too old to be kept."""
        index = number - (self.total - len(self.exchanges))
        if not 0 <= index < len(self.exchanges):
            raise LookupError(f"There is no exchange {number}.")
        return self.exchanges[index]

    def to(self, side: str) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.to == side]
