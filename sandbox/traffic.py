"""What went over the wire, kept for people and tests to read."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its verdict. `verdict` is "ok" or the broken rule in words."""

    at: datetime
    to: str  # "slack", "zoom" or "bot"
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    status: int = 0
    answer: Any = None
    verdict: str = "ok"


@dataclass
class Traffic:
    """The last exchanges, oldest first. Secrets are not kept: writers leave headers with tokens out."""

    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=5000))

    def add(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)

    def to(self, side: str) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.to == side]
