"""The web side as a browser meets it, over the store and Zoom in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.domain.links import Links
from bot.services.choosing import Choosing
from bot.services.connecting import Connecting
from bot.services.erasing import Erasing
from bot.services.identifying import Identifying
from bot.services.leaving import Leaving
from bot.services.pushing import Pushing
from bot.services.starting import Starting
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_events import ZoomEvents
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
from tests.builders import ANA, TEAM, a_professional, a_workspace
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomMeetings, FakeZoomOAuth

FACTS = PageFacts(
    support_contact="help@clinic.example",
    open_slack_url="https://slack.example/app_redirect?app=A0CONSULTA1&team=T0NORTE0001",
)


@dataclass
class Web:
    """The product behind the pages, and one browser at a time in front of them."""

    public_url: str
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeStore = field(default_factory=FakeStore)
    is_ready: bool = True
    is_live: bool = True
    webhook_secret: str = "test-secret-token"
    webhook_client_id: str = ""

    def __post_init__(self) -> None:
        self.links = Links(public_url=self.public_url, key=b"k" * 32)
        self.oauth = FakeZoomOAuth(clock=self.clock)
        self.zoom = FakeZoomMeetings()
        self.directory = FakeDirectory()
        self.identifying = Identifying(slack_team_id=TEAM, store=self.store, directory=self.directory, clock=self.clock)
        self.hint = self.links.hint(ANA)
        pushing = Pushing(
            slack_team_id=TEAM,
            store=self.store,
            clock=self.clock,
            waker=FakeWaker(),
            erasing=Erasing(store=self.store, clock=self.clock, waker=FakeWaker()),
        )
        self.api = Api(pushing=pushing, pace=Pace(clock=self.clock), document=openapi(self.public_url))

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app()), base_url=self.public_url)

    def app(self) -> ASGIApp:
        connecting = Connecting(
            store=self.store,
            oauth=self.oauth,
            clock=self.clock,
            waker=FakeWaker(),
            links=self.links,
            identifying=self.identifying,
            support_contact=FACTS.support_contact,
        )
        cookie = JourneyCookie(is_https=self.public_url.startswith("https://"))
        access = ZoomAccess(store=self.store, oauth=self.oauth, clock=self.clock)
        starting = Starting(
            store=self.store, clock=self.clock, access=access, zoom=self.zoom, identifying=self.identifying
        )
        pages = Pages(facts=FACTS)
        side = WebSide(
            connecting=connecting,
            starting=starting,
            links=self.links,
            webhook=Webhook(
                events=ZoomEvents(store=self.store, clock=self.clock, waker=FakeWaker()),
                real_clock=self.clock,
                secret=self.webhook_secret,
                client_id=self.webhook_client_id,
            ),
            pages=pages,
            choosing=ChoosingSide(
                choosing=Choosing(store=self.store, clock=self.clock, waker=FakeWaker()),
                links=self.links,
                pages=PatientPages(pages=pages),
            ),
            leaving=LeavingSide(
                leaving=Leaving(store=self.store, clock=self.clock, waker=FakeWaker()),
                erasing=Erasing(store=self.store, clock=self.clock, waker=FakeWaker()),
                links=self.links,
                pages=LeavingPages(pages=pages),
            ),
            cookie=cookie,
            is_ready=self.ready,
            is_live=lambda: self.is_live,
        )
        slack = [Route("/slack/events", self.echo, methods=["POST"])]
        api = [build_api(self.api)]
        return build_web_app(side, zoom_oauth_url="https://zoom.example/oauth", slack=slack, api=api)

    async def ready(self) -> bool:
        return self.is_ready

    @staticmethod
    async def echo(request: Request) -> Response:
        return PlainTextResponse(f"{len(await request.body())} bytes")

    async def begin(self, browser: httpx.AsyncClient) -> str:
        """Press *Yes, continue to Zoom*; returns the state that Zoom will bring back."""
        answer = await browser.post("/connect", data={"who": self.hint})
        return parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]


async def opened(public_url: str) -> Web:
    web = Web(public_url=public_url)
    async with web.store.writing() as work:
        await work.people.save_workspace(a_workspace())
        await work.people.save_professional(a_professional())
    return web


@pytest.fixture
async def web() -> Web:
    return await opened("https://consulta.example")


@pytest.fixture
async def local_web() -> Web:
    """The same on one's own machine, in clear."""
    return await opened("http://localhost:8700")


@pytest.fixture
async def browser(web: Web) -> AsyncIterator[httpx.AsyncClient]:
    async with web.browser() as client:
        yield client
