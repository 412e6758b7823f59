"""One message to one patient for one reason."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import require_all_utc
from bot.domain.meeting import Meeting
from bot.domain.people import Patient


class Reason(StrEnum):
    INVITATION = "invitation"
    CANCELLATION = "cancellation"
    CHANGE = "change"
    REMINDER = "reminder"


@dataclass(frozen=True, kw_only=True)
class Notification:
    """What a mail is made of.

    `key` names this message for good: a second copy after a lost answer carries the same Message-ID. `leads` are the
    reminders still to come, for the invitation to promise. `composed_at` becomes the calendar's DTSTAMP. `was` is when
    it was to start before a change.
    """

    key: str
    reason: Reason
    meeting: Meeting
    patient: Patient
    professional_name: str = field(repr=False)
    leads: tuple[timedelta, ...] = ()
    composed_at: datetime
    was: datetime | None = None

    def __post_init__(self) -> None:
        require_all_utc(self.composed_at, self.was)
