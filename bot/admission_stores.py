"""The ports of the database for who is a professional, beside those of `stores`; what is said there holds here too."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.domain.admission import KnownProfessional, Policy
from bot.domain.assistance import Assisted
from bot.domain.people import Professional


class Admissions(Protocol):
    """The policy of the one workspace, and who is in or out by it."""

    async def policy(self) -> Policy:
        """Return what was decided; all full members before anybody decided."""

    async def save_policy(self, policy: Policy) -> None: ...

    async def is_in_group(self, slack_user_id: str) -> bool:
        """Tell whether the person was in the policy's group when Slack was last asked."""

    async def list_group(self) -> frozenset[str]:
        """List who was in the policy's group when Slack was last asked, by Slack user id."""

    async def save_group(self, slack_user_ids: Collection[str], now: datetime) -> None:
        """Write who is in the policy's group, in place of those before."""

    async def set_listed(self, professional_id: str, *, is_listed: bool) -> bool:
        """Put on the list, or take off it; tells whether that changed anything."""

    async def list_people(self) -> list[KnownProfessional]:
        """List everybody who was ever seen in Slack, with their connection, by name; nobody's meetings are counted."""

    async def list_unseen_since(self, before: datetime, limit: int) -> list[Professional]:
        """List people whom Slack was not asked about since then, the longest first: those who are connected, or whom
        patients can choose by a page.
        """

    async def leave(self, professional_id: str, now: datetime) -> bool:
        """Write that the person is no professional any more; False when that was written before."""

    async def come_back(self, professional_id: str) -> bool:
        """Write that the person is a professional again; False when they had not left."""

    async def settle_leaving(self, professional_id: str, now: datetime) -> bool:
        """Write that what the person left behind is decided; False when it was, or they have not left."""


class Assistants(Protocol):
    """Who schedules for whom."""

    async def appoint(self, professional_id: str, assistant_id: str, now: datetime) -> bool:
        """Write that the one may schedule for the other; False when they could before."""

    async def dismiss(self, professional_id: str, assistant_id: str) -> bool:
        """Take it back; False when they could not."""

    async def list_of(self, professional_id: str) -> list[Professional]:
        """List the professional's assistants, by name."""

    async def list_assisted_by(self, assistant_id: str) -> list[Assisted]:
        """List for whom this person may schedule, by name."""

    async def choose(self, assistant_id: str, professional_id: str | None) -> None:
        """Write whom of them the person's Home shows; None is nobody but themselves."""
