"""Two replicas with ten tasks each, all in need of a fresh grant from a Zoom that rotates its tokens."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.zoom_connection import ZoomGrant
from bot.services.zoom_access import ZoomAccess
from bot.zoom.http import build_http
from bot.zoom.oauth import ZoomAuthorization
from sandbox.world import World
from storage.engine import open_engines
from storage.unit_of_work import SqlStore
from tests.reliability.conftest import kind_of
from tests.reliability.rig import LEASE, Rig, open_rig
from tests.reliability.size import sized
from tests.reliability.table import Row

ROUNDS, TASKS, REPLICAS = sized(5, 500), 10, 2
ALMOST_AN_HOUR = timedelta(minutes=55)


@dataclass(frozen=True)
class ClockOf:
    """The world's clock, as a process before the sandbox has it."""

    world: World

    def now(self) -> datetime:
        return self.world.clock.now()

    async def refresh(self) -> None:
        """It is always known."""


async def open_access(rig: Rig, url: str, stack: AsyncExitStack) -> ZoomAccess:
    """One replica's way to grants: its own connections to the database, and to Zoom over real sockets."""
    engines = await stack.enter_async_context(open_engines(url))
    zoom, clock = rig.world.zoom.app, ClockOf(rig.world)
    base = f"{rig.world.addresses.sandbox}/zoom"
    oauth = ZoomAuthorization(
        http=await stack.enter_async_context(build_http()),
        oauth_url=f"{base}/oauth",
        api_url=f"{base}/v2",
        client_id=zoom.client_id,
        client_secret=zoom.client_secret,
        redirect_uri=zoom.redirect_uris[0],
        clock=clock,
    )
    store = SqlStore(engines=engines, vault=rig.store.vault, lease=LEASE)
    return ZoomAccess(store=store, oauth=oauth, clock=clock, poll=timedelta(milliseconds=20))


async def test_no_refresh_token_is_ever_burnt(database, tmp_path, tell):
    async with open_rig(tmp_path, database) as rig, AsyncExitStack() as stack:
        replicas = [await open_access(rig, database, stack) for _ in range(REPLICAS)]
        host = rig.hosts[0].professional.id

        async def look(grant: ZoomGrant) -> bool:
            return rig.world.zoom.grants.right_of(grant.access_token, rig.now()) is not None

        async def use(access: ZoomAccess) -> None:
            assert await access.with_grant(host, look), "a grant that Zoom does not take"

        for _ in range(ROUNDS):
            rig.world.clock.advance(ALMOST_AN_HOUR)
            await asyncio.gather(*(use(access) for access in replicas for _ in range(TASKS)))
        exchanges = [each for each in rig.world.traffic.to("zoom") if each.path == "/oauth/token"]
        refused = sum(each.status != 200 for each in exchanges)
    calls = ROUNDS * TASKS * REPLICAS
    tell(
        Row(
            promise="the token race",
            done=f"{calls:,} calls on {kind_of(database)}, {REPLICAS} replicas x {TASKS} tasks, {ROUNDS} times stale",
            figure=f"{refused} invalid_grant, {len(exchanges)} refreshes",
            required=f"0 invalid_grant, {ROUNDS} refreshes",
            is_kept=refused == 0 and len(exchanges) == ROUNDS,
        )
    )
