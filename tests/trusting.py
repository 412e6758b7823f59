"""Choosing and leaving, each in a transaction of its own: what the product does as a part of something larger."""

from dataclasses import dataclass

from bot.domain.parting import Fate
from bot.domain.trust import HowChosen, Trust
from bot.ports import Clock, Waker
from bot.services.trusting import choose, leave
from bot.stores import Store


@dataclass(frozen=True, kw_only=True)
class Trusting:
    store: Store
    clock: Clock
    waker: Waker

    async def choose(self, patient_id: str, professional_id: str, how: HowChosen, *, actor: str) -> bool:
        """Let the patient be offered to the professional; tells whether that is new.

        `actor` is who says so, for the audit: the patient's id, or that of an import or a key.
        """
        trust = Trust(patient_id=patient_id, professional_id=professional_id, since=self.clock.now(), how=how)
        async with self.store.writing() as work:
            is_new = await choose(work, trust, actor=actor)
        self.waker.wake()
        return is_new

    async def withdraw(self, patient_id: str, professional_id: str, fate: Fate, *, actor: str) -> bool:
        """Let the patient be offered no longer, with this fate of what lies ahead; False when they were not."""
        async with self.store.writing() as work:
            has_left = await leave(work, patient_id, professional_id, fate, self.clock.now(), actor=actor)
        self.waker.wake()
        return has_left
