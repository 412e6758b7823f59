"""Slack's side of Socket Mode on loopback, and the stage on which everything comes through it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack.app import build_slack_app
from bot.slack.socket_mode import SlackSocket
from bot.slack.web_api import build_client
from tests.fakes.edges import FakeClock
from tests.slack.stage import Stage

APP_TOKEN = "xapp-1-A0CONSULTA1-of-the-tests"


@dataclass
class SocketServer:
    """Gives addresses good for one connection each, and keeps what comes back by envelope.

    `apps.connections.open` answers `refusal`, or 503 while Slack `is_away`; connections are refused while `is_closed`.
    The sandbox's Slack is stricter; this one can also fall silent, and hands over what the stage's stand-ins can read.
    """

    url: str = ""
    refusal: str = ""
    retry_after: str = ""
    is_away: bool = False
    is_closed: bool = False
    asked: int = 0
    refused: int = 0
    lines: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: dict[str, list[Any]] = field(default_factory=dict)
    _transports: list[Any] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def open_connection(self, request: web.Request) -> web.Response:
        self.asked += 1
        await self._tell()
        if self.is_away:
            return web.Response(status=503)
        if self.refusal:
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return web.json_response({"ok": False, "error": self.refusal}, headers=headers)
        if request.headers.get("Authorization") != f"Bearer {APP_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        ticket = uuid4().hex
        self._tickets.add(ticket)
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link/?ticket={ticket}"})

    async def link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query["ticket"]
        if self.is_closed or ticket not in self._tickets:
            self._tickets.discard(ticket)
            self.refused += 1
            await self._tell()
            return web.Response(status=404)
        self._tickets.discard(ticket)
        line = web.WebSocketResponse()
        self._transports.append(request.transport)
        await line.prepare(request)
        await line.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0CONSULTA1"}})
        self.lines.append(line)
        await self._tell()
        async for message in line:
            acknowledgement = json.loads(message.data)
            answers = self.acknowledged.setdefault(acknowledgement.pop("envelope_id"), [])
            answers.append(acknowledgement.get("payload"))
            await self._tell()
        await self._tell()
        return line

    async def send(self, kind: str, payload: Any, envelope_id: str = "") -> str:
        """Send an envelope through the newest connection; its id is told."""
        envelope_id = envelope_id or str(uuid4())
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.lines[-1].send_json(envelope)
        return envelope_id

    async def answers(self, envelope_id: str, count: int = 1) -> list[Any]:
        """Wait until the envelope has been acknowledged so often, and give what with."""
        await self.until(lambda: len(self.acknowledged.get(envelope_id, [])) >= count)
        return self.acknowledged[envelope_id]

    def fall_silent(self) -> None:
        """Hear nothing more on the connections there are, and answer nothing: as if the network were gone."""
        for transport in self._transports:
            transport.pause_reading()

    def listen_again(self) -> None:
        for transport in self._transports:
            transport.resume_reading()

    async def until(self, fact: Callable[[], object]) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(fact)

    async def connected(self, count: int = 1) -> None:
        await self.until(lambda: len(self.lines) >= count)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


@dataclass
class SocketStage(Stage):
    """The stage, reached by Socket Mode: what comes back is shown as the answer by HTTP would be."""

    server: SocketServer = field(default_factory=SocketServer)
    socket: SlackSocket | None = None

    async def deliver(self, kind: str, payload: Any) -> httpx.Response:
        [answer] = await self.server.answers(await self.server.send(kind, payload))
        await self.desk.afterwards.end()
        return httpx.Response(200) if answer is None else httpx.Response(200, json=answer)


@asynccontextmanager
async def a_socket_server() -> AsyncIterator[SocketServer]:
    server = SocketServer()
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", server.open_connection)
    app.router.add_get("/link/", server.link)
    async with TestServer(app) as running:
        server.url = str(running.make_url("/api"))
        try:
            yield server
        finally:
            server.listen_again()


@asynccontextmanager
async def a_socket(stage: Stage, server: SocketServer, **more: Any) -> AsyncIterator[SlackSocket]:
    """A socket of the stage's app, not opened yet; it is stopped in any case."""
    async with aiohttp.ClientSession() as session:
        socket = SlackSocket(
            app=build_slack_app(signing_secret="", desk=stage.desk),
            client=build_client("xoxb-of-the-tests", f"{server.url}/", session),
            clock=FakeClock(),
            **{"app_token": APP_TOKEN, **more},
        )
        try:
            yield socket
        finally:
            await socket.stop()


@asynccontextmanager
async def a_socket_stage(stage: Stage) -> AsyncIterator[SocketStage]:
    """The stage with Slack connected."""
    async with a_socket_server() as server, a_socket(stage, server) as socket:
        await socket.open()
        await socket._connecting
        await server.connected()
        yield SocketStage(client=stage.client, store=stage.store, desk=stage.desk, server=server, socket=socket)
