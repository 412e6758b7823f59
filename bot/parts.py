"""What several sides of the product are made of, over opened surroundings."""

from dataclasses import dataclass
from datetime import timedelta

import httpx

from bot.clock import MovedClock, SystemClock
from bot.crashing import CrashPoint
from bot.domain.people import Workspace
from bot.ports import Clock, Waker
from bot.services.identifying import Identifying
from bot.services.noting import NotingStore
from bot.services.zoom_access import ZoomAccess
from bot.settings import Settings
from bot.slack.directory import SlackClientDirectory
from bot.stores import Store
from bot.surroundings import Surroundings, build_authorization
from bot.zoom.client import ZoomClient
from bot.zoom.oauth import ZoomAuthorization
from storage.unit_of_work import GRANT_LEASE

_BEYOND_A_LEASE = timedelta(seconds=10)


@dataclass
class Wakeable:
    """Stands for the worker until it is built: services wake it, and it is built of them."""

    worker: Waker | None = None

    def wake(self) -> None:
        if self.worker is not None:
            self.worker.wake()


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What several sides are made of."""

    around: Surroundings
    workspace: Workspace
    clock: Clock
    waker: Waker
    authorization: ZoomAuthorization
    access: ZoomAccess
    zoom: ZoomClient
    identifying: Identifying

    @property
    def store(self) -> Store:
        return NotingStore(store=self.around.store)


def _build_clock(settings: Settings, http: httpx.AsyncClient, waker: Waker) -> Clock:
    url = settings.clock_url
    if url is None:
        return SystemClock()

    async def ask_offset() -> timedelta | None:
        try:
            answer = await http.get(url, timeout=1)
        except httpx.HTTPError:
            return None
        return timedelta(seconds=answer.raise_for_status().json()["offset_seconds"])

    return MovedClock(ask_offset=ask_offset, on_move=waker.wake)


def build_parts(around: Surroundings, workspace: Workspace, waker: Waker) -> Parts:
    clock = _build_clock(around.settings, around.http, waker)
    directory, team = SlackClientDirectory(client=around.slack), workspace.slack_team_id
    crash = around.settings.crash
    authorization = crash.watch(build_authorization(around, clock), refresh=(None, CrashPoint.REFRESHED))
    zoom = ZoomClient(http=around.http, api_url=around.settings.zoom_api_url, clock=clock)
    patience = max(around.settings.lease, GRANT_LEASE) + _BEYOND_A_LEASE
    return Parts(
        around=around,
        workspace=workspace,
        clock=clock,
        waker=waker,
        authorization=authorization,
        access=ZoomAccess(store=around.store, oauth=authorization, clock=clock, patience=patience),
        identifying=Identifying(slack_team_id=team, store=around.store, directory=directory, clock=clock),
        zoom=crash.watch(zoom, create=(CrashPoint.ZOOM_ASKED, CrashPoint.ZOOM_ANSWERED)),
    )
