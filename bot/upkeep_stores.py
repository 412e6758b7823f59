"""The ports of the database that keep our record and Zoom's in step: looked through by time, not by person.

Times are aware UTC, of the product's clock. What they raise is said in `bot.stores`.
"""

from datetime import date, datetime
from typing import Protocol

from bot.domain.meeting import Meeting


class Upkeep(Protocol):
    """What duties and limits go by. Nothing here is locked: who changes a meeting reads it anew, under its lock."""

    async def list_coming(
        self,
        starts_after: datetime,
        starts_before: datetime,
        limit: int,
        beyond: Meeting | None = None,
        *,
        professional_id: str | None = None,
    ) -> list[Meeting]:
        """List meetings that are or may still be on and start in that time, soonest first, from `beyond` on."""

    async def find_by_nonce(self, professional_id: str, nonce: str) -> Meeting | None:
        """Find the professional's meeting with this mark at Zoom."""

    async def list_connected(self) -> list[str]:
        """List the professionals whose connection can be used."""

    async def list_unrefreshed(self, since: datetime) -> list[str]:
        """List the professionals whose grant is usable and gave no access token that lasted until then."""

    async def list_of_user(self, zoom_user_id: str, zoom_account_id: str) -> list[str]:
        """List the professionals who are connected to this Zoom user."""

    async def take_change(self, professional_id: str, day: date, most: int) -> bool:
        """Count a creation or an update at Zoom; False when so many were counted already for that Zoom user."""

    async def spend_day(self, professional_id: str, day: date, most: int) -> None:
        """Count the day of that Zoom user as spent: Zoom says so, whoever used it up."""

    async def purge_days(self, before: date) -> None: ...

    async def count_made(self, professional_id: str, after: datetime) -> int:
        """Count the meetings that the professional asked for since then."""

    async def count_told(self, patient_id: str, after: datetime) -> int:
        """Count the meetings made and called off since then with anybody who has this patient's mail address."""


class Notes(Protocol):
    """What the product remembers of itself from one start to the next."""

    async def find(self, key: str) -> str | None: ...

    async def save(self, key: str, value: str) -> None: ...
