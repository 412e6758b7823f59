"""Marking a meeting as over: ours at once and for good; closing the running call at Zoom follows."""

from dataclasses import dataclass

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.ids import submission_key
from bot.domain.meeting_facts import FactKind, FactSource, MeetingFact
from bot.domain.outbox import OutboxKind
from bot.domain.people import Professional
from bot.ports import Clock, Waker
from bot.services.acting import load_own, note_act, require_possible
from bot.services.recording import record
from bot.stores import Store


@dataclass(frozen=True, kw_only=True)
class Ending:
    store: Store
    clock: Clock
    waker: Waker

    async def end(self, professional: Professional, meeting_id: str, *, slack_view_id: str) -> None:
        """Mark it as over; the same view submitted again changes nothing more.

        Raises NotInYourList, AlreadyOver and NotManageable; then nothing was written.
        """
        source, now = submission_key(slack_view_id), self.clock.now()
        async with self.store.writing() as work:
            own = await load_own(work, professional, meeting_id)
            if await work.inbox.find(source) == meeting_id:
                return
            await require_possible(Act.END, work, professional, own, now)
            await work.inbox.add(source, own.id, now)
            over = MeetingFact(meeting_id=own.id, source=FactSource.PROFESSIONAL, kind=FactKind.ENDED, at=now)
            await record(work, own, [over], now)
            await work.outbox.supersede([own.id], OutboxKind.MAIL_REMINDER, now, untried_only=False)
            if own.zoom_meeting_id is not None:
                await work.outbox.add(intents.call_end(own, own.zoom_meeting_id, now))
            await note_act(work, professional, "end", own, "ended", now)
        self.waker.wake()
