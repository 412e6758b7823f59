"""How many requests a key may make: so many at once, and so many a second for as long as one likes."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.ports import Clock

MOST_AT_ONCE = 100
A_SECOND = 20


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Counts in this process alone. It keeps two numbers for each key that was admitted, and of those there are few."""

    clock: Clock
    most_at_once: int = MOST_AT_ONCE
    a_second: float = A_SECOND
    _left: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def take(self, key_id: str) -> float:
        """Take one request; 0 when it may be made, else how many seconds to wait for it."""
        now = self.clock.now()
        left, at = self._left.get(key_id, (float(self.most_at_once), now))
        left = min(self.most_at_once, left + max(0.0, (now - at).total_seconds()) * self.a_second)
        wait = 0.0 if left >= 1 else (1 - left) / self.a_second
        self._left[key_id] = (left if wait else left - 1, now)
        return wait
