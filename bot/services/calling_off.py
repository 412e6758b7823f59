"""What follows when meetings are called off: Zoom's side goes, nothing reminds of them, each patient reads why."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.stores import Repositories


async def call_off(
    work: Repositories, meetings: Sequence[Meeting], reason: str, now: datetime
) -> list[tuple[Meeting, bool]]:
    """Cancel meetings that are locked, with all that follows but Home; tells of each whether its patient is told."""
    ids = [meeting.id for meeting in meetings]
    await work.outbox.supersede(ids, OutboxKind.MAIL_REMINDER, now, untried_only=False)
    await work.outbox.supersede(ids, OutboxKind.MAIL_INVITATION, now, untried_only=True)
    told = {mail.meeting_id for mail in await work.outbox.list_mails(ids) if _may_have_left(mail)}
    follows: list[OutboxEntry] = []
    called_off: list[tuple[Meeting, bool]] = []
    for meeting in meetings:
        cancelled = meeting.cancelled(reason, now)
        await work.meetings.save(cancelled)
        follows += _removals(meeting, cancelled, now)
        follows += [intents.cancellation(cancelled, now)] if meeting.id in told else []
        called_off.append((cancelled, meeting.id in told))
    await work.outbox.add(*follows)
    for cancelled, _ in called_off:
        await work.outbox.renew(intents.card(cancelled, now))
    return called_off


def _removals(meeting: Meeting, cancelled: Meeting, now: datetime) -> list[OutboxEntry]:
    """Remove it at Zoom. A creation under way finds the meeting cancelled when it ends, and removes what it made."""
    if cancelled.zoom_meeting_id is None:
        return []
    ends_call = meeting.status is MeetingStatus.STARTED or meeting.starts_at <= now
    return [intents.removal(cancelled, cancelled.zoom_meeting_id, now, ends_call=ends_call)]


def _may_have_left(mail: OutboxEntry) -> bool:
    """Tell of an invitation whether it left or may have: who never heard of a meeting is not told that it is off."""
    return mail.kind is OutboxKind.MAIL_INVITATION and mail.state is not EntryState.SUPERSEDED
