"""What follows from how professionals want things done: meetings planned anew, cards drawn anew, the nudge."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain import intents, profile_intents
from bot.domain.day_message import MessagePlace
from bot.domain.failures import MessageGoneError
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_list import ListFilter, StatusGroup
from bot.domain.outbox import OutboxEntry
from bot.domain.people import Professional
from bot.ports import Clock, Messenger
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.looking import with_people
from bot.services.slack_effects import ForgivingEffect
from bot.stores import Repositories, Store

_ON = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED})
# More than anybody has ahead of them: a reminder that is not planned would be lost.
_MOST_AHEAD = 100_000
# Cards further back are hardly looked at, and Slack takes one change a second.
_MOST_PAST = 100


@dataclass(frozen=True, kw_only=True)
class Replanning(ForgivingEffect):
    """Plans what is still to come as the professional wants it now.

    Each meeting is locked first: one that is made at this moment is planned either by what was chosen before, and
    found here, or by what was chosen now.
    """

    store: Store
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async def plan_anew(work: Repositories) -> None:
            now = self.clock.now()
            ahead = await work.meetings.list_upcoming(entry.professional_id, now, _MOST_AHEAD)
            professional = await work.people.get_professional(entry.professional_id)
            for meeting in (each for each in ahead if each.status in _ON):
                await work.outbox.add(*profile_intents.planned(meeting, professional.habits, now))
                await work.outbox.renew(intents.card(meeting, now))

        return Settlement(then=plan_anew)


@dataclass(frozen=True, kw_only=True)
class DrawingCards(ForgivingEffect):
    """Has the cards drawn anew that are ahead, and the latest of those that are past."""

    store: Store
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async def draw_anew(work: Repositories) -> None:
            now = self.clock.now()
            ahead = await work.meetings.list_upcoming(entry.professional_id, now, _MOST_AHEAD)
            latest = ListFilter(group=StatusGroup.ALL)
            past = await work.meetings.list_slice(entry.professional_id, latest, None, len(ahead) + _MOST_PAST)
            for meeting in {each.id: each for each in [*ahead, *past]}.values():
                if meeting.card is not None:
                    await work.outbox.renew(intents.card(meeting, now))

        return Settlement(then=draw_anew)


@dataclass(frozen=True, kw_only=True)
class Nudging(ForgivingEffect):
    """Tells the professional that a meeting starts, in the one message of the day."""

    store: Store
    messenger: Messenger
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        now = self.clock.now()
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            professional = await look.people.get_professional(entry.professional_id)
            if not self._is_wanted(entry, meeting, professional):
                return SUPERSEDED
            [own] = await with_people(look, professional, [meeting], now)
            before = await look.day_messages.find(meeting.id)
            if await look.waiting.find(meeting.id) is not None:
                return SUPERSEDED  # the patient is there already, and that was said
        await take_away(self.messenger, before)
        place = await self.messenger.post_nudge(own)

        async def keep_place(work: Repositories) -> None:
            present = await work.meetings.get(meeting.id)
            await work.day_messages.place(meeting.id, place)
            if present.status not in _ON:
                await work.outbox.renew(profile_intents.nudge_end(meeting, self.clock.now()))

        return Settlement(then=keep_place)

    def _is_wanted(self, entry: OutboxEntry, meeting: Meeting, professional: Professional) -> bool:
        """Tell whether it still helps: it is ahead and not opened, and now its host, still one, wants to know."""
        before = timedelta(minutes=int(entry.ids["minutes_before"]))
        return (
            meeting.status is MeetingStatus.SCHEDULED
            and meeting.version == entry.version
            and professional.left_at is None
            and professional.habits.nudge == before
            and self.clock.now() < meeting.starts_at
        )


@dataclass(frozen=True, kw_only=True)
class EndingNudge(ForgivingEffect):
    """Takes the message of the day away: the meeting is over."""

    store: Store
    messenger: Messenger

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            place = await look.day_messages.find(entry.its_meeting_id)
        await take_away(self.messenger, place)

        async def forget_place(work: Repositories) -> None:
            await work.day_messages.place(entry.its_meeting_id, None)

        return Settlement(then=forget_place)


async def take_away(messenger: Messenger, place: MessagePlace | None) -> None:
    """Delete a message of the day; one that is gone already is as good."""
    if place is None:
        return
    with suppress(MessageGoneError):  # deleted by hand or by an earlier attempt
        await messenger.delete_message(place)
