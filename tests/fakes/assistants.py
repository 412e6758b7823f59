"""Who schedules for whom, in memory."""

from datetime import datetime

from bot.domain.assistance import Assisted
from bot.domain.people import Professional
from tests.fakes.state import FakeState, read_professional


class FakeAssistants:
    """Appointments by (professional, assistant): whether it is the one chosen."""

    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def appoint(self, professional_id: str, assistant_id: str, now: datetime) -> bool:
        pair = (professional_id, assistant_id)
        if pair in self._state.assistants:
            return False
        self._state.assistants[pair] = False
        return True

    async def dismiss(self, professional_id: str, assistant_id: str) -> bool:
        return self._state.assistants.pop((professional_id, assistant_id), None) is not None

    async def list_of(self, professional_id: str) -> list[Professional]:
        found = [read_professional(self._state, each) for of, each in self._state.assistants if of == professional_id]
        return sorted(found, key=_by_name)

    async def list_assisted_by(self, assistant_id: str) -> list[Assisted]:
        found = [
            Assisted(professional=read_professional(self._state, of), is_chosen=is_chosen)
            for (of, by), is_chosen in self._state.assistants.items()
            if by == assistant_id
        ]
        return sorted(found, key=lambda each: _by_name(each.professional))

    async def choose(self, assistant_id: str, professional_id: str | None) -> None:
        for of, by in self._state.assistants:
            if by == assistant_id:
                self._state.assistants[of, by] = of == professional_id


def _by_name(professional: Professional) -> tuple[str, str]:
    return professional.name.casefold(), professional.id
