"""Socket Mode: Slack's requests come through a socket that we open, so that Slack needs no address of ours."""

import asyncio
import json
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.failures import DeliveryError
from bot.domain.loopback import LOOPBACK
from bot.ports import Clock
from bot.slack.envelopes import Envelopes, Payload
from bot.slack.web_api import calling_slack

_SECONDS_TO_ASK = 10.0
# A request is answered within Slack's three seconds; the rest is for the other end to say goodbye.
_SECONDS_TO_END = 5.0
_log = logging.getLogger("consulta.slack.socket")


async def ask_for_socket(client: AsyncWebClient, app_token: str, clock: Clock | None = None) -> str:
    """Ask Slack for an address, which is good for one connection made soon. Raises DeliveryError."""
    async with calling_slack(_SECONDS_TO_ASK, clock):
        answer = await client.apps_connections_open(app_token=app_token)
    url = str(answer["url"])
    if not is_slacks(url, client.base_url):
        raise DeliveryError("slack_elsewhere")
    return url


def is_slacks(url: str, api_url: str) -> bool:
    """Tell whether an address for a socket is on the Web API's own host, or below it; never in clear but at home."""
    socket, host = urlsplit(url), str(urlsplit(api_url).hostname)
    if socket.scheme == "ws":
        return socket.hostname in LOOPBACK and host in LOOPBACK
    name = socket.hostname or ""
    return socket.scheme == "wss" and (name == host or name.endswith(f".{host}"))


@dataclass(kw_only=True)
class SlackSocket:
    """Takes envelopes from `open` to `stop`; `client` knows where Slack's Web API is.

    Every `pause` the connection is looked after, and one that does not come about within `patience` is begun anew.
    """

    app: AsyncApp
    client: AsyncWebClient
    app_token: str = field(repr=False)
    clock: Clock
    pause: timedelta = timedelta(seconds=5)
    patience: timedelta = timedelta(seconds=15)
    _envelopes: Envelopes = field(default_factory=Envelopes)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _line: "_Line | None" = None
    _connecting: asyncio.Task[None] | None = None
    _is_stopping: bool = False

    async def open(self) -> None:
        """Begin; while Slack is away, go on trying. Raises DeliveryError when Slack refuses the token."""
        try:
            address = await ask_for_socket(self.client, self.app_token)
        except DeliveryError as failure:
            if failure.permanent:
                raise
            _log.warning("socket_away code=%s", failure.code)
            address = None
        self._line = _Line(
            client=self.client,
            app_token=self.app_token,
            clock=self.clock,
            pause_seconds=self.pause.total_seconds(),
            patience_seconds=self.patience.total_seconds(),
        )
        self._line.wss_uri = address
        self._line.socket_mode_request_listeners.append(self._take)
        self._connecting = asyncio.create_task(self._line.connect())

    async def stop(self) -> None:
        """Take nothing more, let what is under way be answered, and close. A second time it does nothing."""
        self._is_stopping = True
        if self._line is None or self._connecting is None:
            return
        self._connecting.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_END):
                await self._end(self._line)
        # Where the other end said nothing, the goodbye was cut short before all was put away.
        await self._line.close()  # type: ignore[no-untyped-call]  # the SDK's own

    async def _end(self, line: "_Line") -> None:
        if self._under_way:
            await asyncio.wait(self._under_way)
        await line.close()  # type: ignore[no-untyped-call]  # the SDK's own

    async def _take(self, line: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        if self._is_stopping:
            return  # not acknowledged, so Slack knows that it was not taken
        task = asyncio.create_task(self._acknowledge(line, envelope))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _acknowledge(self, line: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        payload = await self._envelopes.answer(envelope.envelope_id, lambda: self._handle(envelope))
        try:
            # Through a new connection when the one it came by is gone.
            await line.send_socket_mode_response(SocketModeResponse(envelope.envelope_id, payload))
        except ConnectionError:
            _log.warning("not_acknowledged")  # Slack brings it again, or tells the person

    async def _handle(self, envelope: SocketModeRequest) -> Payload:
        """Have the app answer; what nobody listens to is acknowledged as well, as Slack would bring it again."""
        response = await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=envelope.payload))
        if response.status != HTTPStatus.OK or not response.body:
            return None
        if not response.first_headers().get("content-type", "").startswith("application/json"):
            return {"text": response.body}  # what is shown is a text, and an envelope takes objects only
        payload: Payload = json.loads(response.body)
        return payload


class _Line(SocketModeClient):
    """The SDK's client, mended where it would not come back after an outage, or ask Slack without an end."""

    def __init__(
        self, *, client: AsyncWebClient, app_token: str, clock: Clock, pause_seconds: float, patience_seconds: float
    ) -> None:
        # The web client's logger is silent, and has to be: this side too writes whole requests.
        super().__init__(app_token, client.logger, client, ping_interval=pause_seconds)
        self._clock = clock
        self._patience_seconds = patience_seconds

    async def connect(self) -> None:
        """Connect, however long it takes, with a new address for each try.

        The SDK by itself tries one for ever, and Slack takes none a second time, or once it is half a minute old.
        """
        while not self.closed:
            try:
                self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
                async with asyncio.timeout(self._patience_seconds):
                    await super().connect()  # type: ignore[no-untyped-call]  # the SDK's own
            except DeliveryError:
                self.wss_uri = None
            except TimeoutError:
                self.wss_uri = None
                _log.warning("socket_away code=slack_unreachable")
            else:
                _log.info("socket_open")
                return
            await asyncio.sleep(self.ping_interval)

    async def issue_new_wss_url(self) -> str:
        """Ask for an address; on a limit of Slack's first wait, then raise DeliveryError. The callers ask again."""
        try:
            return await ask_for_socket(self.web_client, self.app_token, self._clock)
        except DeliveryError as failure:
            _log.warning("socket_away code=%s", failure.code)
            if failure.retry_at is not None:
                await asyncio.sleep((failure.retry_at - self._clock.now()).total_seconds())
            raise
