"""Inviting a patient: the professional names whom to ask, and the patient answers by the link of a mail."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import intents
from bot.domain.ids import submission_key
from bot.domain.invitation import (
    ADDRESS_WINDOW,
    MOST_OF_ONE_PROFESSIONAL,
    MOST_TO_ONE_ADDRESS,
    Invitation,
    InvitationState,
    new_invitation,
)
from bot.domain.patient_forms import checked_patient
from bot.domain.people import Professional
from bot.domain.refusals import AlreadyAnswered, Field, FieldRefusal, Refusal
from bot.domain.trust import HowChosen
from bot.locales.words import spoken
from bot.ports import Clock, Waker
from bot.stores import Repositories, Store
from bot.work_stores import AlreadyTakenIn

_HOW = HowChosen.INVITATION
_ENOUGH = f"You have sent {MOST_OF_ONE_PROFESSIONAL} invitations today. Try again tomorrow."


@dataclass(frozen=True, kw_only=True)
class Invite:
    """Whom to ask, as typed."""

    name: str
    mail: str
    language: str = "en"
    zone: ZoneInfo | None = None


@dataclass(frozen=True, kw_only=True)
class Inviting:
    store: Store
    clock: Clock
    waker: Waker

    async def invite(self, professional: Professional, invite: Invite, *, slack_view_id: str) -> None:
        """Ask the patient; the same view submitted again asks once.

        Raises FieldRefusal. It tells of the professional's own patients and invitations only: whether anybody else
        knows the address shows nowhere.
        """
        name, mail = checked_patient(invite.name, invite.mail, whose="your patient's")
        asked = replace(invite, name=name, mail=mail, language=spoken(invite.language))
        try:
            await self._ask(professional, asked, slack_view_id)
        except AlreadyTakenIn:
            return  # the same submission, delivered twice at the same moment
        self.waker.wake()

    async def send_again(self, professional: Professional, invitation_id: str) -> None:
        """Send the mail once more, its link living anew. Raises AlreadyAnswered, and Refusal (often enough)."""
        now = self.clock.now()
        async with self.store.writing() as work:
            invitation = await _own(work, professional, invitation_id, now)
            if invitation.sendings >= MOST_TO_ONE_ADDRESS:
                raise Refusal(f"This invitation was sent {MOST_TO_ONE_ADDRESS} times. Please call your patient.")
            if await _is_enough(work, professional, now):
                raise Refusal(_ENOUGH)
            again = invitation.sent_again(now)
            due_at = await _when_due(work, invitation.mail, now)
            await work.invitations.save(again)
            await work.outbox.add(intents.asking(again, due_at))
            await work.audit.add(
                at=now, actor=professional.id, action="invite_again", about=again.id, outcome=again.state
            )
        self.waker.wake()

    async def withdraw(self, professional: Professional, invitation_id: str) -> None:
        """Take the question back; its link leads nowhere from now on. Raises AlreadyAnswered."""
        now = self.clock.now()
        async with self.store.writing() as work:
            invitation = await _own(work, professional, invitation_id, now)
            await work.invitations.save(invitation.settled(InvitationState.WITHDRAWN, now))
            await work.audit.add(
                at=now,
                actor=professional.id,
                action="withdraw_invitation",
                about=invitation.id,
                outcome=InvitationState.WITHDRAWN,
            )

    async def _ask(self, professional: Professional, invite: Invite, slack_view_id: str) -> None:
        source, now = submission_key(slack_view_id), self.clock.now()
        async with self.store.writing() as work:
            if await work.inbox.find(source) is not None:
                return
            await _require_unknown(work, professional, invite, now)
            if await _is_enough(work, professional, now):
                raise FieldRefusal({Field.MAIL: _ENOUGH})
            asked = {"name": invite.name, "mail": invite.mail, "language": invite.language}
            invitation = replace(new_invitation(professional, _HOW, now, **asked), zone=invite.zone)
            due_at = await _when_due(work, invite.mail, now)
            await work.inbox.add(source, invitation.id, now)
            await work.invitations.add(invitation)
            await work.outbox.add(intents.asking(invitation, due_at))
            await work.audit.add(
                at=now, actor=professional.id, action="invite", about=invitation.id, outcome=invitation.state
            )


async def _require_unknown(work: Repositories, professional: Professional, invite: Invite, now: datetime) -> None:
    """Refuse whom this professional has or has asked already."""
    known = await work.people.find_patient_like(professional.slack_team_id, name=invite.name, mail=invite.mail)
    if known is not None and await work.trusts.find(professional.id, known.id) is not None:
        raise FieldRefusal({Field.MAIL: "This patient is on your list already."})
    asked = await work.invitations.list_open_to(professional.id, name=invite.name, mail=invite.mail, now=now)
    if any(each.how is _HOW for each in asked):
        raise FieldRefusal({Field.MAIL: "You have invited this patient already. You can send it again from Patients."})


async def _is_enough(work: Repositories, professional: Professional, now: datetime) -> bool:
    sent = await work.invitations.count_mails_of(professional.id, _HOW, now - ADDRESS_WINDOW)
    return sent >= MOST_OF_ONE_PROFESSIONAL


async def _when_due(work: Repositories, mail: str, now: datetime) -> datetime:
    """Tell when the mail may leave: at once, or so many days later that the address has no more than enough on each.

    To refuse would tell the professional that others ask the same address.
    """
    sent = await work.invitations.count_mails_to(mail, now - ADDRESS_WINDOW)
    return now + ADDRESS_WINDOW * (sent // MOST_TO_ONE_ADDRESS)


async def _own(work: Repositories, professional: Professional, invitation_id: str, now: datetime) -> Invitation:
    """Find one that this professional sent and nobody answered; another's sounds like one that is over."""
    try:
        invitation = await work.invitations.get(invitation_id)
    except LookupError:
        raise AlreadyAnswered from None
    is_own = invitation.professional_id == professional.id and invitation.how is _HOW
    if not (is_own and invitation.is_open(now)):
        raise AlreadyAnswered
    return invitation
