"""The patient's answer to the question who their professional is, and asking for that question oneself.

What is said never tells whether a mail address or a patient is known.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import intents
from bot.domain.ids import new_id
from bot.domain.invitation import (
    ADDRESS_WINDOW,
    MOST_THROUGH_ONE_PAGE,
    MOST_TO_ONE_ADDRESS,
    PAGE_WINDOW,
    Invitation,
    InvitationState,
    new_invitation,
)
from bot.domain.patient_forms import checked_patient
from bot.domain.people import Patient, Professional
from bot.domain.refusals import AlreadyAnswered
from bot.domain.trust import HowChosen, Trust
from bot.locales.words import spoken
from bot.ports import Clock, Waker
from bot.record_stores import AlreadyKnown
from bot.services.admitting import can_be_chosen
from bot.services.trusting import choose
from bot.stores import Repositories, Store

_HOW = HowChosen.PAGE
# Who the audit names for those of whom nothing is known but the question.
_SOMEBODY = "somebody"
_SLUG = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class Question:
    """An open invitation, with the professional whom it is about."""

    invitation: Invitation
    professional: Professional


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How the patient wants to be known."""

    name: str = field(repr=False)
    zone: ZoneInfo | None
    language: str


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Who chose whom."""

    patient: Patient
    professional: Professional


@dataclass(frozen=True, kw_only=True)
class Choosing:
    store: Store
    clock: Clock
    waker: Waker

    async def look(self, token: str) -> Question:
        """Find what the link asks. Raises AlreadyAnswered; nothing is written."""
        async with self.store.reading() as look:
            return await _question(look, token, self.clock.now())

    async def accept(self, token: str, answer: Answer) -> Chosen:
        """Let the patient choose the professional who asks; a second time the link is no longer open.

        Raises FieldRefusal and AlreadyAnswered; then nothing was written.
        """
        try:
            chosen = await self._accept(token, answer)
        except AlreadyKnown:
            # The same patient was written at the same moment: now they are seen.
            chosen = await self._accept(token, answer)
        self.waker.wake()
        return chosen

    async def _accept(self, token: str, answer: Answer) -> Chosen:
        now = self.clock.now()
        async with self.store.writing() as work:
            question = await _question(work, token, now)
            patient = await _save_patient(work, question.invitation, answer)
            how, professional = question.invitation.how, question.professional
            await _settle(work, question.invitation, now)
            trust = Trust(patient_id=patient.id, professional_id=professional.id, since=now, how=how)
            await choose(work, trust, actor=patient.id)
        return Chosen(patient=patient, professional=professional)

    async def decline(self, token: str) -> None:
        """Erase what was written about somebody who does not choose. Raises AlreadyAnswered."""
        now = self.clock.now()
        async with self.store.writing() as work:
            question = await _question(work, token, now)
            declined = question.invitation.settled(InvitationState.DECLINED, now)
            await work.invitations.save(declined)
            await work.audit.add(at=now, actor=_SOMEBODY, action="decline", about=declined.id, outcome=declined.state)

    async def whose_page(self, slug: str) -> Professional | None:
        """Find whose page it is; None where there is none, or it is switched off."""
        async with self.store.reading() as look:
            return await _whose(look, slug)

    async def ask(self, slug: str, name: str, mail: str, *, language: str) -> Professional | None:
        """Send who typed this the link by which they choose; None where there is no such page.

        Raises FieldRefusal. Whether a mail leaves shows nowhere: neither who is known already, nor who asked too often.
        """
        now = self.clock.now()
        async with self.store.writing() as work:
            professional = await _whose(work, slug)
            if professional is None:
                return None
            told, address = checked_patient(name, mail, whose="your")
            if not await _is_too_much(work, professional, address, now):
                await _ask(work, professional, told, address, spoken(language), now)
        self.waker.wake()
        return professional


async def _question(look: Repositories, token: str, now: datetime) -> Question:
    invitation = await look.invitations.find_by_token(token)
    if invitation is None or not invitation.is_open(now):
        raise AlreadyAnswered
    professional = await look.people.get_professional(invitation.professional_id)
    if not await can_be_chosen(look, professional):
        raise AlreadyAnswered
    return Question(invitation=invitation, professional=professional)


async def _settle(work: Repositories, answered: Invitation, now: datetime) -> None:
    """End the question, by whichever ways the same professional asked it."""
    who = {"name": answered.name, "mail": answered.mail}
    for each in await work.invitations.list_open_to(answered.professional_id, **who, now=now):
        await work.invitations.save(each.settled(InvitationState.ACCEPTED, now))


async def _save_patient(work: Repositories, invitation: Invitation, answer: Answer) -> Patient:
    """Write the patient as they want to be known: the one whom mail and name tell, or somebody new."""
    name, mail = checked_patient(answer.name, invitation.mail, whose="your")
    team = invitation.slack_team_id
    known = await work.people.find_patient_like(team, name=name, mail=mail)
    patient = known or Patient(id=new_id(), slack_team_id=team, name=name, mail=mail)
    language = spoken(answer.language)
    saved = replace(patient, name=name, mail=mail, zone=answer.zone, language=language)
    if saved != known:
        await work.people.save_patient(saved)
    return saved


async def _whose(look: Repositories, slug: str) -> Professional | None:
    typed = slug.casefold()  # phones begin what is typed with a capital
    page = await look.own_pages.find(typed) if _SLUG.fullmatch(typed) else None
    if page is None or not page.is_on:
        return None
    professional = await look.people.get_professional(page.professional_id)
    return professional if await can_be_chosen(look, professional) else None


async def _is_too_much(look: Repositories, professional: Professional, mail: str, now: datetime) -> bool:
    to_address = await look.invitations.count_mails_to(mail, now - ADDRESS_WINDOW)
    through_page = await look.invitations.count_mails_of(professional.id, _HOW, now - PAGE_WINDOW)
    return to_address >= MOST_TO_ONE_ADDRESS or through_page >= MOST_THROUGH_ONE_PAGE


async def _ask(
    work: Repositories, professional: Professional, name: str, mail: str, language: str, now: datetime
) -> None:
    """Ask, or once more by the link that is open already: who did not find the first mail asks again."""
    open_ones = await work.invitations.list_open_to(professional.id, name=name, mail=mail, now=now)
    if not open_ones:
        asked = new_invitation(professional, _HOW, now, name=name, mail=mail, language=language)
        await work.invitations.add(asked)
    else:
        asked = open_ones[0].sent_again(now)
        await work.invitations.save(asked)
    await work.outbox.add(intents.asking(asked, now))
    await work.audit.add(at=now, actor=_SOMEBODY, action="ask_through_page", about=asked.id, outcome=asked.state)
