"""The worker's part in asking patients whom they choose."""

from dataclasses import dataclass, replace

from bot.domain import intents
from bot.domain.asking import Asking
from bot.domain.failures import Failure
from bot.domain.invitation import Invitation
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxEntry
from bot.domain.trust import HowChosen
from bot.ports import Clock, Mailer
from bot.services.admitting import can_be_chosen
from bot.services.delivering import SUPERSEDED, Settlement
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class AskingPatient:
    """Sends the mail, if its link still leads somewhere when its turn comes; of two waiting ones, the newer."""

    store: Store
    mailer: Mailer
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        now = self.clock.now()
        async with self.store.reading() as look:
            invitation = await _find_wanted(look, entry)
            if invitation is None or not invitation.is_open(now):
                return SUPERSEDED
            professional = await look.people.get_professional(invitation.professional_id)
            if not await can_be_chosen(look, professional):
                return SUPERSEDED
        asking = Asking(key=entry.key, invitation=invitation, professional_name=professional.name, composed_at=now)
        await self.mailer.ask(asking)
        return Settlement()

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Keep trying silently."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        """Tell the professional who invited; who asked by themselves may ask again."""
        now = self.clock.now()
        invitation = await _find_wanted(work, entry)
        if invitation is None or not invitation.is_open(now):
            return
        await work.invitations.save(replace(invitation, is_refused=True))
        if invitation.how is HowChosen.INVITATION:
            notice = intents.notice(NoticeKind.ASKING_REFUSED, entry.professional_id, entry.key, now)
            await work.outbox.add(notice)


async def _find_wanted(look: Repositories, entry: OutboxEntry) -> Invitation | None:
    try:
        invitation = await look.invitations.get(str(entry.ids["invitation_id"]))
    except LookupError:
        return None  # deleted meanwhile
    return invitation if invitation.sendings == entry.ids["sending"] else None
