"""The composition root: services and edges put together over opened surroundings."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TextIO
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.clock import SystemClock
from bot.crashing import CrashPoint
from bot.crew import build_worker
from bot.domain.people import Workspace
from bot.jobs import Duties, Metronome, Purging, build_metronome
from bot.mail.operator import SmtpOperatorMail
from bot.parts import Parts, Wakeable, build_parts
from bot.ports import Clock
from bot.services.acting import Acting
from bot.services.administering import Administering
from bot.services.assisting import Assisting
from bot.services.browsing import Browsing
from bot.services.cancelling import Cancelling
from bot.services.choosing import Choosing
from bot.services.connecting import Connecting
from bot.services.deleting import Deleting
from bot.services.denying import Denying
from bot.services.detailing import Detailing
from bot.services.disconnecting import Disconnecting
from bot.services.ending import Ending
from bot.services.erasing import Erasing
from bot.services.following_clocks import FollowingClocks
from bot.services.importing import Importing, LineResult
from bot.services.inviting import Inviting
from bot.services.keeping import Guarding
from bot.services.leaving import Leaving
from bot.services.listing import Listing
from bot.services.own_pages import OwnPages
from bot.services.patient_list import ListingPatients
from bot.services.previewing import Previewing
from bot.services.profile import Profile
from bot.services.pushing import Pushing
from bot.services.reconciling import Reconciling
from bot.services.resending import Resending
from bot.services.reviewing import Reviewing
from bot.services.scheduling import Scheduling
from bot.services.sealing import Sealing
from bot.services.signing_in import SigningIn
from bot.services.starting import Starting
from bot.services.working import Worker
from bot.services.zoom_course import Sweeping
from bot.services.zoom_events import ZoomEvents
from bot.services.zoom_moves import ZoomMoves
from bot.settings import Settings
from bot.slack.afterwards import Afterwards
from bot.slack.app import build_slack_app
from bot.slack.desk import Desk
from bot.slack.routes import slack_routes
from bot.slack.sign_in import SlackOpenId
from bot.slack.socket_mode import SlackSocket
from bot.stores import Store
from bot.surroundings import Surroundings, find_workspace, open_socket, open_surroundings
from bot.time_zone_data import SystemTimeZones
from bot.web.api.document import openapi
from bot.web.api.pace import Pace
from bot.web.api.routes import Api, build_api
from bot.web.app import build_web_app
from bot.web.choosing import ChoosingSide
from bot.web.cookie import JourneyCookie
from bot.web.leaving import LeavingSide
from bot.web.leaving_pages import LeavingPages
from bot.web.pages import PageFacts, Pages
from bot.web.patient_pages import PatientPages
from bot.web.routes import WebSide
from bot.web.webhook import Webhook
from storage.engine import Engines, is_sqlite, parse_url
from storage.schema import ensure_current, is_current


@dataclass(frozen=True, kw_only=True)
class Product:
    """What `serve` runs: the web application, the worker and the metronome, and Slack's socket where there is one.

    Once `leaving` is set the process says that it is not ready, for as long as it still answers.
    """

    web: ASGIApp
    worker: Worker
    metronome: Metronome
    socket: SlackSocket | None
    leaving: asyncio.Event


@asynccontextmanager
async def open_product(settings: Settings) -> AsyncIterator[Product]:
    """Build everything on an opened store. Raises NotStarted when Slack refuses a token."""
    async with open_surroundings(settings) as around:
        if is_sqlite(parse_url(settings.database_url)):
            await _release_what_a_crash_left(around.store)
        waker = Wakeable()
        parts = build_parts(around, await find_workspace(around.store, around.slack), waker)
        worker = build_worker(parts)
        waker.worker = worker
        desk = _build_desk(parts)
        app = build_slack_app(signing_secret=settings.slack_signing_secret, desk=desk)
        async with open_socket(around, app) as socket:
            leaving = asyncio.Event()
            web = settings.crash.watch_answers(_build_web(parts, app, worker, leaving))
            try:
                yield Product(leaving=leaving, web=web, worker=worker, metronome=_build_metronome(parts), socket=socket)
            finally:
                await asyncio.gather(desk.afterwards.end(), parts.access.end())


async def import_patients(settings: Settings, file: TextIO, *, is_rehearsal: bool) -> AsyncGenerator[LineResult]:
    """Take patients from a CSV file into the database, which is brought to this version first.

    Raises FileProblem, and NotStarted when Slack must be asked whose workspace it is and refuses.
    """
    await ensure_current(settings.database_url)
    async with open_surroundings(settings) as around:
        workspace = await find_workspace(around.store, around.slack)
        importing = Importing(store=around.store, clock=SystemClock())
        results = importing.rehearse(workspace, file) if is_rehearsal else importing.take(workspace, file)
        async with aclosing(results):
            async for result in results:
                yield result


async def _release_what_a_crash_left(store: Store) -> None:
    """Take over at once what an earlier process held: it is gone, as only one serves a SQLite file."""
    async with store.writing() as work:
        await work.outbox.release(None)


def _build_metronome(parts: Parts) -> Metronome:
    store, clock = parts.store, parts.clock
    duties = Duties(
        purging=Purging(store=store, clock=clock),
        sweeping=Sweeping(store=store, clock=clock),
        reconciling=Reconciling(store=store, clock=clock),
        guarding=Guarding(store=store, clock=clock),
        following=FollowingClocks(store=store, clock=clock, waker=parts.waker, zones=SystemTimeZones()),
        reviewing=Reviewing(identifying=parts.identifying),
        sealing=_build_sealing(parts.around, clock),
    )
    return build_metronome(
        parts.waker,
        duties,
        clock,
        is_clock_moved=parts.around.settings.clock_url is not None,
    )


def _build_sealing(around: Surroundings, clock: Clock) -> Sealing:
    address = around.settings.operator_mail
    operator = SmtpOperatorMail(mailer=around.mailer, address=address, clock=clock) if address else None
    return Sealing(store=around.store, clock=clock, operator=operator)


async def verify_audit(settings: Settings, anchors: tuple[str, ...]) -> tuple[int, list[str]]:
    """Count the sealed days of the audit trail, and tell what was tampered with."""
    await ensure_current(settings.database_url)
    async with open_surroundings(settings) as around:
        return await _build_sealing(around, SystemClock()).verify(anchors)


def _build_web(parts: Parts, app: AsyncApp, worker: Worker, leaving: asyncio.Event) -> ASGIApp:
    around, settings = parts.around, parts.around.settings
    pages = Pages(facts=_page_facts(settings, parts.workspace))
    side = WebSide(
        connecting=_build_connecting(parts),
        starting=_build_starting(parts),
        links=around.links,
        webhook=Webhook(
            events=ZoomEvents(store=parts.store, clock=parts.clock, waker=parts.waker),
            real_clock=SystemClock(),
            secret=settings.zoom_webhook_secret,
            client_id=settings.zoom_client_id,
        ),
        pages=pages,
        choosing=ChoosingSide(
            choosing=Choosing(store=parts.store, clock=parts.clock, waker=parts.waker),
            links=around.links,
            pages=PatientPages(pages=pages),
        ),
        leaving=LeavingSide(
            leaving=Leaving(store=parts.store, clock=parts.clock, waker=parts.waker),
            erasing=Erasing(store=parts.store, clock=parts.clock, waker=parts.waker),
            links=around.links,
            pages=LeavingPages(pages=pages),
        ),
        cookie=JourneyCookie(is_https=settings.public_url.startswith("https://")),
        is_ready=_readiness(around.engines, leaving),
        is_live=worker.is_alive,
        signing_in=_build_signing_in(parts) if settings.signs_in_with_slack else None,
    )
    routes = slack_routes(app, settings.slack_signing_secret)
    sign_in_site = settings.slack_site if settings.signs_in_with_slack else ""
    return build_web_app(
        side,
        zoom_oauth_url=settings.zoom_oauth_url,
        sign_in_site=sign_in_site,
        slack=routes,
        api=[_build_api(parts)],
    )


def _build_api(parts: Parts) -> BaseRoute:
    store, clock, waker = parts.store, parts.clock, parts.waker
    erasing = Erasing(store=store, clock=clock, waker=waker)
    team = parts.workspace.slack_team_id
    pushing = Pushing(slack_team_id=team, store=store, clock=clock, waker=waker, erasing=erasing)
    # Requests are counted in real time, which the sandbox does not move.
    pace = Pace(clock=SystemClock())
    return build_api(Api(pushing=pushing, pace=pace, document=openapi(parts.around.settings.public_url)))


def _build_signing_in(parts: Parts) -> SigningIn:
    around, settings = parts.around, parts.around.settings
    slack = SlackOpenId(
        session=around.session,
        site=settings.slack_site,
        api_url=settings.slack_api_url,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        redirect_uri=around.links.signed_in,
        team_id=parts.workspace.slack_team_id,
    )
    return SigningIn(connecting=_build_connecting(parts), slack=slack)


def _build_connecting(parts: Parts) -> Connecting:
    return Connecting(
        store=parts.store,
        oauth=parts.authorization,
        clock=parts.clock,
        waker=parts.waker,
        links=parts.around.links,
        identifying=parts.identifying,
        support_contact=parts.around.settings.support_contact,
    )


def _build_starting(parts: Parts) -> Starting:
    return Starting(
        store=parts.store, clock=parts.clock, access=parts.access, zoom=parts.zoom, identifying=parts.identifying
    )


def _build_scheduling(parts: Parts) -> Scheduling:
    crash = parts.around.settings.crash
    scheduling = Scheduling(
        store=crash.watch_commits(parts.store),
        clock=parts.clock,
        waker=parts.waker,
        limits=parts.around.settings.day_limits,
    )
    return crash.watch(scheduling, schedule=(None, CrashPoint.COMMITTED))


def _build_desk(parts: Parts) -> Desk:
    store, clock, waker, slack = parts.store, parts.clock, parts.waker, parts.around.slack
    return Desk(
        client=slack,
        workspace=parts.workspace,
        links=parts.around.links,
        identifying=parts.identifying,
        administering=Administering(store=store, clock=clock, waker=waker, identifying=parts.identifying),
        assisting=Assisting(store=store, clock=clock, waker=waker, identifying=parts.identifying),
        scheduling=_build_scheduling(parts),
        previewing=Previewing(store=store, clock=clock),
        acting=Acting(store=store, clock=clock),
        cancelling=Cancelling(store=store, clock=clock, waker=waker),
        listing=Listing(store=store, clock=clock),
        browsing=Browsing(store=store, clock=clock),
        detailing=Detailing(store=store, clock=clock, waker=waker),
        starting=_build_starting(parts),
        deleting=Deleting(store=store, clock=clock, waker=waker),
        ending=Ending(store=store, clock=clock, waker=waker),
        profile=Profile(store=store, clock=clock, waker=waker),
        disconnecting=Disconnecting(store=store, clock=clock, waker=waker),
        resending=Resending(store=store, clock=clock, waker=waker),
        patients=ListingPatients(store=store, clock=clock),
        inviting=Inviting(store=store, clock=clock, waker=waker),
        own_pages=OwnPages(store=store, clock=clock),
        denying=Denying(store=parts.around.store, clock=clock),
        afterwards=Afterwards(),
        zoom_moves=ZoomMoves(store=store, clock=clock, waker=waker),
    )


def _page_facts(settings: Settings, workspace: Workspace) -> PageFacts:
    query = urlencode({"app": workspace.slack_app_id, "team": workspace.slack_team_id})
    return PageFacts(
        support_contact=settings.support_contact, open_slack_url=f"{settings.slack_site}/app_redirect?{query}"
    )


def _readiness(engines: Engines, leaving: asyncio.Event) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        try:
            return not leaving.is_set() and await is_current(engines)
        except (SQLAlchemyError, OSError):
            return False

    return is_ready
