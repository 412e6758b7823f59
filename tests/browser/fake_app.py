"""An app of Slack's that a test writes: it takes what the sandbox delivers, signed, and answers what the test says."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.signature import SignatureVerifier

from sandbox.launch import Options, open_sandbox
from sandbox.world import World

Json = dict[str, Any]
PATIENCE_SECONDS = 15


@dataclass(kw_only=True)
class FakeApp:
    """`replies` says by kind what it answers, an empty 200 otherwise; what came is taken with `next`, kind by kind.

    It also has a leaflet, a page of its own to which buttons can lead.
    """

    world: World
    page_url: str
    leaflet_url: str
    replies: dict[str, object] = field(default_factory=dict)
    _received: dict[str, asyncio.Queue[Json]] = field(default_factory=lambda: defaultdict(asyncio.Queue))

    def begin_anew(self) -> None:
        """Forget what anybody has seen, said or sent."""
        slack = self.world.slack
        for seen in (slack.views, slack.stacks, slack.homes, slack.messages, slack.notices):
            seen.clear()
        self.replies.clear()
        self._received.clear()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.text()
        secret = self.world.slack.app.signing_secret
        if not SignatureVerifier(secret).is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        payload = _payload(request.content_type, body)
        kind = payload.get("type", "command")
        self._received[kind].put_nowait(payload)
        reply = self.replies.get(kind)
        return web.Response() if reply is None else web.json_response(reply)

    async def next(self, kind: str) -> Json:
        """Wait for the next request of a kind; AssertionError when none comes."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._received[kind].get()
        except TimeoutError:
            raise AssertionError(f"the app received no {kind}") from None

    def has_received(self, kind: str) -> bool:
        return not self._received[kind].empty()

    async def call(self, method: str, **arguments: Any) -> Json:
        headers = {"Authorization": f"Bearer {self.world.slack.app.bot_token}"}
        async with httpx.AsyncClient(base_url=self.page_url, trust_env=False) as client:
            answer = (await client.post(f"/slack/api/{method}", json=arguments, headers=headers)).json()
        assert answer["ok"], answer
        return answer

    async def open_modal(self, user_id: str, view: Json) -> None:
        """Let this person have a modal before them, as if they had just asked for it."""
        await self.call("views.open", trigger_id=self.world.slack.new_trigger(user_id), view=view)

    async def publish_home(self, user_id: str, view: Json) -> None:
        await self.call("views.publish", user_id=user_id, view=view)


def _payload(content_type: str, body: str) -> Json:
    if content_type == "application/json":
        return json.loads(body)
    fields = dict(parse_qsl(body, keep_blank_values=True))
    return json.loads(fields["payload"]) if "payload" in fields else fields


async def _leaflet(_request: web.Request) -> web.Response:
    # Without an icon of its own the browser would ask for one, and be told that there is none.
    page = '<!doctype html><title>Leaflet</title><link rel="icon" href="data:,"><h1>How to prepare</h1>'
    return web.Response(text=page, content_type="text/html")


@asynccontextmanager
async def open_fake_app(data_dir: Path) -> AsyncIterator[FakeApp]:
    """Start the sandbox with this app in the place of the bot, both on loopback."""
    app: FakeApp | None = None

    async def take(request: web.Request) -> web.Response:
        assert app is not None
        return await app.take(request)

    routes = web.Application()
    routes.router.add_post("/slack/events", take)
    routes.router.add_get("/leaflet", _leaflet)
    async with TestServer(routes) as server:
        options = Options(port=0, bot_port=server.port or 0, smtp_port=0, data_dir=data_dir, with_bot=False)
        async with open_sandbox(options) as sandbox:
            app = FakeApp(
                world=sandbox.world,
                page_url=sandbox.world.addresses.sandbox,
                leaflet_url=str(server.make_url("/leaflet")),
            )
            yield app
