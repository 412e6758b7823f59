"""Who is in the waiting room, of all that Zoom reported of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.meeting_facts import FactKind, MeetingFact

# A report may come an hour late: somebody who came so long ago is no news, and has most likely been seen or gone.
_NEWS = timedelta(minutes=15)


def waiting_since(facts: Collection[MeetingFact], now: datetime, told: datetime | None = None) -> datetime | None:
    """Tell since when somebody waits, as far as that is news or was `told` already; None when nobody does.

    Each guest counts for themselves: that one was let in does not hide another who is still there.
    """
    came: dict[str, datetime] = {}
    left: dict[str, datetime] = {}
    for fact in facts:
        times = {FactKind.WAITING: came, FactKind.LEFT: left}.get(fact.kind)
        if times is not None:
            times[fact.zoom_uuid] = max(fact.at, times.get(fact.zoom_uuid, fact.at))
    waiting = [at for guest, at in came.items() if guest not in left or at > left[guest]]
    return max((at for at in waiting if at > now - _NEWS or at == told), default=None)
