"""The other half of the composition root: everything that is opened at start and closed again at the end."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import httpx
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.domain.failures import DeliveryError
from bot.domain.links import Links
from bot.domain.people import Workspace
from bot.mail.mailer import SmtpMailer
from bot.ports import Clock
from bot.settings import Settings
from bot.slack.directory import identify_workspace
from bot.slack.socket_mode import SlackSocket
from bot.slack.web_api import build_client
from bot.stores import Store
from bot.zoom.http import build_http
from bot.zoom.oauth import ZoomAuthorization
from storage.engine import Engines, open_engines
from storage.unit_of_work import SqlStore
from storage.vault import SealError, Vault

_log = logging.getLogger("consulta.wiring")


class NotStarted(Exception):
    """The program cannot begin; the message says why, in one line."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Everything that is opened, and closed again at the end."""

    settings: Settings
    engines: Engines
    store: SqlStore
    slack: AsyncWebClient
    http: httpx.AsyncClient
    mailer: SmtpMailer
    links: Links
    session: aiohttp.ClientSession


@asynccontextmanager
async def open_surroundings(settings: Settings) -> AsyncIterator[Surroundings]:
    links = Links(public_url=settings.public_url, key=settings.keys.derive("links"))
    async with AsyncExitStack() as stack:
        engines = await stack.enter_async_context(open_engines(settings.database_url))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        mailer = SmtpMailer(
            server=settings.smtp,
            sender=settings.mail_from,
            links=links,
            message_key=settings.keys.derive("message ids"),
        )
        yield Surroundings(
            settings=settings,
            engines=engines,
            store=SqlStore(engines=engines, vault=Vault(keys=settings.keys), lease=settings.lease),
            slack=build_client(settings.slack_bot_token, f"{settings.slack_api_url}/", session),
            http=await stack.enter_async_context(build_http(hosts=settings.outbound_hosts)),
            mailer=await stack.enter_async_context(mailer),
            links=links,
            session=session,
        )


async def find_workspace(store: Store, slack: AsyncWebClient) -> Workspace:
    """Ask Slack whose the token is; while Slack is away, what it said the last time holds."""
    try:
        async with store.reading() as look:
            known = await look.people.find_workspace()
    except SealError as error:
        raise NotStarted(f"CONSULTA_KEYS does not fit this database: {error}") from error
    try:
        workspace = await identify_workspace(slack)
    except DeliveryError as failure:
        if failure.permanent or known is None:
            raise NotStarted(f"Slack did not accept SLACK_BOT_TOKEN or did not answer ({failure.code})") from failure
        _log.warning("slack_away code=%s", failure.code)
        return known
    if known is not None and known.slack_team_id != workspace.slack_team_id:
        raise NotStarted("SLACK_BOT_TOKEN is of another workspace than this database; give each a database of its own")
    async with store.writing() as work:
        await work.people.save_workspace(workspace)
    return workspace


@asynccontextmanager
async def open_socket(around: Surroundings, app: AsyncApp) -> AsyncIterator[SlackSocket | None]:
    """Take Slack's requests through a socket, where the settings say so. Raises NotStarted when Slack refuses it."""
    token = around.settings.slack_app_token
    if not token:
        yield None
        return
    socket = SlackSocket(app=app, client=around.slack, app_token=token, clock=SystemClock())
    try:
        await socket.open()
    except DeliveryError as failure:
        raise NotStarted(f"Slack did not accept SLACK_APP_TOKEN ({failure.code})") from failure
    try:
        yield socket
    finally:
        await socket.stop()


def build_authorization(around: Surroundings, clock: Clock) -> ZoomAuthorization:
    settings = around.settings
    return ZoomAuthorization(
        http=around.http,
        oauth_url=settings.zoom_oauth_url,
        api_url=settings.zoom_api_url,
        client_id=settings.zoom_client_id,
        client_secret=settings.zoom_client_secret,
        redirect_uri=around.links.zoom_callback,
        clock=clock,
    )
