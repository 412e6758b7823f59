"""How Zoom is spoken to: one client for the life of the process, each answer a value or a `ZoomError`."""

import asyncio
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.zoom.responses import read_answer

_TOTAL_SECONDS = 10
_CONNECT_SECONDS = 5


def build_http(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Make the client; a new one blocks the event loop for some 20 ms, so there is one for all.

    As it serves everybody, it keeps no cookies: Zoom would otherwise see one person's session in another's request.
    Redirects are not followed, so a grant goes nowhere but to the addresses in the settings.
    """
    return httpx.AsyncClient(
        headers={"Accept": "application/json", "User-Agent": "consulta"},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(_TOTAL_SECONDS, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        transport=transport,
    )


async def ask(http: httpx.AsyncClient, request: httpx.Request, now: datetime) -> dict[str, Any]:
    """Send, and read the answer. ZoomError `unknown` when none came in time: it may have had its effect."""
    try:
        async with asyncio.timeout(_TOTAL_SECONDS):
            response = await http.send(request)
    except (httpx.HTTPError, TimeoutError) as error:
        raise ZoomError(ZoomCode.UNKNOWN) from error
    return read_answer(response, now)
