"""The audit and its seals in memory."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.audit import AuditRow, Seal
from tests.fakes.state import FakeState


class FakeAudit:
    """A test reads `store.state.audit`."""

    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def add(
        self, *, at: datetime, actor: str, action: str, about: str, outcome: str, on_behalf_of: str = ""
    ) -> None:
        seq = len(self._state.audit) + 1
        row = {"at": at, "actor": actor, "action": action, "about": about, "outcome": outcome}
        self._state.audit[seq] = {**row, "on_behalf_of": on_behalf_of} if on_behalf_of else row

    async def add_all(self, *, at: datetime, actor: str, action: str, outcomes: Sequence[tuple[str, str]]) -> None:
        for about, outcome in outcomes:
            await self.add(at=at, actor=actor, action=action, about=about, outcome=outcome)

    async def first_day(self) -> date | None:
        return min((row.at.date() for row in self._rows()), default=None)

    async def rows_of(self, day: date) -> list[AuditRow]:
        return [row for row in self._rows() if row.at.date() == day]

    async def last_seal(self) -> Seal | None:
        return max(self._state.seals, key=lambda seal: seal.day, default=None)

    async def list_seals(self) -> list[Seal]:
        return sorted(self._state.seals, key=lambda seal: seal.day)

    async def add_seal(self, seal: Seal) -> None:
        if seal.day not in {known.day for known in self._state.seals}:
            self._state.seals[seal] = None

    async def list_untold(self) -> list[Seal]:
        return [seal for seal in await self.list_seals() if self._state.seals[seal] is None]

    async def mark_told(self, days: Sequence[date], now: datetime) -> None:
        for seal in list(self._state.seals):
            if seal.day in days:
                self._state.seals[seal] = now

    def _rows(self) -> list[AuditRow]:
        return [AuditRow(seq=seq, **row) for seq, row in sorted(self._state.audit.items())]
