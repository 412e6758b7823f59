"""The store in memory: the same contract as storage's, held by tests/contracts."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from bot.domain.audit import AuditRow, Seal
from bot.domain.day_message import MessagePlace
from bot.domain.folding import has_all_words
from bot.domain.meeting_facts import MeetingFact
from bot.domain.meeting_list import ListView
from bot.domain.people import Actor, Patient, Professional, Workspace
from bot.domain.preferences import Profile, WorkspaceDefaults
from bot.domain.records import record_keys
from bot.domain.trust import Trust
from bot.record_stores import AlreadyKnown
from bot.stores import AlreadyTakenIn
from tests.fakes.admissions import FakeAdmissions
from tests.fakes.assistants import FakeAssistants
from tests.fakes.connections import FakeConnections, FakeReplacedGrants
from tests.fakes.invitations import FakeInvitations, FakeOwnPages
from tests.fakes.meetings import FakeMeetings
from tests.fakes.outbox import FakeOutbox
from tests.fakes.records import FakeApiKeys, FakeRecords
from tests.fakes.state import FakeState, Leases, read_professional
from tests.fakes.trusts import FakeTrusts
from tests.fakes.upkeep import FakeNotes, FakeUpkeep, FakeWaitingMessages


class _ReadOnlyState:
    """Shows whatever is committed at the moment of each look; writing through it raises TypeError."""

    def __init__(self, store: "FakeStore") -> None:
        self._store = store

    def __getattr__(self, name: str) -> MappingProxyType[object, object]:
        return MappingProxyType(getattr(self._store.state, name))


class FakeStore:
    """`state` is what is committed. Leases run on `leases.now`, which a test moves by hand.

    So many of the next transactions as `failing_writes` says find the database away.
    """

    def __init__(self, *, lease: timedelta = timedelta(seconds=30)) -> None:
        self.state = FakeState()
        self.leases = Leases(length=lease)
        self.failing_writes = 0
        self._one_writer = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator["FakeRepositories"]:
        yield FakeRepositories(cast("FakeState", _ReadOnlyState(self)), self.leases)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator["FakeRepositories"]:
        if self.failing_writes:
            self.failing_writes -= 1
            raise OSError("the database is away")
        async with self._one_writer:
            state = self.state.copied()
            yield FakeRepositories(state, self.leases)
            self.state = state


class FakeRepositories:
    def __init__(self, state: FakeState, leases: Leases) -> None:
        self.people = FakePeople(state)
        self.trusts = FakeTrusts(state)
        self.records = FakeRecords(state, self.people)
        self.api_keys = FakeApiKeys(state)
        self.invitations = FakeInvitations(state)
        self.own_pages = FakeOwnPages(state)
        self.profiles = FakeProfiles(state)
        self.connections = FakeConnections(state, leases)
        self.replaced_grants = FakeReplacedGrants(state)
        self.meetings = FakeMeetings(state)
        self.facts = FakeFacts(state)
        self.list_views = FakeListViews(state)
        self.day_messages = FakeDayMessages(state)
        self.outbox = FakeOutbox(state, leases)
        self.inbox = FakeInbox(state)
        self.audit = FakeAudit(state)
        self.admissions = FakeAdmissions(state)
        self.assistants = FakeAssistants(state)
        self.upkeep = FakeUpkeep(state)
        self.waiting = FakeWaitingMessages(state)
        self.notes = FakeNotes(state)


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
        wanted = (slack_team_id, *_caseless(name, mail))
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


class FakeDayMessages:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find(self, meeting_id: str) -> MessagePlace | None:
        return self._state.day_messages.get(meeting_id)

    async def place(self, meeting_id: str, place: MessagePlace | None) -> None:
        self._state.day_messages[meeting_id] = place


class FakeFacts:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def add(self, *facts: MeetingFact) -> bool:
        new = [fact for fact in facts if fact not in self._state.facts]
        self._state.facts.update(dict.fromkeys(new))
        return bool(new)

    async def list_of(self, meeting_id: str) -> list[MeetingFact]:
        return sorted((each for each in self._state.facts if each.meeting_id == meeting_id), key=lambda each: each.at)


class FakeListViews:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find(self, professional_id: str, used_after: datetime) -> ListView | None:
        view, used_at = self._state.list_views.get(professional_id, (None, used_after))
        return view if used_at > used_after else None

    async def save(self, professional_id: str, view: ListView, now: datetime) -> None:
        self._state.list_views[professional_id] = (view, now)


class FakeInbox:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find(self, key: str) -> str | None:
        made, _ = self._state.inbox.get(key, (None, None))
        return made

    async def add(self, key: str, made: str, now: datetime) -> None:
        if key in self._state.inbox:
            raise AlreadyTakenIn
        self._state.inbox[key] = (made, now)

    async def purge(self, before: datetime) -> int:
        old = [key for key, (_, received_at) in self._state.inbox.items() if received_at < before]
        for key in old:
            del self._state.inbox[key]
        return len(old)


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
    return (patient.slack_team_id, *_caseless(patient.name, patient.mail))


def _is_like(one: Patient, other: Patient) -> bool:
    if one.erased_at or other.erased_at:
        return False
    is_recorded_as = (one.slack_team_id, one.external_id) == (other.slack_team_id, other.external_id)
    return _known_as(one) == _known_as(other) or (is_recorded_as and bool(one.external_id))


def _caseless(*texts: str) -> tuple[str, ...]:
    return tuple(text.strip().casefold() for text in texts)
