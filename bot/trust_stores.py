"""The ports of the database for how patients come to choose; the rules of `bot.stores` hold here, too."""

from datetime import datetime
from typing import Protocol

from bot.domain.invitation import Invitation
from bot.domain.own_page import OwnPage
from bot.domain.trust import HowChosen, Trust


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


class Invitations(Protocol):
    """Patients who are asked. `get` raises LookupError."""

    async def add(self, invitation: Invitation) -> None: ...

    async def get(self, invitation_id: str) -> Invitation:
        """Read it; inside `writing()` locked until the end of the transaction, like whatever is found."""

    async def find_by_token(self, token: str) -> Invitation | None:
        """Find what the link in a mail is about, settled or not; None once it was deleted."""

    async def list_open_to(self, professional_id: str, *, name: str, mail: str, now: datetime) -> list[Invitation]:
        """List the open ones of this professional to this mail and name, both compared caselessly, the oldest first."""

    async def list_open(self, professional_id: str, now: datetime) -> list[Invitation]:
        """List those that the professional sent and nobody answered, oldest first; no patient's own asking."""

    async def save(self, invitation: Invitation) -> None: ...

    async def count_mails_to(self, mail: str, since: datetime) -> int:
        """Count the mails to this address by whichever professional, of those asked since then."""

    async def count_mails_of(self, professional_id: str, how: HowChosen, since: datetime) -> int:
        """Count the mails of this professional, of those asked since then in this way."""

    async def forget(self, mail: str) -> None:
        """Delete all that was ever asked of this address."""

    async def purge(self, now: datetime) -> int:
        """Delete what has expired, settled or not; tells how many."""


class OwnPages(Protocol):
    """The professionals' own pages."""

    async def find_of(self, professional_id: str) -> OwnPage | None: ...

    async def find(self, slug: str) -> OwnPage | None: ...

    async def save(self, page: OwnPage) -> OwnPage:
        """Add it, or switch it; returns what is stored: a page keeps its first slug."""
