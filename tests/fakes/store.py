"""The store in memory: the same contract as storage's, held by tests/contracts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import cast

from bot.domain.day_message import MessagePlace
from bot.domain.meeting_facts import MeetingFact
from bot.domain.meeting_list import ListView
from bot.work_stores import AlreadyTakenIn
from tests.fakes.admissions import FakeAdmissions
from tests.fakes.assistants import FakeAssistants
from tests.fakes.audit import FakeAudit
from tests.fakes.connections import FakeConnections, FakeReplacedGrants
from tests.fakes.invitations import FakeInvitations, FakeOwnPages
from tests.fakes.meetings import FakeMeetings
from tests.fakes.outbox import FakeOutbox
from tests.fakes.people import FakePeople, FakeProfiles
from tests.fakes.records import FakeApiKeys, FakeRecords
from tests.fakes.state import FakeState, Leases
from tests.fakes.trusts import FakeTrusts
from tests.fakes.upkeep import FakeNotes, FakeUpkeep


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
        self.notes = FakeNotes(state)


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
