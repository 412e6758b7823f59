"""What is known to have happened with a meeting: facts, of which its status is derived.

Zoom's reports come late, twice, out of order or never. As facts are only ever added, and the status is a function of
all of them, none of that matters in the end.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import require_all_utc
from bot.domain.meeting import Meeting, MeetingStatus

# What was opened and closed before that was a test of the host's; later it is the meeting.
EARLY = timedelta(minutes=5)
# So long after its planned end a meeting that nobody opened counts as not held.
GRACE = timedelta(minutes=30)
_DERIVED = frozenset(
    {
        MeetingStatus.SCHEDULED,
        MeetingStatus.STARTED,
        MeetingStatus.ENDED,
        MeetingStatus.MISSED,
        MeetingStatus.CANCELLED_ON_ZOOM,
    }
)
_INSTANT = timedelta(milliseconds=1)  # as finely as Zoom tells the time of an event


class FactSource(StrEnum):
    ZOOM = "zoom"
    PROFESSIONAL = "professional"


class FactKind(StrEnum):
    STARTED = "started"
    ENDED = "ended"
    DELETED = "deleted"  # in Zoom, not by us
    RECOVERED = "recovered"  # in Zoom, or put back by us
    WAITING = "waiting"  # somebody came to the waiting room
    LEFT = "left"  # and is no longer there: let in, or gone


@dataclass(frozen=True, kw_only=True)
class MeetingFact:
    """One thing that happened.

    `zoom_uuid` names the instance at Zoom (each opening is one), the guest for what happened in the waiting room, and
    is "" for what people did.
    """

    meeting_id: str
    source: FactSource
    kind: FactKind
    zoom_uuid: str = ""
    at: datetime

    def __post_init__(self) -> None:
        require_all_utc(self.at)


def derive(meeting: Meeting, facts: Collection[MeetingFact], now: datetime) -> Meeting:
    """Give the meeting the status that all its facts make; one that is pending, failed, called off or deleted stays so.

    That the professional marked it as over decides at once and for good. What is reported has happened, even where our
    clock is behind Zoom's: `now` only decides whether it is still worth waiting.
    """
    if meeting.status not in _DERIVED or meeting.deleted_at is not None:
        return meeting
    opened, closed = _real(facts, meeting.starts_at - EARLY)
    running = [at for uuid, at in opened.items() if uuid not in closed]
    marked = [fact.at for fact in facts if fact.source is FactSource.PROFESSIONAL and fact.kind is FactKind.ENDED]
    started_at = min(opened.values(), default=None)
    if marked:
        return replace(meeting, status=MeetingStatus.ENDED, started_at=started_at, ended_at=min(marked))
    if running:
        return replace(meeting, status=MeetingStatus.STARTED, started_at=min(running), ended_at=None)
    if closed:
        return replace(meeting, status=MeetingStatus.ENDED, started_at=started_at, ended_at=max(closed.values()))
    return replace(meeting, status=_unopened(meeting, facts, now), started_at=None, ended_at=None)


def is_removed(facts: Collection[MeetingFact]) -> bool:
    """Tell whether it was deleted in Zoom, and not recovered since."""
    deleted_at, recovered_at = _latest(facts, FactKind.DELETED), _latest(facts, FactKind.RECOVERED)
    return deleted_at is not None and (recovered_at is None or deleted_at > recovered_at)


def removal(meeting_id: str, now: datetime) -> MeetingFact:
    """Make up for a deletion that Zoom never reported."""
    return MeetingFact(meeting_id=meeting_id, source=FactSource.ZOOM, kind=FactKind.DELETED, at=now)


def recovery(meeting_id: str, facts: Collection[MeetingFact], now: datetime) -> MeetingFact:
    """Note that it is back: after its deletion, even where our clock is behind Zoom's."""
    deleted_at = _latest(facts, FactKind.DELETED)
    at = now if deleted_at is None else max(now, deleted_at + _INSTANT)
    return MeetingFact(meeting_id=meeting_id, source=FactSource.ZOOM, kind=FactKind.RECOVERED, at=at)


def _unopened(meeting: Meeting, facts: Collection[MeetingFact], now: datetime) -> MeetingStatus:
    if now >= meeting.ends_at + GRACE:
        return MeetingStatus.MISSED
    return MeetingStatus.CANCELLED_ON_ZOOM if is_removed(facts) else MeetingStatus.SCHEDULED


def _latest(facts: Collection[MeetingFact], kind: FactKind) -> datetime | None:
    return max((fact.at for fact in facts if fact.kind is kind), default=None)


def open_instances(facts: Collection[MeetingFact]) -> frozenset[str]:
    """Name what is known to have been opened and not known to have been closed."""
    return frozenset(_times(facts, FactKind.STARTED, min)) - frozenset(_times(facts, FactKind.ENDED, max))


def closing(meeting_id: str, zoom_uuids: Iterable[str], now: datetime) -> list[MeetingFact]:
    """Make up for the ends that Zoom never reported."""
    return [
        MeetingFact(meeting_id=meeting_id, source=FactSource.ZOOM, kind=FactKind.ENDED, zoom_uuid=uuid, at=now)
        for uuid in sorted(zoom_uuids)
    ]


def _real(facts: Collection[MeetingFact], not_before: datetime) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """Find when each instance was opened first and closed last, without those that were closed too early to count."""
    opened, closed = _times(facts, FactKind.STARTED, min), _times(facts, FactKind.ENDED, max)
    tests = {uuid for uuid, at in closed.items() if at < not_before}
    return _without(tests, opened), _without(tests, closed)


def _without(left_out: Collection[str], times: Mapping[str, datetime]) -> dict[str, datetime]:
    return {uuid: at for uuid, at in times.items() if uuid not in left_out}


def _times(
    facts: Collection[MeetingFact], kind: FactKind, choose: Callable[[Iterable[datetime]], datetime]
) -> dict[str, datetime]:
    found: dict[str, list[datetime]] = {}
    for fact in facts:
        if fact.kind is kind and fact.source is FactSource.ZOOM:
            found.setdefault(fact.zoom_uuid, []).append(fact.at)
    return {uuid: choose(times) for uuid, times in found.items()}
