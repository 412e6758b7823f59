"""Deleting a meeting that is over: its texts are erased, a tombstone stays, what is left at Zoom goes."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.ids import submission_key
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import MAILS, EntryState, OutboxKind
from bot.domain.people import Professional
from bot.domain.refusals import StillSending
from bot.ports import Clock, Waker
from bot.services.acting import load_own, note_act, require_possible
from bot.stores import Repositories, Store

# A cancelled meeting is being removed at Zoom already, and one that failed was never made there.
_LEFT_AT_ZOOM = frozenset({MeetingStatus.ENDED, MeetingStatus.MISSED})


@dataclass(frozen=True, kw_only=True)
class Deleting:
    store: Store
    clock: Clock
    waker: Waker

    async def delete(self, professional: Professional, meeting_id: str, *, slack_view_id: str) -> None:
        """Delete it; the same view submitted again changes nothing more.

        Raises NotInYourList, AlreadyOver, NotManageable and StillSending; then nothing was written.
        """
        source, now = submission_key(slack_view_id), self.clock.now()
        async with self.store.writing() as work:
            own = await load_own(work, professional, meeting_id)
            if await work.inbox.find(source) == meeting_id:
                return
            await require_possible(Act.DELETE, work, professional, own, now)
            await _require_all_sent(work, own)
            await work.inbox.add(source, own.id, now)
            await work.meetings.save(own.deleted(now))
            await remove_at_zoom(work, own, now)
            await work.outbox.renew(intents.card(own, now))
            await work.outbox.renew(intents.home(professional.id, now))
            await note_act(work, professional, "delete", own, "deleted", now)
        self.waker.wake()


async def remove_at_zoom(work: Repositories, meeting: Meeting, now: datetime) -> None:
    """Have removed what is left there, and tried once more what could not be removed before."""
    if meeting.zoom_meeting_id is not None and meeting.status in _LEFT_AT_ZOOM:
        await work.outbox.add(intents.removal(meeting, meeting.zoom_meeting_id, now))
    for entry in await work.outbox.list_of(meeting.id):
        if entry.kind is OutboxKind.ZOOM_DELETE and entry.state is EntryState.DEAD:
            await work.outbox.renew(intents.removal_again(entry, now))


async def _require_all_sent(work: Repositories, meeting: Meeting) -> None:
    """Raise StillSending while a mail waits: it is composed when it leaves, of texts that would be gone."""
    entries = await work.outbox.list_of(meeting.id)
    if any(entry.kind in MAILS and entry.state is EntryState.WAITING for entry in entries):
        raise StillSending
