"""What follows when a meeting is called off: Zoom's side goes, nothing reminds of it, the patient reads why."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.stores import Repositories


async def call_off(work: Repositories, meeting: Meeting, reason: str, now: datetime) -> tuple[Meeting, bool]:
    """Cancel a meeting that is locked, with all that follows but Home; tells whether the patient is told."""
    cancelled = meeting.cancelled(reason, now)
    await work.meetings.save(cancelled)
    # A creation under way finds the meeting cancelled when it ends, and removes what it has made.
    if cancelled.zoom_meeting_id is not None:
        ends_call = meeting.status is MeetingStatus.STARTED or meeting.starts_at <= now
        await work.outbox.add(intents.removal(cancelled, cancelled.zoom_meeting_id, now, ends_call=ends_call))
    await work.outbox.supersede(meeting.id, OutboxKind.MAIL_REMINDER, now, untried_only=False)
    await work.outbox.supersede(meeting.id, OutboxKind.MAIL_INVITATION, now, untried_only=True)
    is_told = _may_have_been_told(await work.outbox.list_of(meeting.id))
    if is_told:
        await work.outbox.add(intents.cancellation(cancelled, now))
    await work.outbox.renew(intents.card(cancelled, now))
    return cancelled, is_told


def _may_have_been_told(entries: Sequence[OutboxEntry]) -> bool:
    """Tell whether an invitation left or may have left: who never heard of a meeting is not told that it is off."""
    invitations = [entry for entry in entries if entry.kind is OutboxKind.MAIL_INVITATION]
    return any(entry.state is not EntryState.SUPERSEDED for entry in invitations)
