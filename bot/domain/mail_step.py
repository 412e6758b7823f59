"""How the mail to the patient fares: the invitation, and once it is called off, the cancellation."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.domain.meeting import ON, Meeting, MeetingStatus
from bot.domain.outbox import MAILS, EntryState, OutboxEntry, OutboxKind

_THAT_IT_IS = frozenset({OutboxKind.MAIL_INVITATION, OutboxKind.MAIL_CHANGE})


class MailStep(StrEnum):
    BEING_SENT = "being_sent"
    SENT = "sent"
    NOT_ACCEPTED = "not_accepted"
    NOT_SENT = "not_sent"


def latest_mail(meeting: Meeting, entries: Sequence[OutboxEntry]) -> OutboxEntry | None:
    """Find the mail that tells the patient how the meeting stands, among its entries in the order of writing."""
    is_cancelled = meeting.status is MeetingStatus.CANCELLED
    kinds = {OutboxKind.MAIL_CANCELLATION} if is_cancelled else _THAT_IT_IS
    return next((entry for entry in reversed(entries) if entry.kind in kinds), None)


def mail_step(mail: OutboxEntry | None) -> MailStep:
    if mail is None or mail.state is EntryState.SUPERSEDED:
        return MailStep.NOT_SENT
    return {
        EntryState.WAITING: MailStep.BEING_SENT,
        EntryState.DONE: MailStep.SENT,
        EntryState.DEAD: MailStep.NOT_ACCEPTED,
    }[mail.state]


def is_wanted(mail: OutboxEntry, meeting: Meeting) -> bool:
    """Compare what was decided with what holds now: this is what keeps reminders of cancelled meetings back."""
    is_about_the_end = mail.kind is OutboxKind.MAIL_CANCELLATION
    awaited = {MeetingStatus.CANCELLED} if is_about_the_end else ON
    return meeting.status in awaited and meeting.version == mail.version


def to_send_again(meeting: Meeting, entries: Sequence[OutboxEntry], now: datetime) -> OutboxEntry | None:
    """Find the newest mail that was given up, still holds, and can still reach the patient in time."""
    if meeting.deleted_at is not None:
        return None
    given_up = (entry for entry in reversed(entries) if entry.kind in MAILS and entry.state is EntryState.DEAD)
    found = next((entry for entry in given_up if is_wanted(entry, meeting)), None)
    is_late = found is not None and found.kind is not OutboxKind.MAIL_CANCELLATION and meeting.starts_at <= now
    return None if is_late else found
