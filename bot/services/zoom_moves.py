"""What the professional answers when a meeting stands in Zoom otherwise than here: so be it, or put it back."""

from dataclasses import dataclass

from bot.domain import intents, zoom_intents
from bot.domain.acts import Act
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Professional
from bot.ports import Clock, Waker
from bot.services.acting import load_for, note_act
from bot.services.changing_time import change_time, is_patient_told
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class ZoomMoves:
    """Both acts raise NotInYourList, AlreadyOver (a second click finds nothing to answer) and NotManageable."""

    store: Store
    clock: Clock
    waker: Waker

    async def accept(self, professional: Professional, meeting_id: str) -> Meeting:
        """Let the time in Zoom hold, and mail it to the patient."""
        now = self.clock.now()
        async with self.store.writing() as work:
            meeting = await load_for(Act.ACCEPT_MOVE, work, professional, meeting_id, now)
            move = meeting.zoom_move
            assert move is not None, "the act is allowed only where there is a move"
            is_told = await is_patient_told(work, meeting)
            changed = await change_time(work, meeting, move.starts_at, move.duration, now)
            mail = zoom_intents.change(changed, meeting.starts_at, now) if is_told else intents.invitation(changed, now)
            await work.outbox.add(mail)
            await note_act(work, professional, "accept_move", meeting, changed.status, now)
        self.waker.wake()
        return changed

    async def put_back(self, professional: Professional, meeting_id: str) -> Meeting:
        """Have Zoom's side made again what was agreed; the patient is told only where the link becomes another one."""
        now = self.clock.now()
        async with self.store.writing() as work:
            meeting = await load_for(Act.PUT_BACK, work, professional, meeting_id, now)
            kept = await self._put_back(work, meeting)
            await work.outbox.renew(intents.card(kept, now))
            await work.outbox.renew(intents.home(professional.id, now))
            await note_act(work, professional, "put_back", meeting, meeting.status, now)
        self.waker.wake()
        return kept

    async def _put_back(self, work: Repositories, meeting: Meeting) -> Meeting:
        now = self.clock.now()
        if meeting.status is MeetingStatus.CANCELLED_ON_ZOOM:
            await work.outbox.renew(zoom_intents.restoration(meeting, now))
            return meeting
        kept = meeting.with_zoom_move(None)
        await work.meetings.save(kept)
        await work.outbox.renew(zoom_intents.update(kept, now))
        return kept
