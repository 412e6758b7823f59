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
    reminders still to come, for the invitation to promise. `signature` and `phone` are what the professional shows
    patients, "" where they show none; with `names_topic` a topic that is shared is named in the subject, too.
    `composed_at` becomes the calendar's DTSTAMP. `was` is when it was to start before a change.
    """

    key: str
    reason: Reason
    meeting: Meeting
    patient: Patient
    professional_name: str = field(repr=False)
    signature: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    names_topic: bool = False
    leads: tuple[timedelta, ...] = ()
    composed_at: datetime
    was: datetime | None = None

    def __post_init__(self) -> None:
        require_all_utc(self.composed_at, self.was)
