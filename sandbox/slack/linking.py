"""The WebSocket that an app in Socket Mode opens: a ticket, a greeting, acknowledgements, and an end."""

import asyncio
import json
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from sandbox.slack.sockets import MOST_CONNECTIONS, Connection, Goodbye, Sockets
from sandbox.traffic import Exchange
from sandbox.world import World

LINK_PATH = "/slack/link/"
# Docs: `debug_reconnects=true` in the address makes the connection so short.
_DEBUGGED_SECONDS = 360.0


def link_address(world: World) -> str:
    """A fresh address, good for one connection that is opened soon."""
    slack = world.slack
    ticket = slack.sockets.new_ticket(slack.real_now())
    base = world.addresses.sandbox.replace("http", "ws", 1)
    return f"{base}{LINK_PATH}?ticket={ticket}&app_id={slack.app.app_id}"


async def serve_link(world: World, socket: WebSocket) -> None:
    """Keep one connection until either side ends it."""
    sockets = world.slack.sockets
    if not sockets.redeem(socket.query_params.get("ticket", ""), world.slack.real_now()):
        await socket.send_denial_response(PlainTextResponse("This address is used up.", status_code=404))
        return
    await socket.accept()
    connection = sockets.new_connection(socket)
    if len(sockets.connections) >= MOST_CONNECTIONS:
        await connection.dismiss(Goodbye.TOO_MANY)
        return
    seconds = _life(sockets, socket)
    await connection.greet(world.slack.app.app_id, len(sockets.connections) + 1, seconds)
    sockets.add(connection)
    ending = asyncio.create_task(_end_in_time(world, connection, seconds))
    try:
        await _hear(world, socket)
    finally:
        ending.cancel()
        sockets.drop(connection)


def _life(sockets: Sockets, socket: WebSocket) -> float:
    is_debugged = socket.query_params.get("debug_reconnects") == "true"
    return min(sockets.life, _DEBUGGED_SECONDS) if is_debugged else sockets.life


async def _end_in_time(world: World, connection: Connection, seconds: float) -> None:
    """Warn the app before the connection's time is up, and then let it go."""
    sockets = world.slack.sockets
    await asyncio.sleep(seconds - sockets.warned_before)
    await connection.dismiss(Goodbye.WARNING)
    await asyncio.sleep(sockets.warned_before)
    await connection.dismiss(Goodbye.REFRESH, world.slack.acknowledge_within)


async def _hear(world: World, socket: WebSocket) -> None:
    while (message := await socket.receive())["type"] == "websocket.receive":
        _take(world, message.get("text"))


def _take(world: World, text: str | None) -> None:
    """Take one acknowledgement; what Slack would not take for one is noted."""
    said = _read(text)
    verdict = _judged(world, said)
    if verdict != "ok":
        world.traffic.add(
            Exchange(
                at=world.clock.now(),
                to="slack",
                method="ACKNOWLEDGE",
                path=LINK_PATH,
                body=said,
                verdict=verdict,
            )
        )


def _read(text: str | None) -> Any:  # noqa: ANN401 - any JSON, or the text as it is
    try:
        return json.loads(text or "")
    except ValueError:
        return text


def _judged(world: World, said: object) -> str:
    if not isinstance(said, dict) or not isinstance(said.get("envelope_id"), str):
        return "invalid_acknowledgement"
    payload = said.get("payload")
    if said.keys() - {"envelope_id", "payload"} or not isinstance(payload, dict | None):
        return "invalid_acknowledgement"
    return world.slack.sockets.acknowledge(said["envelope_id"], payload)
