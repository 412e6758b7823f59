"""A sandbox's Zoom with a clock that stands still, and somebody who calls it as the app does."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from sandbox.clock import WorldClock
from sandbox.demo import demo_world
from sandbox.world import Addresses, World
from sandbox.zoom.grants import challenge_of
from sandbox.zoom.people import consent
from sandbox.zoom.routes import zoom_routes

NOW = datetime(2030, 1, 15, 9, 0, tzinfo=UTC)
VERIFIER = "v" * 64
CALLBACK = "http://localhost:8021/zoom/callback"


@dataclass
class StandingClock(WorldClock):
    def now(self) -> datetime:
        return NOW + self.offset


@dataclass
class Caller:
    """The app at Zoom's door; `token` is what it shows."""

    world: World
    http: httpx.AsyncClient
    token: str = ""
    basic: dict[str, str] = field(default_factory=dict)

    def authorize_query(self, **changes: str | None) -> dict[str, str]:
        query: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.world.zoom.app.client_id,
            "redirect_uri": CALLBACK,
            "state": "some-state",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in query.items() if value is not None}

    def code(self, email: str = "ana@clinica-norte.example", left_out: tuple[str, ...] = ()) -> str:
        address = f"/zoom/oauth/authorize?{urlencode(self.authorize_query())}"
        return parse_qs(urlsplit(consent(self.world, address, email, left_out)).query)["code"][0]

    async def post_form(self, path: str, **fields: str) -> httpx.Response:
        return await self.http.post(path, data=fields, headers=self.basic)

    async def redeem(self, code: str, **changes: str) -> httpx.Response:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        return await self.post_form("/oauth/token", **(fields | changes))

    async def refresh(self, token: str) -> httpx.Response:
        return await self.post_form("/oauth/token", grant_type="refresh_token", refresh_token=token)

    async def connect(self, email: str = "ana@clinica-norte.example", left_out: tuple[str, ...] = ()) -> dict[str, Any]:
        tokens = (await self.redeem(self.code(email, left_out))).json()
        self.token = tokens["access_token"]
        return tokens

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return await self.http.request(method, f"/v2{path}", headers=headers, **options)

    async def create(self, **body: Any) -> dict[str, Any]:
        answer = await self.call("POST", "/users/me/meetings", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture
def world() -> World:
    addresses = Addresses(sandbox="http://127.0.0.1:8020", bot="http://127.0.0.1:8021", smtp_port=8025)
    world = demo_world(addresses, public_url="http://localhost:8021")
    world.clock = StandingClock()
    return world


@pytest.fixture
async def stranger(world: World) -> AsyncIterator[Caller]:
    """The app before anybody connected."""
    transport = httpx.ASGITransport(Starlette(routes=zoom_routes(world)))
    basic = base64.b64encode(f"{world.zoom.app.client_id}:{world.zoom.app.client_secret}".encode()).decode()
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8020/zoom") as http:
        yield Caller(world, http, basic={"Authorization": f"Basic {basic}"})


@pytest.fixture
async def zoom(stranger: Caller) -> Caller:
    """The app with Ana's grant."""
    await stranger.connect()
    return stranger


@pytest.fixture
async def meeting(zoom: Caller) -> dict[str, Any]:
    return await zoom.create(topic="Online meeting", start_time="2030-01-15T13:30:00Z", duration=30)
