"""Zoom connections in memory."""

from dataclasses import replace
from datetime import datetime

from bot.domain.zoom_connection import ConnectAttempt, ConnectionState, ZoomConnection, ZoomGrant, ZoomUser
from tests.fakes.state import FakeState, Leases, NotUniqueError, StoredConnection


class FakeConnections:
    def __init__(self, state: FakeState, leases: Leases) -> None:
        self._state = state
        self._leases = leases

    async def add_attempt(self, attempt: ConnectAttempt) -> None:
        if attempt.state_hash in self._state.attempts:
            raise NotUniqueError("connect_attempt")
        self._state.attempts[attempt.state_hash] = attempt

    async def take_attempt(self, state_hash: str, browser_hash: str, now: datetime) -> ConnectAttempt | None:
        attempt = self._state.attempts.get(state_hash)
        if attempt is None or attempt.browser_hash != browser_hash or attempt.expires_at <= now:
            return None
        return self._state.attempts.pop(state_hash)

    async def has_attempt(self, state_hash: str, now: datetime) -> bool:
        attempt = self._state.attempts.get(state_hash)
        return attempt is not None and attempt.expires_at > now

    async def find(self, professional_id: str) -> ZoomConnection | None:
        stored = self._state.connections.get(professional_id)
        return stored and stored.connection

    async def connect(self, professional_id: str, grant: ZoomGrant, user: ZoomUser, now: datetime) -> None:
        before = await self.find(professional_id)
        stored = self._state.connections.get(professional_id)
        is_same = stored is not None and stored.user.zoom_user_id == user.zoom_user_id
        connection = ZoomConnection(
            professional_id=professional_id,
            grant=grant,
            state=ConnectionState.CONNECTED,
            version=before.version + 1 if before else 1,
            connected_at=now,
            last_worked_at=now,
            account_since=before.account_since if before and is_same else now,
        )
        self._state.connections[professional_id] = StoredConnection(connection=connection, user=user)

    async def take_lease(self, professional_id: str, version: int, owner: str) -> bool:
        stored = self._usable(professional_id, version)
        if stored is None or not (
            stored.lease_by == owner or self._leases.is_free(stored.lease_by, stored.lease_until)
        ):
            return False
        held = replace(stored, lease_by=owner, lease_until=self._leases.end)
        self._state.connections[professional_id] = held
        return True

    async def save_refreshed(self, professional_id: str, version: int, grant: ZoomGrant) -> bool:
        return self._change(professional_id, version, grant=grant, version=version + 1)

    async def drop_lease(self, professional_id: str, owner: str) -> None:
        stored = self._state.connections.get(professional_id)
        if stored is not None and stored.lease_by == owner:
            self._state.connections[professional_id] = replace(stored, lease_by=None, lease_until=None)

    async def is_user(self, professional_id: str, zoom_user_id: str) -> bool:
        stored = self._state.connections.get(professional_id)
        return stored is not None and stored.user.zoom_user_id == zoom_user_id

    async def mark_broken(self, professional_id: str, version: int) -> bool:
        return self._change(professional_id, version, grant=None, state=ConnectionState.BROKEN)

    async def begin_disconnecting(self, professional_id: str, now: datetime) -> bool:
        stored = self._state.connections.get(professional_id)
        if stored is None or stored.connection.state is not ConnectionState.CONNECTED:
            return False
        ending = replace(stored.connection, state=ConnectionState.DISCONNECTING, disconnecting_at=now)
        self._state.connections[professional_id] = replace(stored, connection=ending)
        return True

    async def end(self, professional_id: str) -> None:
        stored = self._state.connections.get(professional_id)
        if stored and stored.connection.state in {ConnectionState.DISCONNECTING, ConnectionState.BROKEN}:
            ended = replace(stored.connection, grant=None, state=ConnectionState.DISCONNECTED)
            nobody = ZoomUser(zoom_user_id="", zoom_account_id="")
            self._state.connections[professional_id] = StoredConnection(connection=ended, user=nobody)

    async def note_worked(self, professional_id: str, now: datetime) -> None:
        stored = self._state.connections.get(professional_id)
        if stored is not None:
            worked = replace(stored.connection, last_worked_at=now)
            self._state.connections[professional_id] = replace(stored, connection=worked)

    async def purge_attempts(self, before: datetime) -> int:
        old = [key for key, attempt in self._state.attempts.items() if attempt.expires_at < before]
        for key in old:
            del self._state.attempts[key]
        return len(old)

    def _usable(self, professional_id: str, version: int) -> StoredConnection | None:
        stored = self._state.connections.get(professional_id)
        is_usable = stored is not None and stored.connection.is_usable and stored.connection.version == version
        return stored if is_usable else None

    def _change(self, professional_id: str, expected: int, /, **changes: object) -> bool:
        stored = self._usable(professional_id, expected)
        if stored is None:
            return False
        connection = replace(stored.connection, **changes)
        self._state.connections[professional_id] = StoredConnection(connection=connection, user=stored.user)
        return True
