"""The worker's part in ending a connection: what is still to be done at Zoom comes first, then the grant goes."""

from dataclasses import dataclass

from bot.domain import intents
from bot.domain.failures import Failure, ZoomError
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxEntry
from bot.domain.parting import PartingStep
from bot.domain.zoom_connection import ZoomGrant
from bot.ports import Clock, ZoomOAuth
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.zoom_access import ZoomAccess, not_connected
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class Revoking:
    """Gives the grant back to Zoom and deletes it; when its time is over it is deleted in any case."""

    store: Store
    access: ZoomAccess
    oauth: ZoomOAuth
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            if not await _is_ending(look, entry):
                return SUPERSEDED  # connected anew meanwhile
        step = await self._give_back(entry)

        async def end(work: Repositories) -> None:
            await self._end(work, entry, step)

        return Settlement(then=end)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(work, entry, PartingStep.NOT_ANSWERED)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._end(work, entry, PartingStep.UNCONFIRMED)

    async def _give_back(self, entry: OutboxEntry) -> PartingStep:
        try:
            await self.access.with_grant(entry.professional_id, lambda grant: self._revoke(entry, grant))
        except ZoomError as error:
            if not error.reconnect:
                raise
            return PartingStep.ENDED  # Zoom had taken it back by itself
        return PartingStep.CONFIRMED

    async def _revoke(self, entry: OutboxEntry, grant: ZoomGrant) -> None:
        """Look once more before: a grant of a new connection, made while this one was waited for, is not given back."""
        async with self.store.reading() as look:
            if not await _is_ending(look, entry):
                raise not_connected()
        await self.oauth.revoke(grant)

    async def _end(self, work: Repositories, entry: OutboxEntry, step: PartingStep) -> None:
        now = self.clock.now()
        if not await _is_ending(work, entry):
            return  # connected anew while Zoom was asked
        await work.connections.end(entry.professional_id)
        await self._show(work, entry, step)
        if step is PartingStep.UNCONFIRMED:
            # Ten minutes later nobody looks at the modal any more.
            await work.outbox.add(intents.notice(NoticeKind.UNREVOKED, entry.professional_id, entry.key, now))
        await work.outbox.renew(intents.home(entry.professional_id, now))
        await work.audit.add(at=now, actor="zoom", action="revoke", about=entry.professional_id, outcome=step.value)

    async def _show(self, work: Repositories, entry: OutboxEntry, step: PartingStep) -> None:
        slack_view_id = str(entry.ids["slack_view_id"])
        if slack_view_id == intents.NO_VIEW:
            return
        await work.outbox.renew(intents.parting_view(entry.professional_id, slack_view_id, step, self.clock.now()))


async def _is_ending(look: Repositories, entry: OutboxEntry) -> bool:
    connection = await look.connections.find(entry.professional_id)
    return connection is not None and connection.is_ending
