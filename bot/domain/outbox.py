"""The outbox: every effect on the network is first a row, written in the transaction that decides it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.local_time import require_all_utc


class OutboxKind(StrEnum):
    ZOOM_CREATE = "zoom.create"
    ZOOM_DELETE = "zoom.delete"
    ZOOM_END = "zoom.end"  # the running call is closed
    ZOOM_OUTCOME = "zoom.outcome"  # Zoom is asked what became of a meeting whose time is over
    ZOOM_REVOKE = "zoom.revoke"  # the grant is given back
    ZOOM_RESTORE = "zoom.restore"  # what was removed in Zoom is put back
    ZOOM_UPDATE = "zoom.update"  # Zoom is told the time that holds here
    ZOOM_LOOK = "zoom.look"  # a meeting is compared with what Zoom has
    ZOOM_INVENTORY = "zoom.inventory"  # so are all that Zoom has of a host
    ZOOM_KEEP = "zoom.keep"  # the connection is used, so that it lasts
    MAIL_INVITATION = "mail.invitation"
    MAIL_CANCELLATION = "mail.cancellation"
    MAIL_CHANGE = "mail.change"
    MAIL_REMINDER = "mail.reminder"
    MAIL_ASKING = "mail.asking"  # somebody is asked whether they choose a professional
    PATIENT_ERASE = "patient.erase"  # what is known of a patient goes, once nothing is to be sent any more
    SLACK_CARD = "slack.card"  # the meeting's card, composed from how things stand when it is sent
    SLACK_VIEW = "slack.view"  # the open "Scheduling" view, as long as it is open
    SLACK_PARTING = "slack.parting"  # the open view that tells how far the end of a connection has come
    SLACK_HOME = "slack.home"
    SLACK_REDRAW = "slack.redraw"  # a moment at which card and Home change by themselves
    SLACK_NOTICE = "slack.notice"  # a new message that needs an act
    SLACK_NUDGE = "slack.nudge"  # the professional is told that a meeting starts
    SLACK_NUDGE_END = "slack.nudge_end"  # and that message goes when the meeting is over
    SLACK_CARDS = "slack.cards"  # all cards that are still looked at are drawn anew
    MEETINGS_REPLAN = "meetings.replan"  # reminders and nudges of meetings to come, after a setting has changed
    SLACK_WAITING = "slack.waiting"  # the message that the patient waits, as long as they do


MAILS = frozenset(
    {OutboxKind.MAIL_INVITATION, OutboxKind.MAIL_CANCELLATION, OutboxKind.MAIL_CHANGE, OutboxKind.MAIL_REMINDER}
)


class EntryState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SUPERSEDED = "superseded"  # no longer wanted when its turn came
    DEAD = "dead"  # given up, and the professional told


@dataclass(frozen=True, kw_only=True)
class OutboxEntry:
    """One effect to bring about.

    `key` is unique: writing the same intent twice makes one entry. `ids` names what the effect is about, never content.
    `version` is that of the meeting it was decided for. `revision` grows when a standing entry (card, Home) is asked
    for anew while it waits or runs. Times are aware UTC of the product's clock; after `deadline` it is given up.
    """

    key: str
    kind: OutboxKind
    professional_id: str
    meeting_id: str | None = None
    version: int = 0
    ids: dict[str, str | int] = field(default_factory=dict)
    due_at: datetime
    deadline: datetime | None = None
    id: int = 0
    revision: int = 0
    attempts: int = 0
    state: EntryState = EntryState.WAITING
    settled_at: datetime | None = None
    last_error_code: str = ""

    def __post_init__(self) -> None:
        require_all_utc(self.due_at, self.deadline, self.settled_at)

    @property
    def its_meeting_id(self) -> str:
        """The meeting that the effect is about; LookupError for an entry that is about none."""
        if self.meeting_id is None:
            raise LookupError(f"{self.key} is about no meeting")
        return self.meeting_id

    def is_too_late(self, now: datetime) -> bool:
        """Whether it is not even tried any more. A grant is given back late rather than deleted without Zoom's word."""
        return self.deadline is not None and now > self.deadline and self.kind is not OutboxKind.ZOOM_REVOKE

    @property
    def is_retried(self) -> bool:
        """Whether an earlier attempt may have had its effect without our knowing."""
        return self.attempts > 1

    def asked_anew(self) -> "OutboxEntry":
        """Wait again, as if it had never been tried."""
        return replace(self, state=EntryState.WAITING, attempts=0, settled_at=None, last_error_code="")
