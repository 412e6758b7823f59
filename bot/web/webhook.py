"""Zoom's webhooks: checked over their raw bytes, read into values, taken in before they are acknowledged.

Source of the signature, of the proof of the address and of the retries: Zoom's documentation of webhooks.
"""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.ports import Clock
from bot.services.zoom_events import ZoomEvents
from bot.web.zoom_payloads import at_path, read_event

# Zoom repeats for 85 minutes, and does not say whether a repetition is signed anew.
_OLDEST = timedelta(minutes=90)
_AHEAD = timedelta(minutes=5)  # what clocks may differ
_SECONDS = re.compile(r"[0-9]{1,11}")
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Zoom gives up after three seconds, the way to us and back included, and comes again.
_SECONDS_TO_STORE = 2.5


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Without a secret nothing is believed. `real_clock` is not moved by the sandbox: signatures age in real time.

    `client_id` is of our own Zoom app: that another app was removed from an account does not concern us.
    """

    events: ZoomEvents
    real_clock: Clock
    secret: str = field(repr=False)
    client_id: str = ""

    async def receive(self, request: Request) -> Response:
        """Answer 200 for whatever is Zoom's, known or not: anything else makes Zoom repeat it."""
        if not self.secret:
            return PlainTextResponse("ZOOM_WEBHOOK_SECRET is not set", 503)
        raw = await request.body()
        if not self._is_zooms(raw, request.headers):
            return PlainTextResponse("not signed by Zoom", 401)
        body = _object(raw)
        if body.get("event") == "endpoint.url_validation":
            return self._prove(body)
        return await self._take(body)

    def _is_zooms(self, raw: bytes, headers: Mapping[str, str]) -> bool:
        timestamp = headers.get("x-zm-request-timestamp", "")
        if not _SECONDS.fullmatch(timestamp):
            return False
        age = self.real_clock.now().timestamp() - int(timestamp)
        if not -_AHEAD.total_seconds() <= age <= _OLDEST.total_seconds():
            return False
        signed = hmac.new(self.secret.encode(), b"v0:" + timestamp.encode() + b":" + raw, hashlib.sha256)
        given = headers.get("x-zm-signature", "")
        return hmac.compare_digest(given.encode(), f"v0={signed.hexdigest()}".encode())

    def _prove(self, body: Mapping[str, Any]) -> Response:
        """Prove that the secret is known here. Only a token of plain letters is signed, nothing like an event."""
        token = at_path(body, "payload", "plainToken")
        if not isinstance(token, str) or not _PLAIN_TOKEN.fullmatch(token):
            return PlainTextResponse("not a plain token", 400)
        proof = hmac.new(self.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        return JSONResponse({"plainToken": token, "encryptedToken": proof})

    async def _take(self, body: Mapping[str, Any]) -> Response:
        event = read_event(body, self.client_id)
        if event is None:
            return PlainTextResponse("not for us")
        # When it cannot be stored, the error goes on to the edge, which answers 500: Zoom sends it again.
        try:
            async with asyncio.timeout(_SECONDS_TO_STORE):
                await self.events.take(event)
        except TimeoutError:
            return PlainTextResponse("not stored in time", 503)
        return PlainTextResponse("taken")


def _object(raw: bytes) -> Mapping[str, Any]:
    """Read a JSON object; empty for everything else."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
