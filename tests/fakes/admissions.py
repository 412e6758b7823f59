"""Who is a professional, in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.admission import KnownProfessional, Policy
from bot.domain.people import Professional, Standing
from bot.domain.zoom_connection import ConnectionState
from tests.fakes.state import FakeState

THE_WORKSPACE = "the one"


class FakeAdmissions:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def policy(self) -> Policy:
        return self._state.policies.get(THE_WORKSPACE, Policy())

    async def save_policy(self, policy: Policy) -> None:
        self._state.policies[THE_WORKSPACE] = policy

    async def is_in_group(self, slack_user_id: str) -> bool:
        return slack_user_id in self._state.group_members

    async def list_group(self) -> frozenset[str]:
        return frozenset(self._state.group_members)

    async def save_group(self, slack_user_ids: Collection[str], now: datetime) -> None:
        self._state.policies[THE_WORKSPACE] = replace(await self.policy(), group_seen_at=now)
        self._state.group_members.clear()
        self._state.group_members.update(dict.fromkeys(slack_user_ids))

    async def set_listed(self, professional_id: str, *, is_listed: bool) -> bool:
        return self._change(professional_id, is_listed=is_listed)

    async def list_people(self) -> list[KnownProfessional]:
        found = [
            KnownProfessional(professional=each, is_connected=self._connection(each) is ConnectionState.CONNECTED)
            for each in self._state.professionals.values()
            if each.standing is not Standing.UNSEEN
        ]
        return sorted(found, key=lambda each: (each.professional.name.casefold(), each.professional.id))

    async def list_unseen_since(self, before: datetime, limit: int) -> list[Professional]:
        found = [
            each
            for each in self._state.professionals.values()
            if (self._connection(each) not in {None, ConnectionState.DISCONNECTED} or self._has_page(each))
            and each.left_at is None
            and each.seen_at is not None
            and each.seen_at < before
        ]
        return sorted(found, key=lambda each: (each.seen_at, each.id))[:limit]

    async def leave(self, professional_id: str, now: datetime) -> bool:
        known = self._state.professionals[professional_id]
        return known.left_at is None and self._change(professional_id, left_at=now, left_settled_at=None)

    async def come_back(self, professional_id: str) -> bool:
        return self._change(professional_id, left_at=None, left_settled_at=None)

    async def settle_leaving(self, professional_id: str, now: datetime) -> bool:
        known = self._state.professionals[professional_id]
        is_open = known.left_at is not None and known.left_settled_at is None
        return is_open and self._change(professional_id, left_settled_at=now)

    def _connection(self, professional: Professional) -> ConnectionState | None:
        stored = self._state.connections.get(professional.id)
        return stored.connection.state if stored else None

    def _has_page(self, professional: Professional) -> bool:
        page = self._state.own_pages.get(professional.id)
        return page is not None and page.is_on

    def _change(self, professional_id: str, **changes: object) -> bool:
        known = self._state.professionals[professional_id]
        self._state.professionals[professional_id] = replace(known, **changes)
        return known != self._state.professionals[professional_id]
