"""Choices in memory: one that was withdrawn is kept apart."""

from dataclasses import replace
from datetime import datetime

from bot.domain.trust import Trust
from tests.fakes.state import FakeState


class FakeTrusts:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find(self, professional_id: str, patient_id: str) -> Trust | None:
        return self._state.trusts.get((patient_id, professional_id))

    async def list_of(self, professional_id: str) -> list[Trust]:
        return [each for each in self._state.trusts.values() if each.professional_id == professional_id]

    async def list_by(self, patient_id: str) -> list[Trust]:
        return [each for each in self._state.trusts.values() if each.patient_id == patient_id]

    async def withdraw(self, professional_id: str, patient_id: str, now: datetime, *, by: str = "") -> bool:
        ended = self._state.trusts.pop((patient_id, professional_id), None)
        if ended is not None:
            self._state.left[(patient_id, professional_id)] = replace(ended, withdrawn_at=now, withdrawn_by=by)
        return ended is not None
