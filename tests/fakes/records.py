"""Records and keys in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.api_key import ApiKey
from bot.domain.folding import caseless
from bot.domain.people import Patient, Professional
from bot.domain.records import RecordKey
from bot.domain.trust import Trust
from tests.fakes.people import FakePeople
from tests.fakes.state import FakeState


class FakeRecords:
    def __init__(self, state: FakeState, people: FakePeople) -> None:
        self._state, self._people = state, people

    async def list_professionals(self, slack_team_id: str, slack_user_ids: Collection[str]) -> list[Professional]:
        wanted = {(slack_team_id, each) for each in slack_user_ids}
        return [
            each for each in self._state.professionals.values() if (each.slack_team_id, each.slack_user_id) in wanted
        ]

    async def list_known(
        self, slack_team_id: str, *, external_ids: Collection[str], mails: Collection[str]
    ) -> list[Patient]:
        alike = {caseless(mail) for mail in mails}
        return [
            each
            for each in self._state.patients.values()
            if each.slack_team_id == slack_team_id
            and (each.external_id in external_ids or caseless(each.mail) in alike)
        ]

    async def list_choices(self, patient_ids: Collection[str]) -> list[Trust]:
        ever = (*self._state.trusts.values(), *self._state.left.values())
        return [each for each in ever if each.patient_id in patient_ids]

    async def list_erased(self, slack_team_id: str, keys: Collection[RecordKey]) -> dict[RecordKey, datetime]:
        erased = {key: self._state.erased.get((slack_team_id, *key)) for key in keys}
        return {key: erased_at for key, erased_at in erased.items() if erased_at is not None}

    async def save_patients(self, patients: Sequence[Patient]) -> None:
        for each in patients:
            await self._people.save_patient(each)

    async def save_choices(self, given: Sequence[Trust]) -> None:
        for each in given:
            await self._people.save_trust(each)


class FakeApiKeys:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def add(self, key: ApiKey) -> None:
        self._state.api_keys[key.id] = key

    async def find(self, key_id: str) -> ApiKey | None:
        return self._state.api_keys.get(key_id)

    async def list_all(self) -> list[ApiKey]:
        return sorted(self._state.api_keys.values(), key=lambda key: (key.made_at, key.id))

    async def note_used(self, key_id: str, now: datetime) -> None:
        self._state.api_keys[key_id] = replace(self._state.api_keys[key_id], last_used_at=now)

    async def revoke(self, key_id: str, now: datetime) -> bool:
        key = self._state.api_keys.get(key_id)
        if key is None or key.revoked_at is not None:
            return False
        self._state.api_keys[key_id] = replace(key, revoked_at=now)
        return True
