"""What every answer of the web side says to browsers, and what is refused before anything reads it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MOST_BYTES = 1024 * 1024
_MOST_SECONDS = 10.0  # a body of that size takes less by any line that a person or Slack has
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class SecurityHeaders:
    """Adds to each answer what keeps it out of frames, caches and other sites' hands.

    `zoom_sources` may be reached from the connect form: browsers hold all redirects of a form against `form-action`.
    `style_hash` is of the one style sheet of the pages, `script_hash` of the one script.
    """

    app: ASGIApp
    is_https: bool
    zoom_sources: str
    style_hash: str
    script_hash: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    @property
    def _headers(self) -> dict[str, str]:
        policy = [
            "default-src 'none'",
            f"style-src '{self.style_hash}'",
            f"script-src '{self.script_hash}'",
            f"form-action 'self' {self.zoom_sources}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
        headers = {
            "Content-Security-Policy": "; ".join(policy),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
        return headers | ({"Strict-Transport-Security": f"max-age={_YEAR_SECONDS}"} if self.is_https else {})


def plainly_too_large(_: str) -> Response:
    return PlainTextResponse("Too large.", status_code=413)


@dataclass(frozen=True, kw_only=True)
class BodyLimit:
    """Refuses bodies of more than 1 MiB, and those that do not come to their end in some seconds.

    The body is read here as a whole: whoever reads it later need not know of the limit, nor can it be got round by
    sending it in pieces without a length. `too_large` answers for an address.
    """

    app: ASGIApp
    too_large: Callable[[str], Response] = plainly_too_large
    most_seconds: float = _MOST_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.most_seconds):
                body = None if _announces_too_much(Headers(scope=scope)) else await _read_body(receive)
        except TimeoutError:
            await PlainTextResponse("Too slow.", status_code=408, headers={"Connection": "close"})(scope, receive, send)
            return
        if body is None:
            await self.too_large(scope["path"])(scope, receive, send)
            return
        await self.app(scope, _first(body, receive), send)


def _announces_too_much(headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    return not length.isdecimal() or int(length[:20]) > _MOST_BYTES


async def _read_body(receive: Receive) -> bytes | None:
    """Return the body, None when it is larger than is taken or the sender has left.

    Its pieces are not kept: a body that comes byte by byte would take hundreds of times its size.
    """
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > _MOST_BYTES or message["type"] == "http.disconnect":
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _first(body: bytes, receive: Receive) -> Receive:
    """Give the body in one piece, then go on with what comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
