"""Giving back to Zoom the grant of an account that another has taken the place of."""

from dataclasses import dataclass

from bot.domain import intents
from bot.domain.failures import Failure, ZoomError
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxEntry
from bot.domain.zoom_connection import REFRESH_BEFORE, ZoomGrant
from bot.ports import Clock, ZoomOAuth
from bot.services.delivering import SUPERSEDED, Effect, Settlement
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class GivingBack:
    """Deletes it once Zoom has taken it back, or would not for a day."""

    store: Store
    oauth: ZoomOAuth
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            grant = await look.replaced_grants.find(entry.professional_id, _version(entry))
        if grant is None:
            return SUPERSEDED
        try:
            await self.oauth.revoke(await self._fresh(entry, grant))
        except ZoomError as error:
            if not error.reconnect:
                raise  # else Zoom had taken it back by itself

        async def forget(work: Repositories) -> None:
            await self._forget(entry, work, "confirmed")

        return Settlement(then=forget)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: nobody waits for it."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._forget(entry, work, "unconfirmed")
        notice = intents.notice(NoticeKind.FORMER_UNREVOKED, entry.professional_id, entry.key, self.clock.now())
        await work.outbox.add(notice)

    async def _fresh(self, entry: OutboxEntry, grant: ZoomGrant) -> ZoomGrant:
        """Renew what has ended, and keep that before it is used: Zoom takes back only what it still accepts."""
        if grant.expires_at - self.clock.now() > REFRESH_BEFORE:
            return grant
        renewed = await self.oauth.refresh(grant)
        async with self.store.writing() as work:
            await work.replaced_grants.keep(entry.professional_id, _version(entry), renewed)
        return renewed

    async def _forget(self, entry: OutboxEntry, work: Repositories, outcome: str) -> None:
        await work.replaced_grants.drop(entry.professional_id, _version(entry))
        await work.audit.add(
            at=self.clock.now(), actor="zoom", action="revoke_former", about=entry.professional_id, outcome=outcome
        )


@dataclass(frozen=True, kw_only=True)
class RevokingEither:
    """The grant of a connection that is ending, or one that another account's has replaced."""

    ending: Effect
    replaced: Effect

    async def perform(self, entry: OutboxEntry) -> Settlement:
        return await self._for(entry).perform(entry)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        await self._for(entry).hold_up(entry, failure, work)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        await self._for(entry).give_up(entry, failure, work)

    def _for(self, entry: OutboxEntry) -> Effect:
        return self.replaced if "replaced" in entry.ids else self.ending


def _version(entry: OutboxEntry) -> int:
    return int(entry.ids["replaced"])
