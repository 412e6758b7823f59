"""Cancelling a meeting: Zoom's side goes, the patient reads why, nothing reminds of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.ids import submission_key
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.domain.refusals import Field, FieldRefusal
from bot.ports import Clock, Waker
from bot.services.acting import load_for, load_own, require_possible
from bot.services.looking import with_people
from bot.stores import Repositories, Store

SHORTEST_REASON = 3
LONGEST_REASON = 1000


@dataclass(frozen=True, kw_only=True)
class CancelledMeeting:
    """`is_patient_told` is False when the patient had never heard of the meeting."""

    meeting: Meeting
    is_patient_told: bool


@dataclass(frozen=True, kw_only=True)
class Cancelling:
    store: Store
    clock: Clock
    waker: Waker

    async def get_cancellable(self, professional: Professional, meeting_id: str) -> OwnMeeting:
        """Find the meeting to ask about. Raises NotInYourList, AlreadyOver and NotManageable."""
        now = self.clock.now()
        async with self.store.reading() as look:
            meeting = await load_for(Act.CANCEL, look, professional, meeting_id, now)
            (own,) = await with_people(look, professional, [meeting], now)
        return own

    async def cancel(
        self, professional: Professional, meeting_id: str, reason: str, *, slack_view_id: str
    ) -> CancelledMeeting:
        """Cancel it; the same view submitted again changes nothing more.

        Raises FieldRefusal (no reason), NotInYourList, AlreadyOver and NotManageable; then nothing was written.
        """
        source, now = submission_key(slack_view_id), self.clock.now()
        async with self.store.writing() as work:
            # The meeting first: its lock lets the same submission, delivered twice, see what the other one did.
            own = await load_own(work, professional, meeting_id)
            if await work.inbox.find(source) == meeting_id:
                return await _as_told(work, own)
            await require_possible(Act.CANCEL, work, professional, own, now)
            meeting = own.cancelled(_checked(reason), now)
            await work.inbox.add(source, meeting.id, now)
            await work.meetings.save(meeting)
            is_told = await _undo_at_zoom_and_tell(work, meeting, own.status, now)
            await work.audit.add(
                at=now, actor=professional.id, action="cancel", about=meeting.id, outcome=meeting.status
            )
        self.waker.wake()
        return CancelledMeeting(meeting=meeting, is_patient_told=is_told)


async def _undo_at_zoom_and_tell(work: Repositories, meeting: Meeting, was: MeetingStatus, now: datetime) -> bool:
    """Write what follows; tells whether the patient is told."""
    # A creation under way finds the meeting cancelled when it ends, and removes what it has made.
    if meeting.zoom_meeting_id is not None:
        ends_call = was is MeetingStatus.STARTED or meeting.starts_at <= now
        await work.outbox.add(intents.removal(meeting, meeting.zoom_meeting_id, now, ends_call=ends_call))
    await work.outbox.supersede(meeting.id, OutboxKind.MAIL_REMINDER, now, untried_only=False)
    await work.outbox.supersede(meeting.id, OutboxKind.MAIL_INVITATION, now, untried_only=True)
    is_told = _may_have_been_told(await work.outbox.list_of(meeting.id))
    if is_told:
        await work.outbox.add(intents.cancellation(meeting, now))
    await work.outbox.renew(intents.card(meeting, now))
    await work.outbox.renew(intents.home(meeting.professional_id, now))
    return is_told


async def _as_told(work: Repositories, meeting: Meeting) -> CancelledMeeting:
    entries = await work.outbox.list_of(meeting.id)
    is_told = any(entry.kind is OutboxKind.MAIL_CANCELLATION for entry in entries)
    return CancelledMeeting(meeting=meeting, is_patient_told=is_told)


def _checked(reason: str) -> str:
    if len(reason.strip()) < SHORTEST_REASON:
        raise FieldRefusal({Field.REASON: "Write a reason for your patient."})
    return reason.strip()[:LONGEST_REASON]


def _may_have_been_told(entries: Sequence[OutboxEntry]) -> bool:
    """Tell whether an invitation left or may have left: who never heard of a meeting is not told that it is off."""
    invitations = [entry for entry in entries if entry.kind is OutboxKind.MAIL_INVITATION]
    return any(entry.state is not EntryState.SUPERSEDED for entry in invitations)
