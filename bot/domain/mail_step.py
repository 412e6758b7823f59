"""How the mail to the patient fares: the invitation, and once it is called off, the cancellation."""

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind


class MailStep(StrEnum):
    BEING_SENT = "being_sent"
    SENT = "sent"
    NOT_ACCEPTED = "not_accepted"
    NOT_SENT = "not_sent"


def latest_mail(meeting: Meeting, entries: Sequence[OutboxEntry]) -> OutboxEntry | None:
    """Find the mail that tells the patient how the meeting stands, among its entries in the order of writing."""
    is_cancelled = meeting.status is MeetingStatus.CANCELLED
    kind = OutboxKind.MAIL_CANCELLATION if is_cancelled else OutboxKind.MAIL_INVITATION
    return next((entry for entry in reversed(entries) if entry.kind is kind), None)


def mail_step(mail: OutboxEntry | None) -> MailStep:
    if mail is None or mail.state is EntryState.SUPERSEDED:
        return MailStep.NOT_SENT
    return {
        EntryState.WAITING: MailStep.BEING_SENT,
        EntryState.DONE: MailStep.SENT,
        EntryState.DEAD: MailStep.NOT_ACCEPTED,
    }[mail.state]
