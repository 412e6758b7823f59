"""Acting for another: who has appointed whom, and for whom a request is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import intents
from bot.domain.assistance import MOST_ASSISTANTS, Assisted, Switch
from bot.domain.home import HomeFacts
from bot.domain.meeting_list import ListView
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxEntry
from bot.domain.people import Actor, Professional
from bot.domain.refusals import NoLongerAssistant, NotAProfessional, NotForAssistants, Refusal
from bot.ports import Clock, Waker
from bot.services.admitting import admitted, is_admitted
from bot.services.identifying import Identifying
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class Assisting:
    store: Store
    clock: Clock
    waker: Waker
    identifying: Identifying

    async def oneself(self, actor: Actor) -> Professional:
        """Find the professional who acts, for what nobody does for another.

        Raises NotForAssistants for who only assists, and NotAProfessional for all others who are none.
        """
        person, is_professional = await self.identifying.person(actor)
        if is_professional:
            return person
        raise NotForAssistants if await self._assisted_by(person) else NotAProfessional

    async def acting(self, actor: Actor, wanted_id: str | None = None) -> Professional:
        """Find for whom the person acts: `wanted_id`, "" for themselves, or as their Home is switched where it is None.

        Raises NotAProfessional, and NoLongerAssistant where they may not act for who is wanted.
        """
        person, is_professional = await self.identifying.person(actor)
        if is_professional and wanted_id == "":
            return person
        oneself = person if is_professional else None
        assisted = await self._assisted_by(person)
        if oneself is None and not assisted:
            raise NotAProfessional
        found = _wanted(oneself, assisted, wanted_id) if wanted_id else _switched(oneself, assisted)
        if found is None:
            raise NoLongerAssistant
        return found

    async def switch(self, professional: Professional, wanted_id: str) -> None:
        """Turn the person's Home to another for whom they act; their own where they have no right to that one.

        Its list is whole then: a patient by whom it was filtered is nobody's to whom it is turned.
        """
        async with self.store.writing() as work:
            await work.assistants.choose(professional.doer_id, wanted_id)
            await work.list_views.save(professional.doer_id, ListView(), self.clock.now())

    async def assistants(self, professional: Professional) -> list[Professional]:
        async with self.store.reading() as look:
            return await look.assistants.list_of(professional.id)

    async def appoint(self, professional: Professional, slack_user_id: str) -> Professional:
        """Let somebody schedule for the professional. Raises Refusal for who cannot, and DeliveryError.

        Slack is asked who that is at this moment.
        """
        try:
            actor = Actor(slack_team_id=professional.slack_team_id, slack_user_id=slack_user_id)
            person = await self.identifying.somebody(actor)
        except NotAProfessional:
            raise Refusal("Only people of this workspace can be assistants. Nothing changed.") from None
        if not person.is_served:
            raise Refusal(f"{person.name} is not a full member of this workspace. Nothing changed.")
        if person.id == professional.id:
            raise Refusal("You need not be your own assistant. Nothing changed.")
        now = self.clock.now()
        async with self.store.writing() as work:
            if len(await work.assistants.list_of(professional.id)) >= MOST_ASSISTANTS:
                raise Refusal(f"You can have {MOST_ASSISTANTS} assistants. Remove one first. Nothing changed.")
            if await work.assistants.appoint(professional.id, person.id, now):
                await _note(work, "appoint", professional, person, now)
                await work.outbox.add(_appointment(professional, person, now))
        self.waker.wake()
        return person

    async def dismiss(self, professional: Professional, assistant_id: str) -> Professional:
        """Take the right back. Raises Refusal when there is nobody of that id."""
        now = self.clock.now()
        async with self.store.writing() as work:
            known = {each.id: each for each in await work.assistants.list_of(professional.id)}
            person = known.get(assistant_id)
            if person is None:
                raise Refusal("This person is not your assistant. Nothing changed.")
            await work.assistants.dismiss(professional.id, person.id)
            await _note(work, "dismiss", professional, person, now)
        self.waker.wake()
        return person

    async def _assisted_by(self, person: Professional) -> list[Assisted]:
        """List for whom the person may act, if they are a full member: what Slack said was asked for just before."""
        if not person.is_served:
            return []
        async with self.store.reading() as look:
            return await assisted_by(look, person)


async def assisted_by(look: Repositories, person: Professional) -> list[Assisted]:
    """List for whom the person may act: those who appointed them and are professionals."""
    appointed = await look.assistants.list_assisted_by(person.id)
    professionals = {each.id for each in await admitted(look, [each.professional for each in appointed])}
    return [
        replace(each, professional=replace(each.professional, assisted_by=person.id))
        for each in appointed
        if each.professional.id in professionals
    ]


async def shown_to(look: Repositories, person: Professional) -> Professional | None:
    """Tell whose list a person's Home shows, by what is known here; None for nobody's."""
    if not person.is_served:
        return None
    oneself = person if await is_admitted(look, person) else None
    return _switched(oneself, await assisted_by(look, person))


async def switch_of(look: Repositories, professional: Professional) -> Switch | None:
    """Tell for whom else the person who acts could act; None where there is nobody."""
    oneself = professional
    if professional.assisted_by:
        oneself = await look.people.get_professional(professional.assisted_by)
    assisted = tuple(each.professional for each in await assisted_by(look, oneself))
    if not assisted and not professional.assisted_by:
        return None
    return Switch(oneself=oneself, is_professional=await is_admitted(look, oneself), assisted=assisted)


def stranger_home(person: Professional, now: datetime) -> HomeFacts:
    return HomeFacts(professional=person, connection=None, at=now, is_stranger=True)


def _wanted(oneself: Professional | None, assisted: Sequence[Assisted], wanted_id: str) -> Professional | None:
    people = [*([oneself] if oneself else []), *(each.professional for each in assisted)]
    return next((each for each in people if each.id == wanted_id), None)


def _switched(oneself: Professional | None, assisted: Sequence[Assisted]) -> Professional | None:
    """Act for who is chosen, else for oneself; who is no professional, for the first who appointed them."""
    chosen = next((each.professional for each in assisted if each.is_chosen), None)
    return chosen or oneself or next((each.professional for each in assisted), None)


def _appointment(professional: Professional, person: Professional, now: datetime) -> OutboxEntry:
    occasion = f"{professional.id}:{person.id}:{int(now.timestamp())}"
    return intents.notice(NoticeKind.APPOINTED, person.id, occasion, now, for_whom=professional.id)


async def _note(
    work: Repositories, action: str, professional: Professional, person: Professional, now: datetime
) -> None:
    """Write down who gave or took a right, and have the other's Home show it."""
    await work.outbox.renew(intents.home(person.id, now))
    await work.audit.add(at=now, actor=professional.id, action=action, about=person.id, outcome="saved")
