"""The app's WebSockets: who may open one, which takes the next envelope, and which acknowledgements are still due.

Docs (Using Socket Mode): up to ten connections, each payload to any one of them; a refresh every few hours, announced
about ten seconds before. What Slack's pages leave open is decided here as people have seen it: an address is good for
one connection soon after, an event whose connection dies comes again as the same envelope, a retry as a new one.
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30
_HOST = "applink-sandbox"
_ENDED = (WebSocketDisconnect, RuntimeError)  # the first: ended from there; the second: from here


class Goodbye(StrEnum):
    """Why Slack ends a connection."""

    WARNING = "warning"  # soon; it still takes requests
    REFRESH = "refresh_requested"  # now; what is under way may still be acknowledged
    DISABLED = "link_disabled"  # Socket Mode was switched off in the app's settings
    TOO_MANY = "too_many_websockets"


class NotConnectedError(Exception):
    """No connection takes requests."""


@dataclass(kw_only=True, eq=False)
class Connection:
    """One WebSocket of the app; `gone` is done once it is closed, by whichever side."""

    number: int
    socket: WebSocket = field(repr=False)
    gone: asyncio.Future[None] = field(repr=False)
    is_leaving: bool = False

    async def say(self, message: dict[str, Any]) -> bool:
        """Send one message; False when the other end was no longer there."""
        try:
            await self.socket.send_json(message)
        except _ENDED:
            return False
        return True

    async def dismiss(self, reason: Goodbye, grace: float = 0.0) -> None:
        """Tell that it ends; but for a warning, close it once the app has, at the latest after `grace` seconds."""
        self.is_leaving = self.is_leaving or reason is not Goodbye.WARNING
        await self.say({"type": "disconnect", "reason": reason.value, "debug_info": {"host": _HOST}})
        if self.is_leaving:
            await asyncio.wait({self.gone}, timeout=grace)
            with suppress(*_ENDED):
                await self.socket.close()

    async def greet(self, app_id: str, connections: int, seconds: float) -> None:
        hello = {
            "type": "hello",
            "num_connections": connections,
            "debug_info": {"host": _HOST, "build_number": 1, "approximate_connection_time": round(seconds)},
            "connection_info": {"app_id": app_id},
        }
        await self.say(hello)


@dataclass(kw_only=True, eq=False)
class Sent:
    """An envelope on its way: `due` acknowledgements are to come, one for each time it was sent."""

    takes_payload: bool
    answer: asyncio.Future[Any]
    due: int = 0


@dataclass(kw_only=True)
class Sockets:
    """`is_on` is the switch in the app's settings. Lives and tickets use real time, in seconds."""

    is_on: bool = False
    life: float = 3600.0
    warned_before: float = 10.0
    connections: list[Connection] = field(default_factory=list)
    opened: int = 0
    tickets: dict[str, float] = field(default_factory=dict, repr=False)  # ticket -> made at
    sent: dict[str, Sent] = field(default_factory=dict, repr=False)  # envelope_id -> what is due of it
    waiting: list[asyncio.Future[None]] = field(default_factory=list, repr=False)  # for a connection

    @property
    def is_reached(self) -> bool:
        """Tell whether requests can go out: without Socket Mode always."""
        return not self.is_on or self._takes_requests

    @property
    def _takes_requests(self) -> bool:
        return any(not each.is_leaving for each in self.connections)

    def new_ticket(self, now: float) -> str:
        ticket = secrets.token_urlsafe(24)
        self.tickets[ticket] = now
        return ticket

    def redeem(self, ticket: str, now: float) -> bool:
        """Use a ticket up; False for one that is unknown, used or too old, and while Socket Mode is off."""
        made_at = self.tickets.pop(ticket, None)
        return self.is_on and made_at is not None and now - made_at <= TICKET_SECONDS

    def new_connection(self, socket: WebSocket) -> Connection:
        """Number a connection; it takes requests once it is added."""
        self.opened += 1
        return Connection(number=self.opened, socket=socket, gone=asyncio.get_running_loop().create_future())

    def add(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._end_waiting()

    def arrival(self) -> asyncio.Future[None]:
        """Done as soon as a connection takes requests."""
        arrival = asyncio.get_running_loop().create_future()
        self.waiting.append(arrival)
        if self._takes_requests:
            self._end_waiting()
        return arrival

    def _end_waiting(self) -> None:
        while self.waiting:
            self.waiting.pop().set_result(None)

    async def dismiss_all(self, reason: Goodbye, grace: float = 0.0) -> None:
        """Dismiss every connection there is now, all at the same time."""
        await asyncio.gather(*(each.dismiss(reason, grace) for each in self.connections))

    def drop(self, connection: Connection) -> None:
        self.connections.remove(connection)
        connection.gone.set_result(None)

    def next_connection(self) -> Connection:
        """Take the connections in turn; NotConnectedError when there is none."""
        for connection in self.connections:
            if not connection.is_leaving:
                self.connections.remove(connection)
                self.connections.append(connection)
                return connection
        raise NotConnectedError

    def expect(self, envelope_id: str, *, takes_payload: bool) -> Sent:
        """Begin to wait for an acknowledgement; an envelope that is sent once more waits anew."""
        answer = asyncio.get_running_loop().create_future()
        before = self.sent.get(envelope_id)
        sent = Sent(takes_payload=takes_payload, answer=answer, due=before.due if before else 0)
        self.sent[envelope_id] = sent
        return sent

    def acknowledge(self, envelope_id: str, payload: object) -> str:
        """Take an acknowledgement, through whichever connection it came; "ok" or the broken rule."""
        sent = self.sent.get(envelope_id)
        if sent is None:
            return "unknown_envelope"
        if not sent.due:
            return "acknowledged_before"
        sent.due -= 1
        if sent.answer.cancelled():
            return "acknowledged_too_late"
        if not sent.answer.done():
            sent.answer.set_result(payload)
        return "ok" if sent.takes_payload or not payload else "payload_not_accepted"
