"""What a professional sees of their own: meetings to come, and patients."""

from dataclasses import dataclass

from bot.domain.meeting_list import Span
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.domain.refusals import NotConnected
from bot.domain.zoom_connection import ConnectionState, ZoomConnection
from bot.ports import Clock
from bot.services.looking import matching, with_people
from bot.stores import Repositories, Store

MOST_PATIENTS = 100
_MOST_LISTED = 20
_MOST_SEARCHED = 1000


@dataclass(frozen=True, kw_only=True)
class Listing:
    store: Store
    clock: Clock

    async def next(self, professional: Professional) -> OwnMeeting | None:
        """Find the meeting that comes next, or is being held."""
        now = self.clock.now()
        async with self.store.reading() as look:
            meetings = await look.meetings.list_upcoming(professional.id, now, 1)
            return next(iter(await with_people(look, professional, meetings, now)), None)

    async def cancellable(
        self, professional: Professional, typed: str = "", span: Span | None = None
    ) -> list[OwnMeeting]:
        """List the meetings that can be cancelled, start within the span and have all the words, soonest first."""
        now = self.clock.now()
        async with self.store.reading() as look:
            upcoming = await look.meetings.list_upcoming(professional.id, now, _MOST_SEARCHED)
            meetings = [each for each in upcoming if span is None or span.has(each.starts_at)]
            found = await matching(look, meetings, typed)
            return list(await with_people(look, professional, found[:_MOST_LISTED], now))

    async def patients(self, professional: Professional, typed: str) -> list[Patient]:
        """List the professional's own patients whose name, or code, has all the words typed, whatever their case."""
        async with self.store.reading() as look:
            return await look.people.search_trusting_patients(professional.id, typed, MOST_PATIENTS)

    async def require_connection(self, professional: Professional) -> None:
        """Raise NotConnected where nothing can be shown or managed: no Zoom account is connected, nor was one."""
        async with self.store.reading() as look:
            connection = await look.connections.find(professional.id)
        if connection is None or connection.state is ConnectionState.DISCONNECTED:
            raise NotConnected

    async def connection(self, professional: Professional) -> ZoomConnection | None:
        async with self.store.reading() as look:
            return await look.connections.find(professional.id)

    async def is_connected(self, professional: Professional) -> bool:
        async with self.store.reading() as look:
            return await is_connected(look, professional)


async def is_connected(look: Repositories, professional: Professional) -> bool:
    connection = await look.connections.find(professional.id)
    return connection is not None and connection.lets_manage
