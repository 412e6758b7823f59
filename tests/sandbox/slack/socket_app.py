"""An app at the other end of the sandbox's WebSockets, with a real client."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.world import World

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One connection, after its greeting."""

    socket: aiohttp.ClientWebSocketResponse
    hello: Json

    async def hears(self) -> Json:
        async with asyncio.timeout(20):
            message: Json = await self.socket.receive_json()
            return message

    async def is_closed(self) -> bool:
        """Wait for the next thing that comes, and tell whether it is the end."""
        async with asyncio.timeout(20):
            message = await self.socket.receive()
        return message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}

    async def acknowledges(self, envelope: Json, payload: object = None) -> None:
        enclosed = {} if payload is None else {"payload": payload}
        await self.socket.send_json({"envelope_id": envelope["envelope_id"], **enclosed})

    async def answers(self, act: Coroutine[Any, Any, Any], payload: object = None) -> tuple[Json, Any]:
        """Answer what the person does; the envelope, and what the person sees of it."""
        acting = asyncio.create_task(act)
        envelope = await self.hears()
        await self.acknowledges(envelope, payload)
        return envelope, await acting


@dataclass(frozen=True, kw_only=True)
class App:
    """Opens connections with the app-level token."""

    world: World
    http: aiohttp.ClientSession

    async def address(self) -> str:
        url = f"{self.world.addresses.sandbox}/slack/api/apps.connections.open"
        headers = {"Authorization": f"Bearer {self.world.slack.app.app_token}"}
        async with self.http.post(url, headers=headers) as answer:
            return str((await answer.json())["url"])

    async def connect(self, more: str = "", **arguments: Any) -> Line:
        """Open a connection as the SDK does; `more` is added to the address."""
        socket = await self.http.ws_connect(await self.address() + more, **arguments)
        async with asyncio.timeout(20):
            return Line(socket=socket, hello=await socket.receive_json())


@asynccontextmanager
async def an_app(world: World) -> AsyncIterator[App]:
    async with aiohttp.ClientSession() as http:
        yield App(world=world, http=http)
