"""Zoom as it reports to the product: signed over the bytes it sends."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import MeetingFact
from tests.builders import NOW, a_fact, a_grant, a_patient, a_scheduled_meeting, a_zoom_user
from tests.web.conftest import Web

SECRET = "test-secret-token"
UUID = "/aDYlohsHRtCd4ii1uC2//hA=="
ID = 92674392836
MEETING = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=2))
OPENED = a_fact(zoom_uuid=UUID, at=NOW)
STARTED = replace(MEETING, status=MeetingStatus.STARTED, started_at=NOW)


async def given_a_meeting(web: Web) -> None:
    """Ana has connected Zoom, and her meeting has just begun."""
    async with web.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(MEETING)


async def known(web: Web) -> tuple[Meeting, list[MeetingFact]]:
    """Her meeting as it is stored, and what is known of its course."""
    async with web.store.reading() as look:
        return await look.meetings.get("meeting-one"), await look.facts.list_of("meeting-one")


def signed(body: bytes, at: int | str = int(NOW.timestamp()), secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-zm-request-timestamp": str(at), "x-zm-signature": f"v0={digest}"}


def a_report(event: str = "meeting.started", **changes: Any) -> dict[str, Any]:
    """Report of the meeting of the builders; `changes` are of what it is about."""
    about = {
        "id": str(ID),
        "uuid": UUID,
        "host_id": a_zoom_user().zoom_user_id,
        "topic": "Revisión \u2013 niño 🚒",
        "type": 2,
        "start_time": "2026-11-16T08:58:00Z",
        "duration": 50,
        "timezone": "Europe/Madrid",
    }
    ended = {"end_time": "2026-11-16T08:59:00Z"} if event == "meeting.ended" else {}
    payload = {"account_id": a_zoom_user().zoom_account_id, "object": about | ended | changes}
    return {"event": event, "payload": payload, "event_ts": int(NOW.timestamp() * 1000)}


def as_bytes(body: Any) -> bytes:
    """Write it as Zoom does: letters of every script as they are."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


async def send(browser: httpx.AsyncClient, body: Any, **signing: Any) -> httpx.Response:
    """Send a body, signed unless `headers` are given in place of the signature."""
    raw = body if isinstance(body, bytes) else as_bytes(body)
    headers = signing.pop("headers", None)
    given = signed(raw, **signing) if headers is None else headers
    return await browser.post("/zoom/webhook", content=raw, headers=given)
