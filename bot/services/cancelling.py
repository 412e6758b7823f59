"""Cancelling a meeting: Zoom's side goes, the patient reads why, nothing reminds of it."""

from dataclasses import dataclass

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.ids import submission_key
from bot.domain.meeting import Meeting
from bot.domain.outbox import OutboxKind
from bot.domain.people import Professional
from bot.domain.reasons import checked_reason
from bot.ports import Clock, Waker
from bot.services.acting import load_own, note_act, require_possible
from bot.services.calling_off import call_off
from bot.stores import Repositories, Store


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
            why = checked_reason(reason, "Write a reason for your patient.")
            await work.inbox.add(source, own.id, now)
            [(meeting, is_told)] = await call_off(work, [own], why, now)
            await work.outbox.renew(intents.home(professional.id, now))
            await note_act(work, professional, "cancel", meeting, meeting.status, now)
        self.waker.wake()
        return CancelledMeeting(meeting=meeting, is_patient_told=is_told)


async def _as_told(work: Repositories, meeting: Meeting) -> CancelledMeeting:
    entries = await work.outbox.list_of(meeting.id)
    is_told = any(entry.kind is OutboxKind.MAIL_CANCELLATION for entry in entries)
    return CancelledMeeting(meeting=meeting, is_patient_told=is_told)
