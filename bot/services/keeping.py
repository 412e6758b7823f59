"""Connections looked after: used before Zoom lets them end, tried before they are needed, missed in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import zoom_intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import OutboxEntry
from bot.domain.zoom_connection import ConnectionState
from bot.ports import Clock, ZoomOAuth
from bot.services.coming import pages_of_coming
from bot.services.delivering import ForgivingEffect, Settlement
from bot.services.zoom_access import ZoomAccess
from bot.stores import Repositories, Store

# Zoom's people say that an unused grant ends after 90 days, or after 15 years; a week is well before either.
_UNUSED = timedelta(days=6)
# So long before a meeting there is still time to connect again.
_TRIED_BEFORE = timedelta(hours=6)
_TRIED_LATELY = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class Guarding:
    """The duty: it writes whose connection is to be used, and who is to be told what is at risk."""

    store: Store
    clock: Clock

    async def guard(self) -> None:
        now = self.clock.now()
        async with self.store.writing() as work:
            for professional_id in await work.upkeep.list_unrefreshed(now - _UNUSED):
                await work.outbox.renew(zoom_intents.keeping(professional_id, now))
        for meeting in await self._soon(now):
            async with self.store.writing() as work:
                await self._look_after(work, meeting, now)

    async def _soon(self, now: datetime) -> list[Meeting]:
        pages = pages_of_coming(self.store, now, now + _TRIED_BEFORE)
        return [each async for page in pages for each in page if each.status is MeetingStatus.SCHEDULED]

    async def _look_after(self, work: Repositories, meeting: Meeting, now: datetime) -> None:
        connection = await work.connections.find(meeting.professional_id)
        if connection is None:
            return
        if connection.state is ConnectionState.BROKEN:
            # The same words for the same meeting are written once for each loss of the connection.
            await work.outbox.add(zoom_intents.reconnect(connection, meeting, now))
        elif connection.lets_manage and (connection.last_worked_at or connection.connected_at) < now - _TRIED_LATELY:
            await work.outbox.renew(zoom_intents.keeping(meeting.professional_id, now))


@dataclass(frozen=True, kw_only=True)
class Keeping(ForgivingEffect):
    """Uses a connection for nothing but itself. That it has ended is found out on the way, and told there.

    That Zoom does not answer says nothing of it.
    """

    access: ZoomAccess
    oauth: ZoomOAuth
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        await self.access.with_grant(entry.professional_id, self.oauth.whose)

        async def note(work: Repositories) -> None:
            await work.connections.note_worked(entry.professional_id, self.clock.now())

        return Settlement(then=note)
