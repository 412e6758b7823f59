"""Zoom's webhooks: checked over their raw bytes, read into values, taken in before they are acknowledged.

Source of the signature, of the proof of the address and of the retries: Zoom's documentation of webhooks.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.domain.meeting_facts import FactKind
from bot.domain.zoom_reports import ZoomEvent, read_id
from bot.ports import Clock
from bot.services.zoom_events import ZoomEvents

# Zoom repeats for 85 minutes, and does not say whether a repetition is signed anew.
_OLDEST = timedelta(minutes=90)
_AHEAD = timedelta(minutes=5)  # what clocks may differ
_SECONDS = re.compile(r"[0-9]{1,11}")
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_KINDS = {"meeting.started": FactKind.STARTED, "meeting.ended": FactKind.ENDED}
_TIMES = {FactKind.STARTED: "start_time", FactKind.ENDED: "end_time"}


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Without a secret nothing is believed. `real_clock` is not moved by the sandbox: signatures age in real time."""

    events: ZoomEvents
    real_clock: Clock
    secret: str = field(repr=False)

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
        token = _at(body, "payload", "plainToken")
        if not isinstance(token, str) or not _PLAIN_TOKEN.fullmatch(token):
            return PlainTextResponse("not a plain token", 400)
        proof = hmac.new(self.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        return JSONResponse({"plainToken": token, "encryptedToken": proof})

    async def _take(self, body: Mapping[str, Any]) -> Response:
        event = read_event(body)
        if event is None:
            return PlainTextResponse("not for us")
        # When it cannot be stored, the error goes on to the edge, which answers 500: Zoom sends it again.
        await self.events.take(event)
        return PlainTextResponse("taken")


def read_event(body: Mapping[str, Any]) -> ZoomEvent | None:
    """Read a report of a start or an end; None for every other event, and for one that says too little."""
    kind = _KINDS.get(str(body.get("event")))
    about = _at(body, "payload", "object")
    if kind is None or not isinstance(about, dict):
        return None
    number = str(about.get("id"))  # text in some events, a number in others
    uuid, host = read_id(about.get("uuid")), read_id(about.get("host_id"))
    # The moment of the event; whether the times beside it are of the event or of the plan is documented nowhere.
    at = _moment(body.get("event_ts")) or _instant(about.get(_TIMES[kind]))
    if not _NUMBER.fullmatch(number) or not uuid or not host or at is None:
        return None
    return ZoomEvent(kind=kind, zoom_meeting_id=int(number), zoom_uuid=uuid, zoom_user_id=host, at=at)


def _object(raw: bytes) -> Mapping[str, Any]:
    """Read a JSON object; empty for everything else."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _at(body: Mapping[str, Any], *path: str) -> Any:  # noqa: ANN401 - whatever stands there
    found: Any = body
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _instant(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _moment(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
