"""The ports of the database for how patients come to choose; the rules of `bot.stores` hold here, too."""

from datetime import datetime
from typing import Protocol

from bot.domain.trust import Trust


class Trusts(Protocol):
    """Who chose whom, and has not withdrawn. `People.save_trust` gives it."""

    async def find(self, professional_id: str, patient_id: str) -> Trust | None:
        """Find the choice; inside `writing()` it cannot be withdrawn until the end of the transaction."""

    async def list_of(self, professional_id: str) -> list[Trust]:
        """List all choices of this professional, in any order."""

    async def list_by(self, patient_id: str) -> list[Trust]:
        """List all choices that this patient made, in any order."""

    async def withdraw(self, professional_id: str, patient_id: str, now: datetime, *, by: str = "") -> bool:
        """End the choice, by somebody's word; False when there was none."""
