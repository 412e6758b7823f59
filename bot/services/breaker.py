"""A neighbour who does not answer is left alone for a while: one careful try, then the queue."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.failures import Failure

_log = logging.getLogger("consulta.breaker")
_FAILURES_TO_OPEN = 5
BETWEEN_TRIES = timedelta(seconds=30)
# What says that the other side is away; everything else, a refusal or a limit too, is an answer.
_AWAY = frozenset({"unknown", "slack_unreachable", "smtp_unreachable", "smtp_timeout"})
_AWAY_PREFIX = "slack_http_5"


@dataclass
class Breaker:
    """Opens after so many failures in a row, and closes with the first answer. Each replica learns it by itself.

    Entries that wait meanwhile keep their place: they are not claimed, so no attempt of theirs is spent.
    """

    name: str
    failures: int = 0
    tried_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.failures >= _FAILURES_TO_OPEN

    def allowed(self, wanted: int, now: datetime) -> int:
        """Tell how many entries may be claimed: as many as wanted, or the one try of this half minute, or none."""
        if not self.is_open:
            return wanted
        # A clock that was set back must not keep the neighbour away for longer.
        is_time = self.tried_at is None or abs(now - self.tried_at) >= BETWEEN_TRIES
        return min(1, wanted) if is_time else 0

    def note_try(self, now: datetime) -> None:
        """Note that an entry was claimed."""
        self.tried_at = now

    def note(self, failure: Failure | None) -> None:
        """Learn from how a delivery ended."""
        if failure is not None and _is_away(failure):
            self.failures += 1
            if self.failures == _FAILURES_TO_OPEN:
                _log.warning("opened neighbour=%s code=%s", self.name, failure.code)
            return
        if self.is_open:
            _log.info("closed neighbour=%s", self.name)
        self.failures = 0


def _is_away(failure: Failure) -> bool:
    return failure.code in _AWAY or failure.code.startswith(_AWAY_PREFIX)
