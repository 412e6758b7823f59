"""The sandbox's world with a stand-in for the bot, for the tests of its Slack and of its page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from sandbox.demo import demo_world
from sandbox.people.person import Person
from sandbox.slack.delivery import readable
from sandbox.slack.routes import slack_routes
from sandbox.slack.workspace import Delivery
from sandbox.world import Addresses, World

ANA = "U0ANA000001"
BEN = "U0BEN000001"
ADDRESSES = Addresses(sandbox="http://127.0.0.1:8020", bot="http://127.0.0.1:8021", smtp_port=8025)

Reply = Callable[[dict[str, Any]], Awaitable[object]]


@dataclass
class FakeBot:
    """Takes what Slack delivers; `replies` says by kind what it does and answers, None being an empty 200."""

    requests: list[httpx.Request] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        kind = "event" if "json" in request.headers["content-type"] else "form"
        payload = readable(Delivery(kind=kind, body=request.content, headers={}))
        self.requests.append(request)
        self.received.append(payload)
        reply = self.replies.get(payload.get("type", "command"))
        return _response(await reply(payload) if reply else None)

    def answers(self, kind: str, body: object) -> None:
        async def reply(_: dict[str, Any]) -> object:
            return body

        self.replies[kind] = reply


def _response(body: object) -> httpx.Response:
    if isinstance(body, int):
        return httpx.Response(body)
    return httpx.Response(200) if body is None else httpx.Response(200, json=body)


@dataclass(kw_only=True)
class Slack:
    """The sandbox's Slack under test, with its bot, a person, and the bot's way to the Web API."""

    world: World
    bot: FakeBot
    seconds: float = 1_800_000_000.0

    async def pass_time(self, seconds: float) -> None:
        self.seconds += seconds

    def person(self, user_id: str = ANA) -> Person:
        return Person(world=self.world, user_id=user_id)

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        answer = await self.request("POST", f"/slack/api/{method}", json=arguments)
        return answer.json()

    async def request(self, verb: str, path: str, *, token: str | None = None, **rest: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.world.slack.app.bot_token if token is None else token}"}
        transport = httpx.ASGITransport(Starlette(routes=slack_routes(self.world)))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESSES.sandbox) as client:
            return await client.request(verb, path, headers=headers, **rest)

    async def open_modal(self, view: dict[str, Any], user_id: str = ANA) -> dict[str, Any]:
        """Let the person have this modal before them; the answer of views.open."""
        return await self.call("views.open", trigger_id=self.world.slack.new_trigger(user_id), view=view)


def a_slack() -> Slack:
    bot = FakeBot()
    slack = Slack(world=demo_world(ADDRESSES, public_url="http://localhost:8021"), bot=bot)
    slack.world.slack.transport = httpx.MockTransport(bot.handle)
    slack.world.slack.real_now = lambda: slack.seconds
    slack.world.slack.pause = slack.pass_time
    return slack


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def option(name: str) -> dict[str, Any]:
    return {"text": plain(name.capitalize()), "value": name}


def element(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "act", **fields}


def button(text: str = "Press", **fields: Any) -> dict[str, Any]:
    return element("button", text=plain(text), **fields)


def text_input(**fields: Any) -> dict[str, Any]:
    return element("plain_text_input", **fields)


def an_input(block_id: str = "topic", inner: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    label = plain(block_id.capitalize())
    return {"type": "input", "block_id": block_id, "label": label, "element": inner or text_input(), **fields}


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str = "Hello", **fields: Any) -> dict[str, Any]:
    return {"type": "section", "block_id": "said", "text": plain(text), **fields}


def modal(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    plain_modal = {"type": "modal", "title": plain("New"), "submit": plain("Save"), "blocks": list(blocks)}
    return {**plain_modal, **fields}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks)}
