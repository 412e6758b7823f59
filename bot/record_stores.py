"""The ports of the database for the clinic's records and its site; the rules of `bot.stores` hold here, too."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.api_key import ApiKey
from bot.domain.people import Patient, Professional
from bot.domain.records import RecordKey
from bot.domain.trust import Trust


class AlreadyKnown(Exception):
    """Another patient is known by this external id, or by this name and mail."""


class Records(Protocol):
    """Many people at a time."""

    async def list_professionals(self, slack_team_id: str, slack_user_ids: Collection[str]) -> list[Professional]:
        """List those of them who are stored, in any order."""

    async def list_known(
        self, slack_team_id: str, *, external_ids: Collection[str], mails: Collection[str]
    ) -> list[Patient]:
        """List the patients with one of these external ids, or one of these mails (whatever its case)."""

    async def list_choices(self, patient_ids: Collection[str]) -> list[Trust]:
        """List all choices these patients ever made, those they withdrew as well."""

    async def list_erased(self, slack_team_id: str, keys: Collection[RecordKey]) -> dict[RecordKey, datetime]:
        """Tell of those by which somebody was known who was erased, when that was."""

    async def save_patients(self, patients: Sequence[Patient]) -> None:
        """Add or update. Raises AlreadyKnown where another patient is known by the same."""

    async def save_choices(self, given: Sequence[Trust]) -> None:
        """Add these choices, or give again what was withdrawn; one that stands is left as it is."""


class ApiKeys(Protocol):
    """Keys of the clinic's site. A key that was revoked stays, for the audit."""

    async def add(self, key: ApiKey) -> None: ...

    async def find(self, key_id: str) -> ApiKey | None: ...

    async def list_all(self) -> list[ApiKey]:
        """List all keys ever made, oldest first."""

    async def note_used(self, key_id: str, now: datetime) -> None: ...

    async def revoke(self, key_id: str, now: datetime) -> bool:
        """End the key; False when there is none, or it has ended."""
