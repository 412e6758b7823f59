"""What went over the wire, kept for people and tests to read."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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
    """The last exchanges, oldest first. Secrets are not kept: writers leave headers with tokens out."""

    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=5000))
    _watches: list[_Watch] = field(default_factory=list)

    def add(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)
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

    def to(self, side: str) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.to == side]
