"""Zoom's rate limits for a Pro account (contract section 3)."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

CHANGES_PER_DAY = 100  # creates and updates of one host in one UTC day
DELETE_SECONDS = 0.02  # real time that a delete takes here, so that two at once can meet


class Weight(StrEnum):
    """Zoom's label of an operation, as it stands in X-RateLimit-Category."""

    LIGHT = "Light"
    MEDIUM = "Medium"

    @property
    def per_second(self) -> int:
        return {Weight.LIGHT: 30, Weight.MEDIUM: 20}[self]


@dataclass
class Limits:
    """What was used of the limits. Seconds are real ones (`monotonic`), days are the world's."""

    monotonic: Callable[[], float] = time.monotonic
    changes: Counter[tuple[str, date]] = field(default_factory=Counter)
    _recent: dict[tuple[str, Weight], deque[float]] = field(default_factory=dict)
    _deleting: set[str] = field(default_factory=set)

    def take(self, account_id: str, weight: Weight) -> int | None:
        """Count a request of this Zoom account; what is left in this second, or None when it was one too many."""
        recent = self._recent.setdefault((account_id, weight), deque())
        now = self.monotonic()
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= weight.per_second:
            return None
        recent.append(now)
        return weight.per_second - len(recent)

    def take_change(self, host_id: str, now: datetime) -> bool:
        """Count a create or an update of this host; False when the day's hundred are spent."""
        key = (host_id, now.astimezone(UTC).date())
        if self.changes[key] >= CHANGES_PER_DAY:
            return False
        self.changes[key] += 1
        return True

    @contextmanager
    def deleting(self, host_id: str) -> Iterator[bool]:
        """Hold the host's one place for a delete; gives False when another delete has it."""
        if host_id in self._deleting:
            yield False
            return
        self._deleting.add(host_id)
        try:
            yield True
        finally:
            self._deleting.discard(host_id)
