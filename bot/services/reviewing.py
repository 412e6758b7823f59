"""Looking again, from time to time, at who is a professional: not everybody who leaves acts once more."""

import logging
from dataclasses import dataclass

from bot.domain.admission import KnownProfessional
from bot.domain.failures import DeliveryError
from bot.services.identifying import FRESH_FOR, Identifying

# Slack is asked about so many in one round, far from its limits.
_MOST_ASKED = 50
# So many are let go while an admin waits for the answer; the others with the next round.
_MOST_AT_ONCE = 30
_log = logging.getLogger("consulta.reviewing")


@dataclass(frozen=True, kw_only=True)
class Reviewing:
    identifying: Identifying

    async def review(self) -> None:
        """Ask Slack about those whom it was not asked about for a day, and apply the policy to everybody known."""
        await self._ask_about_the_unseen()
        for each in await self._people():
            await self.identifying.settle(each.professional)

    async def apply_at_once(self) -> None:
        """Let go and let in again whom a new policy concerns most, within the moment that an answer may take."""
        concerned = [each for each in await self._people() if each.is_connected or each.professional.left_at]
        changed = 0
        for each in concerned:
            changed += await self.identifying.settle(each.professional)
            if changed == _MOST_AT_ONCE:
                return

    async def _people(self) -> list[KnownProfessional]:
        async with self.identifying.store.reading() as look:
            return await look.admissions.list_people()

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
