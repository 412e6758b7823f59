"""When to try again, and when to give up."""

from datetime import datetime, timedelta

from bot.domain.failures import Failure

_FIRST = timedelta(seconds=5)
_LONGEST = timedelta(minutes=5)
_LONGEST_DOUBLINGS = 6


def next_attempt(
    failure: Failure, attempts: int, *, now: datetime, deadline: datetime | None, spread: float
) -> datetime | None:
    """Decide when the effect is tried again; None means never.

    `attempts` counts those made, from 1. `spread` in [0, 1) scatters the tries of many entries (full jitter), so that
    a neighbour who comes back is not overrun.
    """
    if failure.permanent:
        return None
    longest = min(_LONGEST, _FIRST * 2 ** min(attempts - 1, _LONGEST_DOUBLINGS))
    due = now + _FIRST / 5 + longest * spread
    if failure.retry_at is not None:
        due = max(due, failure.retry_at + _FIRST * spread)
    return None if deadline is not None and due > deadline else due
