"""Disconnecting Zoom: the professional says what becomes of the meetings that lie ahead, and the grant goes."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import intents
from bot.domain.ids import submission_key
from bot.domain.meeting import Meeting
from bot.domain.parting import MOST_CANCELLED, MOST_NAMED, Fate, Leave, PartingStep, lying_ahead
from bot.domain.people import Professional
from bot.domain.reasons import checked_reason
from bot.domain.refusals import Field, FieldRefusal, NotConnected
from bot.domain.zoom_connection import ConnectionState, ZoomConnection
from bot.ports import Clock, Waker
from bot.services.calling_off import call_off
from bot.services.clearing import is_clearing
from bot.services.looking import with_people
from bot.stores import Repositories, Store
from bot.work_stores import AlreadyTakenIn

# With a broken connection there is nothing to give back, and the meetings at Zoom still lie ahead.
ENDABLE = frozenset({ConnectionState.CONNECTED, ConnectionState.BROKEN})


@dataclass(frozen=True, kw_only=True)
class Disconnecting:
    store: Store
    clock: Clock
    waker: Waker

    async def ask(self, professional: Professional) -> Leave:
        """Look at what lies ahead. Raises NotConnected."""
        now = self.clock.now()
        async with self.store.reading() as look:
            await _endable(look, professional)
            upcoming = await look.meetings.list_upcoming(professional.id, now, MOST_CANCELLED + 1)
            ahead = lying_ahead(upcoming, now)
            first = await with_people(look, professional, ahead[:MOST_NAMED], now)
        return Leave(first=first, count=len(ahead))

    async def disconnect(
        self, professional: Professional, fate: Fate, reason: str, *, slack_view_id: str
    ) -> PartingStep:
        """Begin to disconnect; the same view submitted again changes nothing more. Tells how far it has come.

        Raises FieldRefusal (no reason, or too many to cancel) and NotConnected; then nothing was written.
        """
        try:
            step = await self._part(professional, fate, reason, slack_view_id)
        except AlreadyTakenIn:
            # The same submission, delivered twice at the same moment: the other one has done it.
            async with self.store.reading() as look:
                step = await _as_it_stands(look, professional)
        self.waker.wake()
        return step

    async def _part(self, professional: Professional, fate: Fate, reason: str, slack_view_id: str) -> PartingStep:
        source, now = submission_key(slack_view_id), self.clock.now()
        async with self.store.writing() as work:
            # The meetings first and the connection after them, as everybody who takes both; their locks let the same
            # submission, delivered twice, see what the other one did.
            upcoming = await work.meetings.list_upcoming(professional.id, now, MOST_CANCELLED + 1)
            if await work.inbox.find(source) is not None:
                return await _as_it_stands(work, professional)
            connection = await _endable(work, professional)
            if fate is Fate.CANCEL:
                await _cancel_all(work, lying_ahead(upcoming, now), reason, now)
            await work.inbox.add(source, professional.id, now)
            step = await end_connection(work, connection, slack_view_id, now)
            await work.outbox.renew(intents.home(professional.id, now))
            await work.audit.add(
                at=now, actor=professional.id, action="disconnect", about=professional.id, outcome=fate.value
            )
        return step


async def _endable(look: Repositories, professional: Professional) -> ZoomConnection:
    connection = await look.connections.find(professional.id)
    if connection is None or connection.state not in ENDABLE:
        raise NotConnected
    return connection


async def _cancel_all(work: Repositories, ahead: list[Meeting], reason: str, now: datetime) -> None:
    if len(ahead) > MOST_CANCELLED:
        words = f"You have more than {MOST_CANCELLED} upcoming meetings. Keep them, or cancel some of them first."
        raise FieldRefusal({Field.UPCOMING: words})
    if not ahead:
        return
    why = checked_reason(reason, "Write a reason for your patients.")
    await call_off(work, ahead, why, now)


async def end_connection(
    work: Repositories, connection: ZoomConnection, slack_view_id: str, now: datetime
) -> PartingStep:
    """Let a connection end that can, once the meetings are locked. Raises NotConnected."""
    professional_id = connection.professional_id
    if connection.state is ConnectionState.BROKEN:
        await work.connections.end(professional_id)
        return PartingStep.ENDED
    if not await work.connections.begin_disconnecting(professional_id, now):
        raise NotConnected
    waits = await is_clearing(work, professional_id)
    await work.outbox.add(intents.revocation(connection, slack_view_id, now, waits_for_others=waits))
    return PartingStep.CLEARING if waits else PartingStep.ASKING


async def _as_it_stands(look: Repositories, professional: Professional) -> PartingStep:
    connection = await look.connections.find(professional.id)
    if connection is None or not connection.is_ending:
        return PartingStep.ENDED
    return PartingStep.CLEARING if await is_clearing(look, professional.id) else PartingStep.ASKING
