"""All that is served by HTTP: the pages, Zoom's reports, Slack's requests and the clinic's interface."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.clock import SystemClock
from bot.domain.people import Workspace
from bot.parts import Parts
from bot.services.choosing import Choosing
from bot.services.connecting import Connecting
from bot.services.erasing import Erasing
from bot.services.leaving import Leaving
from bot.services.pushing import Pushing
from bot.services.signing_in import SigningIn
from bot.services.starting import Starting
from bot.services.working import Worker
from bot.services.zoom_events import ZoomEvents
from bot.settings import Settings
from bot.slack.routes import slack_routes
from bot.slack.sign_in import SlackOpenId
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
from storage.engine import Engines
from storage.schema import is_current


def build_site(parts: Parts, app: AsyncApp, worker: Worker, leaving: asyncio.Event) -> ASGIApp:
    around, settings = parts.around, parts.around.settings
    pages = Pages(facts=_page_facts(settings, parts.workspace))
    side = WebSide(
        connecting=_build_connecting(parts),
        starting=build_starting(parts),
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


def build_starting(parts: Parts) -> Starting:
    return Starting(
        store=parts.store, clock=parts.clock, access=parts.access, zoom=parts.zoom, identifying=parts.identifying
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
