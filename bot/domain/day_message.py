"""The one message about a meeting on its day: the next replaces it, and it goes when the meeting is over."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.local_time import require_all_utc


@dataclass(frozen=True, kw_only=True)
class MessagePlace:
    """Where it stands in Slack; with `waiting_since` it says that the patient waits, else that the meeting starts."""

    channel: str
    ts: str
    waiting_since: datetime | None = None

    def __post_init__(self) -> None:
        require_all_utc(self.waiting_since)
