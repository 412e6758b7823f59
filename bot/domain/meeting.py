"""A meeting: the agreed time together of a professional and a patient."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.local_time import require_all_utc, wall_of
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan


class MeetingStatus(StrEnum):
    """The one list of statuses, in code, tables, messages and docs."""

    PENDING = "pending"  # accepted here, not yet made at Zoom
    SCHEDULED = "scheduled"
    STARTED = "started"
    ENDED = "ended"
    MISSED = "missed"
    CANCELLED = "cancelled"
    CANCELLED_ON_ZOOM = "cancelled_on_zoom"
    FAILED = "failed"  # Zoom refused


# What stands in the list of upcoming meetings, and no longer once it is over.
UPCOMING = frozenset(
    {MeetingStatus.PENDING, MeetingStatus.SCHEDULED, MeetingStatus.STARTED, MeetingStatus.CANCELLED_ON_ZOOM}
)

# Agreed, and neither over nor off.
ON = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED})

DELETABLE = frozenset({MeetingStatus.ENDED, MeetingStatus.MISSED, MeetingStatus.CANCELLED, MeetingStatus.FAILED})


class WrongStatusError(Exception):
    """A move that the meeting's status does not allow: the caller looked at an old state."""


@dataclass(frozen=True, kw_only=True)
class CardPlace:
    """Where the meeting's card stands in Slack, and the status it showed when it was posted."""

    channel: str
    ts: str
    posted_as: MeetingStatus


@dataclass(frozen=True, kw_only=True)
class ZoomMove:
    """The time to which the professional moved the meeting in Zoom, until they have said what is to become of it."""

    starts_at: datetime
    duration: timedelta

    def __post_init__(self) -> None:
        require_all_utc(self.starts_at)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """`version` grows when what the patient was told no longer holds; mails and reminders carry the one they are for.

    `wall_start` (naive) in `zone` is the truth, `starts_at` its UTC instant. `zoom_user` is a keyed hash of whose
    account it is in, "" where that is not known. `failure` is the short code of why Zoom refused. `started_at` and
    `ended_at` are when it was opened and closed, as far as known. With `deleted_at` it is a tombstone: its texts are
    gone, and what is left recognises what may still come about it. `assistant_id` is who scheduled it where the
    professional did not.
    """

    id: str
    slack_team_id: str
    professional_id: str
    patient_id: str
    topic: str = field(repr=False)
    description: str = field(default="", repr=False)
    shares_topic: bool = False
    wall_start: datetime
    zone: ZoneInfo
    starts_at: datetime
    duration: timedelta
    status: MeetingStatus = MeetingStatus.PENDING
    version: int = 1
    nonce: str
    ical_sequence: int = 0
    zoom_meeting_id: int | None = None
    zoom_user: str = ""
    join_url: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    failure: str = ""
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cancelled_at: datetime | None = None
    deleted_at: datetime | None = None
    card: CardPlace | None = None
    assistant_id: str | None = None
    zoom_move: ZoomMove | None = None

    def __post_init__(self) -> None:
        require_all_utc(self.starts_at, self.created_at)
        require_all_utc(self.started_at, self.ended_at, self.cancelled_at, self.deleted_at)
        if self.wall_start.tzinfo is not None:
            raise ValueError("wall_start is a naive time; its zone stands beside it")

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.duration

    @property
    def reference(self) -> str:
        """The short name by which people speak of it: what Zoom shows of it begins so, too."""
        return self.nonce[:8].upper()

    @property
    def ical_uid(self) -> str:
        """The calendar's name for the meeting: the same in every mail about it."""
        return f"{self.id}@consulta"

    @property
    def zoom_plan(self) -> ZoomPlan:
        """What Zoom is asked for. Its topic stays neutral: the professional may have named the patient in theirs."""
        return ZoomPlan(nonce=self.nonce, starts_at=self.starts_at, duration=self.duration, zone=self.zone)

    def made_on_zoom(self, zoom_meeting: ZoomMeeting, zoom_user: str = "") -> "Meeting":
        """Take over what Zoom made, and in whose account; WrongStatusError unless it was awaited."""
        self._require(MeetingStatus.PENDING)
        return replace(
            self,
            status=MeetingStatus.SCHEDULED,
            zoom_meeting_id=zoom_meeting.zoom_meeting_id,
            zoom_user=zoom_user,
            join_url=zoom_meeting.join_url,
        )

    def refused_by_zoom(self, code: str) -> "Meeting":
        """Give up; WrongStatusError unless Zoom's answer was awaited."""
        self._require(MeetingStatus.PENDING)
        return replace(self, status=MeetingStatus.FAILED, failure=code)

    def cancelled(self, reason: str, at: datetime) -> "Meeting":
        """Call it off; WrongStatusError when that is no longer possible."""
        self._require(*UPCOMING)
        return replace(
            self,
            status=MeetingStatus.CANCELLED,
            reason=reason,
            cancelled_at=at,
            zoom_move=None,
            version=self.version + 1,
            ical_sequence=self.ical_sequence + 1,
        )

    def retried(self) -> "Meeting":
        """Await Zoom once more; a new version, as each attempt at Zoom is known by its own."""
        self._require(MeetingStatus.FAILED)
        return replace(self, status=MeetingStatus.PENDING, failure="", version=self.version + 1)

    def put_back(self, zoom_meeting: ZoomMeeting) -> "Meeting":
        """Take over what Zoom has again. With another link, what the patient was told no longer holds."""
        self._require(MeetingStatus.CANCELLED_ON_ZOOM)
        is_new_link = zoom_meeting.join_url != self.join_url
        return replace(
            self,
            status=MeetingStatus.SCHEDULED,
            zoom_meeting_id=zoom_meeting.zoom_meeting_id,
            join_url=zoom_meeting.join_url,
            version=self.version + is_new_link,
            ical_sequence=self.ical_sequence + is_new_link,
        )

    def with_zoom_move(self, move: ZoomMove | None) -> "Meeting":
        """Note to which time it was moved in Zoom, or that it stands there as it does here."""
        return replace(self, zoom_move=move)

    def at_time(self, starts_at: datetime, duration: timedelta) -> "Meeting":
        """Be at another time from now on; no question about a move is open after that."""
        self._require(*UPCOMING)
        return replace(
            self,
            starts_at=starts_at,
            wall_start=wall_of(starts_at, self.zone),
            duration=duration,
            version=self.version + 1,
            ical_sequence=self.ical_sequence + 1,
            zoom_move=None,
        )

    def deleted(self, at: datetime) -> "Meeting":
        """Leave a tombstone: every text is gone."""
        self._require(*DELETABLE)
        return replace(self, topic="", description="", reason="", join_url="", deleted_at=at)

    def _require(self, *allowed: MeetingStatus) -> None:
        if self.status not in allowed:
            raise WrongStatusError(f"{self.id} is {self.status}")
