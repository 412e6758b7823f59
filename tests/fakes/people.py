"""People in memory: who works in the workspace, their profiles, and the patients who trust them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.folding import caseless, has_all_words
from bot.domain.people import Actor, Patient, Professional, Workspace
from bot.domain.preferences import Profile, WorkspaceDefaults
from bot.domain.records import record_keys
from bot.domain.trust import Trust
from bot.record_stores import AlreadyKnown
from tests.fakes.state import FakeState, read_professional


class FakePeople:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find_workspace(self) -> Workspace | None:
        return next(iter(self._state.workspaces.values()), None)

    async def save_workspace(self, workspace: Workspace) -> None:
        self._state.workspaces[workspace.slack_team_id] = workspace

    async def get_professional(self, professional_id: str) -> Professional:
        return read_professional(self._state, professional_id)

    async def find_professional(self, actor: Actor) -> Professional | None:
        found = (each.id for each in self._state.professionals.values() if each.actor == actor)
        return next((read_professional(self._state, each) for each in found), None)

    async def save_professional(self, professional: Professional) -> Professional:
        known = await self.find_professional(professional.actor)
        stored = _refreshed(known, professional) if known else replace(professional, profile=Profile())
        self._state.professionals[stored.id] = stored
        return await self.get_professional(stored.id)

    async def choose_profile(self, professional_id: str, *, name: str, zone: ZoneInfo, language: str) -> None:
        known = self._state.professionals[professional_id]
        self._state.professionals[professional_id] = replace(
            known,
            name=name,
            zone=zone,
            language=language,
            has_chosen_name=known.has_chosen_name or known.name != name,
            has_chosen_zone=known.has_chosen_zone or known.zone != zone,
            has_chosen_language=known.has_chosen_language or known.language != language,
        )

    async def get_patient(self, patient_id: str) -> Patient:
        return self._state.patients[patient_id]

    async def list_patients(self, patient_ids: Collection[str]) -> list[Patient]:
        return [patient for patient in self._state.patients.values() if patient.id in patient_ids]

    async def find_patient_like(self, slack_team_id: str, *, name: str, mail: str) -> Patient | None:
        wanted = (slack_team_id, caseless(name), caseless(mail))
        return next((each for each in self._state.patients.values() if _known_as(each) == wanted), None)

    async def save_patient(self, patient: Patient) -> None:
        for each in self._state.patients.values():
            if each.id != patient.id and _is_like(each, patient):
                raise AlreadyKnown
        self._state.patients[patient.id] = patient

    async def erase_patient(self, patient_id: str, now: datetime) -> None:
        known = self._state.patients[patient_id]
        for key in record_keys(name=known.name, mail=known.mail, external_id=known.external_id):
            self._state.erased[(known.slack_team_id, *key)] = now
        blank = {"name": "", "mail": "", "zone": None, "language": "en", "external_id": ""}
        self._state.patients[patient_id] = replace(known, **blank, erased_at=now)

    async def find_trusting_patient(self, professional_id: str, patient_id: str) -> Patient | None:
        is_chosen = (patient_id, professional_id) in self._state.trusts
        return self._state.patients[patient_id] if is_chosen else None

    async def has_trusting_patients(self, professional_id: str) -> bool:
        return bool(await self.list_trusting_patients(professional_id))

    async def list_trusting_patients(self, professional_id: str) -> list[Patient]:
        chosen = [self._state.patients[patient] for patient, other in self._state.trusts if other == professional_id]
        return sorted(chosen, key=lambda patient: (patient.name.casefold(), patient.id))

    async def search_trusting_patients(self, professional_id: str, typed: str, limit: int) -> list[Patient]:
        chosen = await self.list_trusting_patients(professional_id)
        return [patient for patient in chosen if has_all_words(typed, patient.searched(typed))][:limit]

    async def save_trust(self, trust: Trust) -> bool:
        pair = (trust.patient_id, trust.professional_id)
        if pair in self._state.trusts:
            return False
        self._state.trusts[pair] = trust
        self._state.left.pop(pair, None)
        return True


class FakeProfiles:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def save(self, professional_id: str, profile: Profile) -> None:
        known = self._state.professionals[professional_id]
        self._state.professionals[professional_id] = replace(known, profile=profile)

    async def save_defaults(self, slack_team_id: str, defaults: WorkspaceDefaults) -> None:
        self._state.defaults[slack_team_id] = defaults

    async def list_professional_ids(self, slack_team_id: str) -> list[str]:
        return [each.id for each in self._state.professionals.values() if each.slack_team_id == slack_team_id]


def _refreshed(known: Professional, seen: Professional) -> Professional:
    return replace(
        known,
        name=known.name if known.has_chosen_name else seen.name,
        zone=known.zone if known.has_chosen_zone else seen.zone,
        language=known.language if known.has_chosen_language else seen.language,
        standing=seen.standing,
        is_admin=seen.is_admin,
        seen_at=seen.seen_at,
    )


def _known_as(patient: Patient) -> tuple[str, ...]:
    return (patient.slack_team_id, caseless(patient.name), caseless(patient.mail))


def _is_like(one: Patient, other: Patient) -> bool:
    if one.erased_at or other.erased_at:
        return False
    is_recorded_as = (one.slack_team_id, one.external_id) == (other.slack_team_id, other.external_id)
    return _known_as(one) == _known_as(other) or (is_recorded_as and bool(one.external_id))
