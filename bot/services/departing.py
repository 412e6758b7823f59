"""What follows when somebody is no professional any more, and when they are one again."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import intents
from bot.domain.admission import LEAVING_REASON, OnLeaving
from bot.domain.parting import MOST_CANCELLED, lying_ahead
from bot.domain.people import Professional
from bot.ports import Clock
from bot.services.calling_off import call_off
from bot.services.disconnecting import ENDABLE, end_connection
from bot.stores import Repositories, Store

# Who the audit names for what follows by itself.
_BY_POLICY = "policy"


@dataclass(frozen=True, kw_only=True)
class Departing:
    store: Store
    clock: Clock

    async def settle(self, person: Professional, *, is_admitted: bool) -> bool:
        """Write what follows of how the person stands, where that is news: at once, and once. Tells whether it was."""
        if is_admitted:
            return person.left_at is not None and await self._come_back(person)
        return await self._has_ties(person) and await self._leave(person)

    async def _has_ties(self, person: Professional) -> bool:
        """Tell whether anything is to be ended: most who are refused never were professionals."""
        async with self.store.reading() as look:
            connection = await look.connections.find(person.id)
            if connection is not None and connection.state in ENDABLE:
                return True  # also of one who left: they may have been on their way back from Zoom
            if person.left_at is not None:
                return False
            is_ending = connection is not None and connection.is_ending
            return is_ending or bool(await look.meetings.list_upcoming(person.id, self.clock.now(), 1))

    async def _leave(self, person: Professional) -> bool:
        now = self.clock.now()
        async with self.store.writing() as work:
            # The meetings first and the connection after them, as everybody who takes both.
            upcoming = await work.meetings.list_upcoming(person.id, now, MOST_CANCELLED)
            has_just_left = await work.admissions.leave(person.id, now)
            policy = await work.admissions.policy()
            if has_just_left and policy.on_leaving is OnLeaving.CANCEL:
                await call_off(work, lying_ahead(upcoming, now), LEAVING_REASON, now)
            # After what is called off: that is cleared at Zoom before the grant goes.
            if not await _give_back(work, person, now) and not has_just_left:
                return False
            await work.outbox.renew(intents.home(person.id, now))
            await work.audit.add(
                at=now, actor=_BY_POLICY, action="leave", about=person.id, outcome=policy.on_leaving.value
            )
        return True

    async def _come_back(self, person: Professional) -> bool:
        """Let them in again; Zoom they connect anew."""
        now = self.clock.now()
        async with self.store.writing() as work:
            if not await work.admissions.come_back(person.id):
                return False
            await work.outbox.renew(intents.home(person.id, now))
            await work.audit.add(at=now, actor=_BY_POLICY, action="come_back", about=person.id, outcome="admitted")
        return True


async def _give_back(work: Repositories, person: Professional, now: datetime) -> bool:
    """Let the connection end; False when there is none that can."""
    connection = await work.connections.find(person.id)
    if connection is None or connection.state not in ENDABLE:
        return False
    await end_connection(work, connection, intents.NO_VIEW, now)
    return True
