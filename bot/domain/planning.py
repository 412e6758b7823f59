"""Deciding a meeting: from what was typed to a meeting, or to a refusal beside the field."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import new_id, new_nonce
from bot.domain.local_time import around_gap, in_minutes, instants, wall_of
from bot.domain.meeting import Meeting
from bot.domain.people import Professional
from bot.domain.preferences import DEFAULT_DURATION
from bot.domain.refusals import DoubledHour, Field, FieldRefusal, FoldChoice
from bot.domain.time_words import clock_words, offset_words, zone_words

LONGEST_TOPIC = 200
LONGEST_DESCRIPTION = 2000


@dataclass(frozen=True, kw_only=True)
class ScheduleMeeting:
    """What the professional typed in the form. `fold_offset_minutes` answers which of a doubled hour is meant.

    `accepted_overlaps` are the ids of those of their own meetings beside which it may stand at the same time.
    """

    topic: str = field(repr=False)
    description: str = field(default="", repr=False)
    shares_topic: bool = False
    on: date
    at: time
    zone: ZoneInfo
    duration: timedelta = DEFAULT_DURATION
    patient_id: str
    fold_offset_minutes: int | None = None
    accepted_overlaps: frozenset[str] = frozenset()

    @property
    def wall_start(self) -> datetime:
        return datetime.combine(self.on, self.at)


def plan(request: ScheduleMeeting, professional: Professional, now: datetime) -> Meeting:
    """Make the meeting that `request` asks for.

    Raises FieldRefusal (past time, time that does not exist, no topic) and DoubledHour.
    """
    topic = request.topic.strip()
    if not topic:
        raise FieldRefusal({Field.TOPIC: "Write a topic."})
    starts_at = find_start(request.wall_start, request.zone, request.fold_offset_minutes, now)
    return Meeting(
        id=new_id(),
        slack_team_id=professional.slack_team_id,
        professional_id=professional.id,
        patient_id=request.patient_id,
        topic=topic[:LONGEST_TOPIC],
        description=request.description.strip()[:LONGEST_DESCRIPTION],
        shares_topic=request.shares_topic,
        wall_start=request.wall_start,
        zone=request.zone,
        starts_at=starts_at,
        duration=request.duration,
        nonce=new_nonce(),
        created_at=now,
    )


def find_start(wall: datetime, zone: ZoneInfo, fold_offset_minutes: int | None, now: datetime) -> datetime:
    """Find the one instant that is meant.

    Raises FieldRefusal where it has passed or is skipped, and DoubledHour where it is not said which of two is meant.
    """
    found = instants(wall, zone)
    if not found:
        raise FieldRefusal({Field.HOUR: _gap_words(wall, zone)})
    meant = [each for each in found if len(found) == 1 or _offset_minutes(each, zone) == fold_offset_minutes]
    if not meant:
        raise _doubled(found, zone)
    if meant[0] <= now:
        raise _passed(wall, zone, now)
    return meant[0]


def doubled_hour(wall: datetime, zone: ZoneInfo) -> DoubledHour | None:
    """Ask which hour is meant where clocks go back over it, whether or not that was answered."""
    found = instants(wall, zone)
    return _doubled(found, zone) if len(found) > 1 else None


def _passed(wall: datetime, zone: ZoneInfo, now: datetime) -> FieldRefusal:
    """Put the refusal beside the date when that is what has passed, else beside the hour."""
    has_passed_day = wall.date() < wall_of(now, zone).date()
    return FieldRefusal({Field.DATE if has_passed_day else Field.HOUR: "This time has passed. Choose a later one."})


def _gap_words(wall: datetime, zone: ZoneInfo) -> str:
    last, first = around_gap(wall, zone)
    city = zone_words(zone).removesuffix(" time")
    return (
        f"Clocks go forward that night. {_plain(wall)} does not exist in {city}. "
        f"Nearest: {_plain(last)} or {_plain(first)}."
    )


def _doubled(found: tuple[datetime, ...], zone: ZoneInfo) -> DoubledHour:
    hour = clock_words(found[0], zone)
    first, second = (
        FoldChoice(offset_minutes=_offset_minutes(instant, zone), words=f"{ordinal}, {offset_words(instant, zone)}")
        for ordinal, instant in zip(("First", "Second"), found, strict=True)
    )
    return DoubledHour(hour, (first, second))


def _offset_minutes(instant: datetime, zone: ZoneInfo) -> int:
    return in_minutes(instant.astimezone(zone).utcoffset() or timedelta())


def _plain(wall: datetime) -> str:
    return clock_words(wall.replace(tzinfo=UTC), UTC)
