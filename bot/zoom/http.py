"""How Zoom is spoken to: one client for the life of the process, each answer a value or a `ZoomError`."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.zoom.responses import read_answer

_TOTAL_SECONDS = 10
_CONNECT_SECONDS = 5


def build_http(
    transport: httpx.AsyncBaseTransport | None = None, *, hosts: Collection[str] | None = None
) -> httpx.AsyncClient:
    """Make the client, which asks `hosts` and nobody else; None leaves it to the transport.

    A new one blocks the event loop for some 20 ms, so there is one for all.
    As it serves everybody, it keeps no cookies: Zoom would otherwise see one person's session in another's request.
    Redirects are not followed, so a grant goes nowhere but to the addresses in the settings.
    """
    return httpx.AsyncClient(
        headers={"Accept": "application/json", "User-Agent": "consulta"},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(_TOTAL_SECONDS, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        event_hooks={"request": [_only(hosts)]},
        transport=transport,
    )


def _only(hosts: Collection[str] | None) -> Callable[[httpx.Request], Awaitable[None]]:
    """Refuse what would go anywhere else, wherever its address came from."""

    async def check(request: httpx.Request) -> None:
        if hosts is not None and request.url.host not in hosts:
            raise httpx.UnsupportedProtocol("a host that is not in the settings", request=request)

    return check


async def ask(http: httpx.AsyncClient, request: httpx.Request, now: datetime) -> dict[str, Any]:
    """Send, and read the answer. ZoomError `unknown` when none came in time: it may have had its effect."""
    try:
        async with asyncio.timeout(_TOTAL_SECONDS):
            response = await http.send(request)
    except (httpx.HTTPError, TimeoutError) as error:
        raise ZoomError(ZoomCode.UNKNOWN) from error
    return read_answer(response, now)
