"""What the worker does at Zoom when the professional wants it as it was agreed: put back, and set right."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain import intents, zoom_intents
from bot.domain.failures import Failure
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import recovery
from bot.domain.outbox import EntryState, OutboxEntry
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant
from bot.domain.zoom_meeting import ZoomMeeting
from bot.ports import Clock, ZoomMeetings, ZoomUpkeep
from bot.services.changing_time import is_patient_told
from bot.services.clearing import let_grant_go
from bot.services.delivering import Settlement
from bot.services.recording import record
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_rations import spend_day, take_change
from bot.stores import Repositories, Store

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """Puts back what was removed in Zoom: recovered, so that the patient's link works again, or else made anew."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    upkeep: ZoomUpkeep
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        if meeting.status is not MeetingStatus.CANCELLED_ON_ZOOM:
            return self._clean_up(meeting, entry)
        made = await self._recover(meeting) or await self._find_or_make(meeting, entry)

        async def take_over(work: Repositories) -> None:
            await self._take_over(work, entry, made)
            await let_grant_go(work, entry, self.clock)

        return Settlement(then=take_over)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Keep trying silently: the card says that it is being worked on."""
        if failure.code == ZoomCode.DAILY_LIMIT:
            await spend_day(work, self.clock, entry.professional_id)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        """Ask the professional once more: they believe that it is being put back."""
        meeting, now = await work.meetings.get(entry.its_meeting_id), self.clock.now()
        await work.connections.lock(entry.professional_id)
        if meeting.status is MeetingStatus.CANCELLED_ON_ZOOM:
            await work.outbox.renew(zoom_intents.not_put_back(meeting, now))
            await work.outbox.renew(intents.card(meeting, now))
        if entry.is_retried:
            await work.outbox.renew(intents.sweep(meeting, now))
        await let_grant_go(work, entry, self.clock)

    async def _recover(self, meeting: Meeting) -> ZoomMeeting | None:
        zoom_meeting_id = meeting.zoom_meeting_id
        if zoom_meeting_id is None:
            return None
        return await self.access.with_grant(
            meeting.professional_id,
            lambda grant: self.upkeep.recover(grant, meeting.zoom_plan, zoom_meeting_id),
            zoom_user=meeting.zoom_user,
        )

    async def _find_or_make(self, meeting: Meeting, entry: OutboxEntry) -> ZoomMeeting:
        """Look first for what an earlier attempt may have made."""

        async def find(grant: ZoomGrant) -> ZoomMeeting | None:
            return await self.zoom.find(grant, meeting.zoom_plan)

        found = await self._with_grant(meeting, find) if entry.is_retried else None
        if found is not None:
            return found
        await take_change(self.store, self.clock, meeting.professional_id)
        return await self._with_grant(meeting, lambda grant: self.zoom.create(grant, meeting.zoom_plan))

    async def _with_grant(self, meeting: Meeting, call: Callable[[ZoomGrant], Awaitable[T]]) -> T:
        return await self.access.with_grant(meeting.professional_id, call, zoom_user=meeting.zoom_user)

    def _clean_up(self, meeting: Meeting, entry: OutboxEntry) -> Settlement:
        """Have removed what an earlier attempt may have made, when the meeting was called off before we heard of it."""

        async def remove(work: Repositories) -> None:
            await work.connections.lock(entry.professional_id)
            if meeting.status is MeetingStatus.CANCELLED and entry.is_retried:
                await work.outbox.renew(intents.sweep(meeting, self.clock.now()))
            await let_grant_go(work, entry, self.clock)

        return Settlement(state=EntryState.SUPERSEDED, then=remove)

    async def _take_over(self, work: Repositories, entry: OutboxEntry, made: ZoomMeeting) -> None:
        """Write what Zoom has again; read anew under the lock, as it may be cancelled or recovered by now."""
        now = self.clock.now()
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.connections.note_worked(entry.professional_id, now)  # after the meeting, before any entry: the order
        if meeting.status is not MeetingStatus.CANCELLED_ON_ZOOM:
            if meeting.status is MeetingStatus.CANCELLED or made.zoom_meeting_id != meeting.zoom_meeting_id:
                await work.outbox.renew(intents.removal(meeting, made.zoom_meeting_id, now))
            return
        back = meeting.put_back(made)
        await work.meetings.save(back)
        if back.version != meeting.version:
            professional = await work.people.get_professional(back.professional_id)
            await work.outbox.add(*zoom_intents.all_planned(back, professional.habits, now))
        if back.version != meeting.version or not await is_patient_told(work, meeting):
            await work.outbox.renew(intents.invitation(back, now))
        fact = recovery(meeting.id, await work.facts.list_of(meeting.id), now)
        await record(work, back, [fact], now)
        await work.outbox.renew(intents.card(back, now))
        await work.outbox.renew(intents.home(back.professional_id, now))


@dataclass(frozen=True, kw_only=True)
class Updating:
    """Tells Zoom the time that holds here. It is the same however often: the last version that is told, holds."""

    store: Store
    access: ZoomAccess
    upkeep: ZoomUpkeep
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        zoom_meeting_id = meeting.zoom_meeting_id
        if meeting.status is not MeetingStatus.SCHEDULED or zoom_meeting_id is None:
            return Settlement(state=EntryState.SUPERSEDED, then=self._settle_last(entry))
        await take_change(self.store, self.clock, meeting.professional_id)
        await self.access.with_grant(
            meeting.professional_id,
            lambda grant: self.upkeep.update(grant, meeting.zoom_plan, zoom_meeting_id),
            zoom_user=meeting.zoom_user,
        )

        async def note(work: Repositories) -> None:
            await work.connections.note_worked(entry.professional_id, self.clock.now())
            await let_grant_go(work, entry, self.clock)

        return Settlement(then=note)

    def _settle_last(self, entry: OutboxEntry) -> Callable[[Repositories], Awaitable[None]]:
        async def settle(work: Repositories) -> None:
            await work.connections.lock(entry.professional_id)
            await let_grant_go(work, entry, self.clock)

        return settle

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Keep trying silently: what is not told yet is compared, and told again, in any case."""
        if failure.code == ZoomCode.DAILY_LIMIT:
            await spend_day(work, self.clock, entry.professional_id)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        """Have it looked at: what has gone, or stands otherwise there, is then asked about."""
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.connections.lock(entry.professional_id)
        await work.outbox.renew(zoom_intents.look(meeting, self.clock.now()))
        await let_grant_go(work, entry, self.clock)
