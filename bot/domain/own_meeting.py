"""A meeting as its professional sees it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import Act, allowed_acts, is_start_window
from bot.domain.assistance import ACTS_FOR_ANOTHER
from bot.domain.mail_step import MailStep
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Patient, Professional


@dataclass(frozen=True, kw_only=True)
class OwnMeeting:
    """The meeting with its people, looked at in the moment `at`: what may be done with it depends on that.

    `mail` is how the latest mail about it fares, where that was looked up.
    """

    meeting: Meeting
    patient: Patient
    professional: Professional
    at: datetime
    mail: MailStep | None = None

    @property
    def acts(self) -> tuple[Act, ...]:
        """What may be done now by who looks: an assistant may do less."""
        acts = allowed_acts(self.meeting, self.at)
        return tuple(act for act in acts if act in ACTS_FOR_ANOTHER) if self.professional.assisted_by else acts

    @property
    def has_started(self) -> bool:
        """Whether it may be open in Zoom: its planned start has passed, or its host has opened it before."""
        return self.meeting.starts_at <= self.at or self.meeting.status is MeetingStatus.STARTED

    @property
    def lacks_mail(self) -> bool:
        """Whether a mail that was not accepted can be sent again."""
        is_ahead = self.meeting.status is MeetingStatus.CANCELLED or not self.has_started
        return self.mail is MailStep.NOT_ACCEPTED and is_ahead and self.meeting.deleted_at is None

    @property
    def is_start_window(self) -> bool:
        """Whether *Start meeting* is a link now: it signs in as the host, so never for an assistant."""
        return not self.professional.assisted_by and is_start_window(self.meeting, self.at)
