"""The composition root: services and edges put together over opened surroundings."""

import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TextIO
from urllib.parse import urlencode

import httpx
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp

from bot.clock import MovedClock, SystemClock
from bot.domain.ids import new_id
from bot.domain.outbox import MAILS, OutboxKind
from bot.domain.people import Workspace
from bot.jobs import Purging, build_scheduler
from bot.ports import Clock, Waker
from bot.services.browsing import Browsing
from bot.services.cancelling import Cancelling
from bot.services.connecting import Connecting
from bot.services.delivering import Delivering, Effect
from bot.services.detailing import Detailing
from bot.services.identifying import Identifying
from bot.services.importing import Importing, LineResult
from bot.services.listing import Listing
from bot.services.mail_effects import Mailing
from bot.services.profile import Profile
from bot.services.scheduling import Scheduling
from bot.services.slack_effects import Noticing, ShowingCard, ShowingHome, ShowingResult
from bot.services.working import Lane, Worker
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_effects import Creating, Removing
from bot.settings import Settings
from bot.slack.app import build_slack_app
from bot.slack.desk import Desk
from bot.slack.directory import SlackClientDirectory
from bot.slack.messenger import SlackMessenger
from bot.slack.routes import slack_routes
from bot.stores import Store
from bot.surroundings import Surroundings, build_authorization, find_workspace, open_surroundings
from bot.web.app import build_web_app
from bot.web.cookie import JourneyCookie
from bot.web.pages import PageFacts, Pages
from bot.web.routes import WebSide
from bot.zoom.client import ZoomClient
from bot.zoom.oauth import ZoomAuthorization
from storage.engine import Engines, is_sqlite, parse_url
from storage.migrating import is_current, migrate
from storage.unit_of_work import GRANT_LEASE

_log = logging.getLogger("consulta.wiring")

_BEYOND_A_LEASE = timedelta(seconds=10)


@dataclass(frozen=True, kw_only=True)
class Product:
    """What `serve` runs: the web application, the worker and the metronome."""

    web: ASGIApp
    worker: Worker
    scheduler: AsyncIOScheduler


@dataclass
class _Wakeable:
    """Stands for the worker until it is built: services wake it, and it is built of them."""

    worker: Waker | None = None

    def wake(self) -> None:
        if self.worker is not None:
            self.worker.wake()


@asynccontextmanager
async def open_product(settings: Settings) -> AsyncIterator[Product]:
    """Build everything on an opened store. Raises NotStarted when Slack refuses the token."""
    async with open_surroundings(settings) as around:
        if is_sqlite(parse_url(settings.database_url)):
            await _release_what_a_crash_left(around.store)
        workspace = await find_workspace(around.store, around.slack)
        waker = _Wakeable()
        clock = _build_clock(settings, around.http, waker)
        authorization = build_authorization(around, clock)
        worker = _build_worker(around, clock, authorization, waker)
        waker.worker = worker
        purging = Purging(store=around.store, clock=clock)
        yield Product(
            web=_build_web(around, workspace, clock, waker, authorization),
            worker=worker,
            scheduler=build_scheduler(waker, purging, clock, is_clock_moved=settings.clock_url is not None),
        )


async def import_patients(settings: Settings, file: TextIO) -> list[LineResult]:
    """Take patients from a CSV file into the database, which is brought to this version first.

    Raises FileProblem, and NotStarted when Slack must be asked whose workspace it is and refuses.
    """
    await migrate(settings.database_url)
    async with open_surroundings(settings) as around:
        workspace = await find_workspace(around.store, around.slack)
        return await Importing(store=around.store, clock=SystemClock()).take(workspace, file)


async def _release_what_a_crash_left(store: Store) -> None:
    """Take over at once what an earlier process held: it is gone, as only one serves a SQLite file."""
    async with store.writing() as work:
        await work.outbox.release(None)


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


def _build_worker(around: Surroundings, clock: Clock, authorization: ZoomAuthorization, waker: Waker) -> Worker:
    patience = max(around.settings.lease, GRANT_LEASE) + _BEYOND_A_LEASE
    access = ZoomAccess(store=around.store, oauth=authorization, clock=clock, patience=patience)
    lanes = (_zoom_effects(around, clock, access), _mail_effects(around, clock), _slack_effects(around, clock))
    return Worker(lanes=tuple(_build_lane(around, clock, effects, waker) for effects in lanes))


def _build_lane(around: Surroundings, clock: Clock, effects: Mapping[OutboxKind, Effect], waker: Waker) -> Lane:
    delivering = Delivering(store=around.store, clock=clock, effects=effects, owner=new_id(), spread=random.random)
    return Lane(delivering=delivering, lease=around.settings.lease, others=waker)


def _zoom_effects(around: Surroundings, clock: Clock, access: ZoomAccess) -> Mapping[OutboxKind, Effect]:
    store, zoom = around.store, ZoomClient(http=around.http, api_url=around.settings.zoom_api_url, clock=clock)
    return {
        OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
    }


def _mail_effects(around: Surroundings, clock: Clock) -> Mapping[OutboxKind, Effect]:
    return dict.fromkeys(MAILS, Mailing(store=around.store, mailer=around.mailer, clock=clock))


def _slack_effects(around: Surroundings, clock: Clock) -> Mapping[OutboxKind, Effect]:
    store, messenger = around.store, SlackMessenger(client=around.slack, links=around.links, clock=clock)
    return {
        OutboxKind.SLACK_CARD: ShowingCard(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_VIEW: ShowingResult(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_HOME: ShowingHome(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_NOTICE: Noticing(store=store, messenger=messenger),
    }


def _build_web(
    around: Surroundings, workspace: Workspace, clock: Clock, waker: Waker, authorization: ZoomAuthorization
) -> ASGIApp:
    settings = around.settings
    connecting = Connecting(
        store=around.store,
        oauth=authorization,
        clock=clock,
        waker=waker,
        links=around.links,
        support_contact=settings.support_contact,
    )
    side = WebSide(
        connecting=connecting,
        pages=Pages(facts=_page_facts(settings, workspace)),
        cookie=JourneyCookie(is_https=settings.public_url.startswith("https://")),
        is_ready=_readiness(around.engines),
    )
    slack = build_slack_app(
        signing_secret=settings.slack_signing_secret, desk=_build_desk(around, workspace, clock, waker)
    )
    routes = slack_routes(slack, settings.slack_signing_secret)
    return build_web_app(side, zoom_oauth_url=settings.zoom_oauth_url, slack=routes)


def _build_desk(around: Surroundings, workspace: Workspace, clock: Clock, waker: Waker) -> Desk:
    directory = SlackClientDirectory(client=around.slack)
    return Desk(
        client=around.slack,
        workspace=workspace,
        links=around.links,
        identifying=Identifying(store=around.store, directory=directory, clock=clock),
        scheduling=Scheduling(store=around.store, clock=clock, waker=waker),
        cancelling=Cancelling(store=around.store, clock=clock, waker=waker),
        listing=Listing(store=around.store, clock=clock),
        browsing=Browsing(store=around.store, clock=clock),
        detailing=Detailing(store=around.store, clock=clock, waker=waker),
        profile=Profile(store=around.store, clock=clock, waker=waker),
    )


def _page_facts(settings: Settings, workspace: Workspace) -> PageFacts:
    query = urlencode({"app": workspace.slack_app_id, "team": workspace.slack_team_id})
    return PageFacts(
        support_contact=settings.support_contact, open_slack_url=f"{settings.slack_site}/app_redirect?{query}"
    )


def _readiness(engines: Engines) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        try:
            return await is_current(engines)
        except (SQLAlchemyError, OSError):
            return False

    return is_ready
