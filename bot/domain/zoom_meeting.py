"""Zoom's side of a meeting."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import require_all_utc

NEUTRAL_TOPIC = "Online meeting"


@dataclass(frozen=True, kw_only=True)
class ZoomPlan:
    """What Zoom is asked to make: no word about the patient, and a mark by which it is found again."""

    nonce: str
    starts_at: datetime
    duration: timedelta
    zone: ZoneInfo
    topic: str = NEUTRAL_TOPIC

    def __post_init__(self) -> None:
        require_all_utc(self.starts_at)

    @property
    def reference(self) -> str:
        """The first line of Zoom's agenda, which Zoom's lists return."""
        return f"Ref {self.nonce}"


@dataclass(frozen=True, kw_only=True)
class ZoomMeeting:
    """What Zoom made. Its `start_url` is not here: it signs the host in, and is never kept."""

    zoom_meeting_id: int
    join_url: str = field(repr=False)
    starts_at: datetime
    duration: timedelta

    def __post_init__(self) -> None:
        require_all_utc(self.starts_at)
