"""What is known to have happened with a meeting: facts, of which its status is derived."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.local_time import require_all_utc


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
