"""Zoom connections and the journeys towards them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Update, bindparam, delete, or_, select, update

from bot.domain.zoom_connection import ConnectAttempt, ConnectionState, ZoomConnection, ZoomGrant, ZoomUser
from storage.leases import NO_LEASE, held_by, is_free
from storage.reading import AnyConnection
from storage.statements import changes_one, insert_into
from storage.tables import connect_attempt, zoom_connection
from storage.vault import Vault

_NO_GRANT = {**NO_LEASE, "sealed": None, "scopes": "", "expires_at": None}
# Asked at most requests: written once, as building it anew takes twice as long as running it.
_OF_PROFESSIONAL = select(zoom_connection).where(zoom_connection.c.professional_id == bindparam("professional_id"))


@dataclass(frozen=True, kw_only=True)
class SqlConnections:
    connection: AnyConnection
    vault: Vault
    lease: timedelta

    async def add_attempt(self, attempt: ConnectAttempt) -> None:
        sealed = self.vault.seal(connect_attempt.name, attempt.state_hash, {"verifier": attempt.verifier})
        await self.connection.execute(
            connect_attempt.insert().values(
                state_hash=attempt.state_hash,
                browser_hash=attempt.browser_hash,
                professional_id=attempt.professional_id,
                sealed=sealed,
                expires_at=attempt.expires_at,
            )
        )

    async def take_attempt(self, state_hash: str, browser_hash: str, now: datetime) -> ConnectAttempt | None:
        # One statement: of two who come back with the same state, the database gives it to one.
        taken = await self.connection.execute(
            delete(connect_attempt)
            .where(
                connect_attempt.c.state_hash == state_hash,
                connect_attempt.c.browser_hash == browser_hash,
                connect_attempt.c.expires_at > now,
            )
            .returning(connect_attempt)
        )
        row = taken.one_or_none()
        return self._attempt(row) if row else None

    async def has_attempt(self, state_hash: str, now: datetime) -> bool:
        query = select(connect_attempt.c.state_hash).where(
            connect_attempt.c.state_hash == state_hash, connect_attempt.c.expires_at > now
        )
        return (await self.connection.execute(query)).one_or_none() is not None

    async def find(self, professional_id: str) -> ZoomConnection | None:
        row = (await self.connection.execute(_OF_PROFESSIONAL, {"professional_id": professional_id})).one_or_none()
        return self._connection(row) if row else None

    async def connect(self, professional_id: str, grant: ZoomGrant, user: ZoomUser, now: datetime) -> None:
        values = {
            **self._sealed(professional_id, grant),
            **NO_LEASE,
            "state": ConnectionState.CONNECTED,
            "zoom_user_hmac": self.vault.index("zoom.user", user.zoom_user_id),
            "zoom_account_hmac": self.vault.index("zoom.account", user.zoom_account_id),
            "connected_at": now,
            "last_worked_at": now,
            "disconnecting_at": None,
        }
        insert = insert_into(self.connection, zoom_connection).values(
            professional_id=professional_id, version=1, **values
        )
        values["version"] = zoom_connection.c.version + 1
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["professional_id"], set_=values))

    async def take_lease(self, professional_id: str, version: int, owner: str) -> bool:
        is_open = or_(is_free(zoom_connection), zoom_connection.c.lease_by == owner)
        lease = _usable(professional_id, version).where(is_open).values(held_by(owner, self.lease))
        return await changes_one(self.connection, lease)

    async def save_refreshed(self, professional_id: str, version: int, grant: ZoomGrant) -> bool:
        values = {**self._sealed(professional_id, grant), **NO_LEASE, "version": version + 1}
        return await changes_one(self.connection, _usable(professional_id, version).values(values))

    async def drop_lease(self, professional_id: str, owner: str) -> None:
        await self.connection.execute(
            update(zoom_connection)
            .where(zoom_connection.c.professional_id == professional_id, zoom_connection.c.lease_by == owner)
            .values(NO_LEASE)
        )

    async def is_user(self, professional_id: str, zoom_user_id: str) -> bool:
        query = select(zoom_connection.c.professional_id).where(
            zoom_connection.c.professional_id == professional_id,
            zoom_connection.c.zoom_user_hmac == self.vault.index("zoom.user", zoom_user_id),
        )
        return (await self.connection.execute(query)).one_or_none() is not None

    async def mark_broken(self, professional_id: str, version: int) -> bool:
        broken = _usable(professional_id, version).values(**_NO_GRANT, state=ConnectionState.BROKEN)
        return await changes_one(self.connection, broken)

    async def begin_disconnecting(self, professional_id: str, now: datetime) -> bool:
        of = zoom_connection.c
        connected = update(zoom_connection).where(
            of.professional_id == professional_id, of.state == ConnectionState.CONNECTED
        )
        return await changes_one(
            self.connection, connected.values(state=ConnectionState.DISCONNECTING, disconnecting_at=now)
        )

    async def end(self, professional_id: str) -> None:
        of = zoom_connection.c
        endable = update(zoom_connection).where(
            of.professional_id == professional_id,
            of.state.in_([ConnectionState.DISCONNECTING, ConnectionState.BROKEN]),
        )
        nobody = {"zoom_user_hmac": "", "zoom_account_hmac": ""}
        await self.connection.execute(endable.values(**_NO_GRANT, **nobody, state=ConnectionState.DISCONNECTED))

    async def note_worked(self, professional_id: str, now: datetime) -> None:
        of = zoom_connection.c
        await self.connection.execute(
            update(zoom_connection).where(of.professional_id == professional_id).values(last_worked_at=now)
        )

    async def lock(self, professional_id: str) -> None:
        # SQLite leaves the clause out: there the whole database is locked by the transaction.
        query = select(zoom_connection.c.version).where(zoom_connection.c.professional_id == professional_id)
        await self.connection.execute(query.with_for_update())

    async def purge_attempts(self, before: datetime) -> int:
        return (
            await self.connection.execute(delete(connect_attempt).where(connect_attempt.c.expires_at < before))
        ).rowcount

    def _sealed(self, professional_id: str, grant: ZoomGrant) -> dict[str, Any]:
        content = {"access_token": grant.access_token, "refresh_token": grant.refresh_token}
        return {
            "sealed": self.vault.seal(zoom_connection.name, professional_id, content),
            "scopes": " ".join(sorted(grant.scopes)),
            "expires_at": grant.expires_at,
        }

    def _connection(self, row: Row[Any]) -> ZoomConnection:
        return ZoomConnection(
            professional_id=row.professional_id,
            grant=self._grant(row) if row.sealed is not None else None,
            state=row.state,
            version=row.version,
            connected_at=row.connected_at,
            last_worked_at=row.last_worked_at,
            disconnecting_at=row.disconnecting_at,
            zoom_user=row.zoom_user_hmac,
        )

    def _grant(self, row: Row[Any]) -> ZoomGrant:
        content = self.vault.open(zoom_connection.name, row.professional_id, row.sealed)
        return ZoomGrant(scopes=frozenset(row.scopes.split()), expires_at=row.expires_at, **content)

    def _attempt(self, row: Row[Any]) -> ConnectAttempt:
        return ConnectAttempt(
            state_hash=row.state_hash,
            browser_hash=row.browser_hash,
            professional_id=row.professional_id,
            expires_at=row.expires_at,
            **self.vault.open(connect_attempt.name, row.state_hash, row.sealed),
        )


def _usable(professional_id: str, version: int) -> Update:
    """Change the connection only if it still has this version and the grant that came with it."""
    return update(zoom_connection).where(
        zoom_connection.c.professional_id == professional_id,
        zoom_connection.c.version == version,
        zoom_connection.c.sealed.is_not(None),
    )
