"""Fresh grants for calls to Zoom: each is renewed by exactly one of all who need it.

A refresh spends the refresh token at once, and an answer that is lost takes the grant with it. So: take the lease,
refresh, commit, and only then use; everybody else waits until the stored version has moved.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bot.domain.failures import ZoomError
from bot.domain.ids import new_id
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import REFRESH_BEFORE, ZoomConnection, ZoomGrant
from bot.ports import Clock, ZoomOAuth
from bot.services.breaking import break_connection
from bot.stores import Repositories, Store

T = TypeVar("T")

_log = logging.getLogger("consulta.zoom_access")
# What Zoom has for an answer: so long a refresh under way is waited for at the end.
_LONGEST_ANSWER = timedelta(seconds=10)
_GRANT_IS_LOST = frozenset({ZoomCode.INVALID_GRANT, ZoomCode.ACCOUNT_GONE})


def not_connected() -> ZoomError:
    """Say that only a new connection helps. Not permanent: what waits goes out when the professional has connected."""
    return ZoomError(ZoomCode.NOT_CONNECTED, reconnect=True)


@dataclass(frozen=True, kw_only=True)
class ZoomAccess:
    """A refresh by another is looked for each `poll`, and waited for no longer than `patience`: longer than a lease."""

    store: Store
    oauth: ZoomOAuth
    clock: Clock
    poll: timedelta = timedelta(milliseconds=100)
    patience: timedelta = timedelta(seconds=40)
    _refreshing: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    async def with_grant(
        self, professional_id: str, call: Callable[[ZoomGrant], Awaitable[T]], *, zoom_user: str = ""
    ) -> T:
        """Call with a fresh grant, and once more with a newer one when Zoom does not accept the token.

        Where `zoom_user` names in whose account something is, no grant of another is used: there it would be "gone".
        Raises what `call` raises, and ZoomError `not_connected` when there is no connection, or no longer, and
        `other_account`.
        """
        connection, grant = await self._fresh(professional_id, zoom_user)
        try:
            return await self._call(connection, grant, call)
        except ZoomError as error:
            if error.code != ZoomCode.TOKEN:
                raise
        connection, grant = await self._newer(professional_id, zoom_user, than=connection.version)
        return await self._call(connection, grant, call)

    async def end(self) -> None:
        """Let end what is being refreshed: cut off here, with its answer on the way, it would burn the grant."""
        if self._refreshing:
            await asyncio.wait(self._refreshing, timeout=_LONGEST_ANSWER.total_seconds())

    async def _call(self, connection: ZoomConnection, grant: ZoomGrant, call: Callable[[ZoomGrant], Awaitable[T]]) -> T:
        try:
            return await call(grant)
        except ZoomError as error:
            if error.code not in _GRANT_IS_LOST:
                raise
            await self._break(connection)
            raise not_connected() from error

    async def _fresh(self, professional_id: str, zoom_user: str) -> tuple[ZoomConnection, ZoomGrant]:
        connection, grant = await self._usable(professional_id, zoom_user)
        if grant.expires_at - self.clock.now() > REFRESH_BEFORE:
            return connection, grant
        return await self._newer(professional_id, zoom_user, than=connection.version)

    async def _usable(self, professional_id: str, zoom_user: str) -> tuple[ZoomConnection, ZoomGrant]:
        async with self.store.reading() as look:
            connection = await look.connections.find(professional_id)
        if connection is None or connection.grant is None or not connection.is_usable:
            raise not_connected()
        if zoom_user not in {"", connection.zoom_user}:
            raise ZoomError(ZoomCode.OTHER_ACCOUNT)
        return connection, connection.grant

    async def _newer(self, professional_id: str, zoom_user: str, *, than: int) -> tuple[ZoomConnection, ZoomGrant]:
        """Refresh, or wait for who does it, until the version is not `than` any more."""
        # An owner of its own for each try: the calls of one process are as much rivals as those of two.
        owner = new_id()
        for _ in range(self._tries):
            connection, grant = await self._usable(professional_id, zoom_user)
            if connection.version != than:
                return connection, grant
            if await self._take_lease(connection, owner):
                refreshing = asyncio.create_task(self._refresh(connection, grant, owner))
                self._refreshing.add(refreshing)
                refreshing.add_done_callback(self._refreshing.discard)
                # Shielded: a caller who gives up in between must not burn the token.
                await asyncio.shield(refreshing)
                return await self._usable(professional_id, zoom_user)
            await asyncio.sleep(self.poll.total_seconds())
        raise ZoomError(ZoomCode.UNKNOWN)

    @property
    def _tries(self) -> int:
        return max(1, round(self.patience / self.poll))

    async def _take_lease(self, connection: ZoomConnection, owner: str) -> bool:
        async with self.store.writing() as work:
            return await work.connections.take_lease(connection.professional_id, connection.version, owner)

    async def _refresh(self, connection: ZoomConnection, grant: ZoomGrant, owner: str) -> None:
        try:
            renewed = await self.oauth.refresh(grant)
        except ZoomError as error:
            await self._after_failure(connection, error, owner)
            return
        await self._keep(connection, renewed)
        _log.info("refreshed professional=%s version=%s", connection.professional_id, connection.version)

    async def _keep(self, connection: ZoomConnection, renewed: ZoomGrant) -> None:
        """Save the new grant, however often it takes: the one before is spent, and this one is nowhere else."""
        for tries_left in reversed(range(self._tries)):
            try:
                async with self.store.writing() as work:
                    await _save(work, connection, renewed)
            except Exception:
                # Whatever the database raises: at its fault, what is in hand must not be lost.
                if not tries_left:
                    raise
                await asyncio.sleep(self.poll.total_seconds())
            else:
                return

    async def _after_failure(self, connection: ZoomConnection, error: ZoomError, owner: str) -> None:
        """Give up the connection only on Zoom's word; a fault of its endpoint disconnects nobody."""
        _log.warning("not_refreshed professional=%s code=%s", connection.professional_id, error.code)
        if error.code in _GRANT_IS_LOST:
            await self._break(connection)
            return
        if error.code == ZoomCode.INVALID_CLIENT:
            # Nobody's connection is to blame: the operator's credentials are wrong, for everybody.
            _log.error("operator_alarm cause=invalid_client settings=ZOOM_CLIENT_ID,ZOOM_CLIENT_SECRET")
        async with self.store.writing() as work:
            await work.connections.drop_lease(connection.professional_id, owner)
        raise error

    async def _break(self, connection: ZoomConnection) -> None:
        async with self.store.writing() as work:
            await break_connection(work, connection, self.clock.now())


async def _save(work: Repositories, connection: ZoomConnection, renewed: ZoomGrant) -> None:
    """Save the grant; where the version has moved on, the professional has connected anew, and that grant is used.

    If it was with another account, this one is about to be given back.
    """
    professional_id, version = connection.professional_id, connection.version
    if await work.connections.save_refreshed(professional_id, version, renewed):
        return
    if await work.replaced_grants.find(professional_id, version) is not None:
        await work.replaced_grants.keep(professional_id, version, renewed)
