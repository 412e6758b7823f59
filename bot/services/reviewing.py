"""Looking again, from time to time, at who is a professional: not everybody who leaves acts once more."""

import logging
from dataclasses import dataclass

from bot.domain.failures import DeliveryError
from bot.services.identifying import FRESH_FOR, Identifying

# Slack is asked about so many in one round, far from its limits.
_MOST_ASKED = 50
# Whom a new policy leaves out is let go at once; beyond so many, with the next rounds.
_MOST_AT_ONCE = 100
_log = logging.getLogger("consulta.reviewing")


@dataclass(frozen=True, kw_only=True)
class Reviewing:
    identifying: Identifying

    async def review(self) -> None:
        """Ask Slack about those whom it was not asked about for a day, and apply the policy to everybody known."""
        await self._ask_about_the_unseen()
        await self.apply_policy()

    async def apply_policy(self) -> None:
        """Let go who is no professional by the policy as it stands, and let in again who is."""
        async with self.identifying.store.reading() as look:
            people = [each.professional for each in await look.admissions.list_people()]
        departed = 0
        for person in people:
            departed += await self.identifying.settle(person)
            if departed == _MOST_AT_ONCE:
                return

    async def _ask_about_the_unseen(self) -> None:
        clock, store = self.identifying.clock, self.identifying.store
        async with store.reading() as look:
            unseen = await look.admissions.list_unseen_since(clock.now() - FRESH_FOR, _MOST_ASKED)
        for person in unseen:
            try:
                await self.identifying.review(person)
            except DeliveryError as failure:
                _log.warning("not_reviewed code=%s", failure.code)
                return
