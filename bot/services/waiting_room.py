"""The message that the patient is in the waiting room: posted when they come, gone when they are let in or leave."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.meeting import ON, Meeting
from bot.domain.outbox import OutboxEntry
from bot.domain.waiting_room import waiting_since
from bot.ports import Clock, Messenger
from bot.services.delivering import SUPERSEDED, ForgivingEffect, Settlement
from bot.services.looking import with_people
from bot.services.profile_effects import take_away
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class ShowingWaiting(ForgivingEffect):
    """One message a meeting, composed from who waits when it leaves: a report that comes late tells nothing false.

    It takes the place of the one that the meeting starts: of a meeting's day one message stands at a time.
    """

    store: Store
    messenger: Messenger
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            shown = await look.day_messages.find(meeting.id)
            told = shown.waiting_since if shown else None
            since = await self._since(look, meeting, told)
            if since == told:
                return SUPERSEDED
            professional = await look.people.get_professional(meeting.professional_id)
            (own,) = await with_people(look, professional, [meeting], self.clock.now())
        await take_away(self.messenger, shown)
        place = replace(await self.messenger.post_waiting(own), waiting_since=since) if since is not None else None

        async def keep_place(work: Repositories) -> None:
            await work.day_messages.place(meeting.id, place)

        return Settlement(then=keep_place)

    async def _since(self, look: Repositories, meeting: Meeting, told: datetime | None) -> datetime | None:
        """Tell since when somebody waits for a meeting that is on."""
        if meeting.status not in ON:
            return None
        return waiting_since(await look.facts.list_of(meeting.id), self.clock.now(), told)
