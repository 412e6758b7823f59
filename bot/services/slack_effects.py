"""What the worker shows in Slack: cards, the open result, Home, notices. All composed from how things stand then."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import intents, profile_intents
from bot.domain.card import MeetingCard
from bot.domain.failures import MessageGoneError
from bot.domain.home import HomeFacts
from bot.domain.meeting import ON, CardPlace, MeetingStatus
from bot.domain.notices import Notice, NoticeKind, is_still_true
from bot.domain.outbox import OutboxEntry
from bot.domain.parting import PartingStep
from bot.domain.people import Professional
from bot.ports import Clock, Messenger
from bot.services.assisting import shown_to, stranger_home
from bot.services.browsing import home_facts, view_in_home
from bot.services.delivering import SUPERSEDED, ForgivingEffect, Settlement
from bot.services.looking import describe_meeting
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class ShowingCard(ForgivingEffect):
    """One card a meeting: posted with the outcome, so that the one notification tells it, then kept up to date."""

    store: Store
    messenger: Messenger
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            card = await describe_meeting(look, meeting, self.clock.now())
        place = await self._place(card)

        async def keep_place(work: Repositories) -> None:
            await work.meetings.place_card(card.meeting.id, place)
            if card.meeting.status not in ON and await work.day_messages.find(card.meeting.id):
                await work.outbox.renew(profile_intents.nudge_end(card.meeting, self.clock.now()))

        return Settlement(then=keep_place)

    async def _place(self, card: MeetingCard) -> CardPlace | None:
        meeting, place = card.meeting, card.meeting.card
        if place is None:
            return await self._post(card)
        # An update makes no notification: the outcome of a long wait is posted anew.
        was_awaited = place.posted_as is MeetingStatus.PENDING and meeting.status is not MeetingStatus.PENDING
        try:
            if was_awaited and meeting.deleted_at is None:
                await self.messenger.delete_message(place)
            else:
                await self.messenger.update_card(place, card)
                return place
        except MessageGoneError:
            pass  # deleted by hand or by an earlier attempt
        return await self._post(card)

    async def _post(self, card: MeetingCard) -> CardPlace | None:
        """Post it; nobody is told anew of a meeting that was deleted."""
        return await self.messenger.post_card(card) if card.meeting.deleted_at is None else None


@dataclass(frozen=True, kw_only=True)
class ShowingResult(ForgivingEffect):
    """The result in the form that was just sent; when it was closed, nobody misses it."""

    store: Store
    messenger: Messenger
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            card = await describe_meeting(look, meeting, self.clock.now())
        try:
            await self.messenger.update_result(str(entry.ids["slack_view_id"]), card)
        except MessageGoneError:
            return SUPERSEDED
        return Settlement()


@dataclass(frozen=True, kw_only=True)
class ShowingParting(ForgivingEffect):
    """How far the end of a connection has come, in the modal that asked; when that was closed, Home tells it."""

    messenger: Messenger

    async def perform(self, entry: OutboxEntry) -> Settlement:
        try:
            await self.messenger.update_parting(str(entry.ids["slack_view_id"]), PartingStep(str(entry.ids["step"])))
        except MessageGoneError:
            return SUPERSEDED
        return Settlement()


@dataclass(frozen=True, kw_only=True)
class ShowingHome(ForgivingEffect):
    store: Store
    messenger: Messenger
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            homes = await _homes(look, entry.professional_id, self.clock.now())
        for home in homes:
            await self.messenger.show_home(home)
        return Settlement()


async def _homes(look: Repositories, professional_id: str, now: datetime) -> list[HomeFacts]:
    """Gather the person's own Home, and those of assistants who look at the same list."""
    person = await look.people.get_professional(professional_id)
    mine = await shown_to(look, person)
    homes = [await _home(look, mine, now) if mine else stranger_home(person, now)]
    for assistant in await look.assistants.list_of(professional_id):
        theirs = await shown_to(look, assistant)
        if theirs is not None and theirs.id == professional_id:
            homes.append(await _home(look, theirs, now))
    return homes


async def _home(look: Repositories, professional: Professional, now: datetime) -> HomeFacts:
    return await home_facts(look, professional, await view_in_home(look, professional, now), now)


@dataclass(frozen=True, kw_only=True)
class Redrawing(ForgivingEffect):
    """A moment at which other acts become possible: card and Home are asked for anew."""

    store: Store
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        if meeting.status not in ON or meeting.version != entry.version:
            return SUPERSEDED

        async def ask_anew(work: Repositories) -> None:
            now = self.clock.now()
            await work.outbox.renew(intents.card(meeting, now))
            await work.outbox.renew(intents.home(meeting.professional_id, now))

        return Settlement(then=ask_anew)


@dataclass(frozen=True, kw_only=True)
class Noticing(ForgivingEffect):
    """A new message that needs an act of the professional."""

    store: Store
    messenger: Messenger

    async def perform(self, entry: OutboxEntry) -> Settlement:
        for_whom = entry.ids.get("for_whom")
        async with self.store.reading() as look:
            patient_id = str(entry.ids.get("patient_id", ""))
            notice = Notice(
                kind=NoticeKind(str(entry.ids["notice"])),
                professional=await look.people.get_professional(entry.professional_id),
                meeting=await look.meetings.get(entry.meeting_id) if entry.meeting_id else None,
                for_whom=await look.people.get_professional(str(for_whom)) if for_whom else None,
                patient=await look.people.get_patient(patient_id) if patient_id else None,
            )
            connection = await look.connections.find(entry.professional_id)
        if not is_still_true(notice.kind, notice.meeting, connection):
            return SUPERSEDED
        await self.messenger.post_notice(notice)
        return Settlement()
