"""The message that the patient is in the waiting room: posted when they come, gone when they are let in or leave."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.day_message import MessagePlace
from bot.domain.failures import Failure
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import OutboxEntry
from bot.domain.own_meeting import OwnMeeting
from bot.domain.waiting_room import waiting_since
from bot.ports import Clock, Messenger
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.looking import with_people
from bot.services.profile_effects import take_away
from bot.stores import Repositories, Store
from bot.upkeep_stores import WaitingMessage

_ON = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED})


@dataclass(frozen=True, kw_only=True)
class ShowingWaiting:
    """One message a meeting, composed from who waits when it leaves: a report that comes late tells nothing false.

    It takes the place of the one that the meeting starts: of a meeting's day one message stands at a time.
    """

    store: Store
    messenger: Messenger
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            shown = await look.waiting.find(meeting.id)
            told = shown.since if shown else None
            since = await self._since(look, meeting, told)
            if since == told:
                return SUPERSEDED
            professional = await look.people.get_professional(meeting.professional_id)
            nudge = await look.day_messages.find(meeting.id)
            (own,) = await with_people(look, professional, [meeting], self.clock.now())
        if shown is not None:
            await take_away(self.messenger, MessagePlace(channel=shown.channel, ts=shown.ts))
        if since is not None:
            await take_away(self.messenger, nudge)
        message = await self._post(own, since) if since is not None else None

        async def keep(work: Repositories) -> None:
            await work.waiting.save(meeting.id, message)
            if since is not None:
                await work.day_messages.place(meeting.id, None)

        return Settlement(then=keep)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: it is composed anew."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: the patient is seen when the professional starts the meeting."""

    async def _since(self, look: Repositories, meeting: Meeting, told: datetime | None) -> datetime | None:
        """Tell since when somebody waits for a meeting that is on."""
        if meeting.status not in _ON:
            return None
        return waiting_since(await look.facts.list_of(meeting.id), self.clock.now(), told)

    async def _post(self, own: OwnMeeting, since: datetime) -> WaitingMessage:
        place = await self.messenger.post_waiting(own)
        return WaitingMessage(channel=place.channel, ts=place.ts, since=since)
