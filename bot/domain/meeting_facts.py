"""What is known to have happened with a meeting: facts, of which its status is derived.

Zoom's reports come late, twice, out of order or never. As facts are only ever added, and the status is a function of
all of them, none of that matters in the end.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import require_all_utc
from bot.domain.meeting import Meeting, MeetingStatus

# What was opened and closed before that was a test of the host's; later it is the meeting.
EARLY = timedelta(minutes=5)
# So long after its planned end a meeting that nobody opened counts as not held.
GRACE = timedelta(minutes=30)
_DERIVED = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED, MeetingStatus.ENDED, MeetingStatus.MISSED})


class FactSource(StrEnum):
    ZOOM = "zoom"
    PROFESSIONAL = "professional"


class FactKind(StrEnum):
    STARTED = "started"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class MeetingFact:
    """One thing that happened. `zoom_uuid` names the instance at Zoom (each opening is one), "" for what people did."""

    meeting_id: str
    source: FactSource
    kind: FactKind
    zoom_uuid: str = ""
    at: datetime

    def __post_init__(self) -> None:
        require_all_utc(self.at)


def derive(meeting: Meeting, facts: Collection[MeetingFact], now: datetime) -> Meeting:
    """Give the meeting the status that all its facts make; one that is pending, failed or called off stays so.

    That the professional marked it as over decides at once and for good.
    """
    if meeting.status not in _DERIVED:
        return meeting
    opened, closed = _times(facts, FactKind.STARTED, min), _times(facts, FactKind.ENDED, max)
    running = [at for uuid, at in opened.items() if uuid not in closed and at <= now]
    held = [at for at in closed.values() if at >= meeting.starts_at - EARLY]
    marked = [fact.at for fact in facts if fact.source is FactSource.PROFESSIONAL]
    started_at = min(opened.values(), default=None)
    if marked:
        return replace(meeting, status=MeetingStatus.ENDED, started_at=started_at, ended_at=min(marked))
    if running:
        return replace(meeting, status=MeetingStatus.STARTED, started_at=min(running), ended_at=None)
    if held:
        return replace(meeting, status=MeetingStatus.ENDED, started_at=started_at, ended_at=max(held))
    is_missed = now >= meeting.ends_at + GRACE
    status = MeetingStatus.MISSED if is_missed else MeetingStatus.SCHEDULED
    return replace(meeting, status=status, started_at=None, ended_at=None)


def closing(meeting: Meeting, facts: Collection[MeetingFact], now: datetime) -> list[MeetingFact]:
    """Make up for the ends that Zoom never reported of what is known to be open."""
    opened, closed = _times(facts, FactKind.STARTED, min), _times(facts, FactKind.ENDED, max)
    return [
        MeetingFact(meeting_id=meeting.id, source=FactSource.ZOOM, kind=FactKind.ENDED, zoom_uuid=uuid, at=now)
        for uuid in opened
        if uuid not in closed
    ]


def _times(
    facts: Collection[MeetingFact], kind: FactKind, choose: Callable[[Iterable[datetime]], datetime]
) -> dict[str, datetime]:
    """Find when each instance was opened first, or closed last."""
    found: dict[str, list[datetime]] = {}
    for fact in facts:
        if fact.kind is kind and fact.source is FactSource.ZOOM:
            found.setdefault(fact.zoom_uuid, []).append(fact.at)
    return {uuid: choose(times) for uuid, times in found.items()}
