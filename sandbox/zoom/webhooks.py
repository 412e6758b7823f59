"""Zoom's webhooks: signed over the raw bytes, repeated while they are not acknowledged (contract section 4)."""

import asyncio
import hashlib
import hmac
import json
import secrets
from dataclasses import replace
from datetime import timedelta
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

import httpx

from sandbox.faults import Fault
from sandbox.traffic import Exchange
from sandbox.world import World
from sandbox.zoom.events import Webhook
from sandbox.zoom.instances import Instance
from sandbox.zoom.meetings import ZoomMeeting, utc_text

PATH = "/zoom/webhook"
ANSWER_WITHIN = 3.0
# Zoom tries three times more, so long after the try before, and then drops the event.
RETRIES = (timedelta(minutes=5), timedelta(minutes=20), timedelta(minutes=60))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    message = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


async def tell(world: World, event: str, meeting: ZoomMeeting, instance: Instance) -> None:
    """Send `meeting.started` or `meeting.ended`, unless webhooks are held back."""
    about: dict[str, Any] = {
        "id": str(meeting.id),  # here as text, elsewhere a number
        "uuid": instance.uuid,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": meeting.type,
        "start_time": utc_text(instance.started_at),
        "timezone": meeting.timezone,
        "duration": meeting.minutes,
    }
    payload: dict[str, Any] = {"account_id": world.zoom.accounts[meeting.host_id].account_id, "object": about}
    if instance.ended_at is not None:
        about["end_time"] = utc_text(instance.ended_at)
        payload |= {"operator_id": meeting.host_id, "operation": "single"}
    await send_new(world, event, payload)


async def validate_url(world: World) -> bool:
    """Ask the endpoint to prove that it has the secret, as Zoom does on entry and every 72 hours."""
    token = secrets.token_urlsafe(16)
    webhook = _made(world, "endpoint.url_validation", {"plainToken": token})
    answer = await _post(world, webhook)
    wanted = {
        "plainToken": token,
        "encryptedToken": hmac.new(world.zoom.app.webhook_secret.encode(), token.encode(), hashlib.sha256).hexdigest(),
    }
    return answer is not None and answer.status_code == httpx.codes.OK and answer.json() == wanted


async def send_due(world: World) -> None:
    """Repeat what was not acknowledged and whose next try has come."""
    now = world.clock.now()
    for number, webhook in enumerate(world.zoom.webhooks):
        if webhook.due_at is not None and webhook.due_at <= now:
            await _try(world, number)


async def send_again(world: World, number: int) -> None:
    """Deliver one of the webhooks once more, whatever became of it; LookupError when there is none."""
    if not 0 <= number < len(world.zoom.webhooks):
        raise LookupError(f"There is no webhook {number}.")
    await _post(world, world.zoom.webhooks[number])


async def send_new(world: World, event: str, payload: dict[str, Any]) -> None:
    """Tell the app of an event, unless webhooks are held back."""
    held = world.faults.shows(Fault.ZOOM_WEBHOOKS_LOST)
    webhook = _made(world, event, payload)
    world.zoom.webhooks.append(webhook if held else replace(webhook, due_at=world.clock.now()))
    if not held:
        await _try(world, len(world.zoom.webhooks) - 1)


def _made(world: World, event: str, payload: dict[str, Any]) -> Webhook:
    now = world.clock.now()
    body = {"event": event, "payload": payload, "event_ts": int(now.timestamp() * 1000)}
    return Webhook(event=event, body=json.dumps(body, ensure_ascii=False).encode(), timestamp=_real_seconds(world))


def _real_seconds(world: World) -> str:
    """Signatures use the real time: the receiver checks their age against its own clock."""
    return str(int(world.slack.real_now()))


async def _try(world: World, number: int) -> None:
    webhook = world.zoom.webhooks[number]
    answer = await _post(world, webhook)
    is_acknowledged = answer is not None and answer.status_code in {httpx.codes.OK, httpx.codes.NO_CONTENT}
    retries = RETRIES[webhook.tries : webhook.tries + 1]
    due_at = world.clock.now() + retries[0] if retries and not is_acknowledged else None
    world.zoom.webhooks[number] = replace(
        webhook, tries=webhook.tries + 1, due_at=due_at, is_acknowledged=is_acknowledged
    )


async def _post(world: World, webhook: Webhook) -> httpx.Response | None:
    """Deliver it once and note the exchange; None when nobody answered in time."""
    headers = {
        "Content-Type": "application/json",
        "x-zm-request-timestamp": webhook.timestamp,
        "x-zm-signature": signature(world.zoom.app.webhook_secret, webhook.timestamp, webhook.body),
        "x-zm-trackingid": f"WEB_{secrets.token_hex(8)}",
    }
    answer = await _answer(world, webhook.body, headers)
    is_taken = answer is not None and answer.status_code in {httpx.codes.OK, httpx.codes.NO_CONTENT}
    exchange = Exchange(
        at=world.clock.now(),
        to="bot",
        method="POST",
        path=PATH,
        body=json.loads(webhook.body),
        status=answer.status_code if answer else 0,
        answer=answer.text if answer else None,
        verdict="ok" if is_taken else "not acknowledged",
    )
    world.traffic.add(exchange)
    return answer


async def _answer(world: World, body: bytes, headers: dict[str, str]) -> httpx.Response | None:
    client = httpx.AsyncClient(transport=world.slack.transport, verify=SSLContext(PROTOCOL_TLS_CLIENT), trust_env=False)
    try:
        async with client, asyncio.timeout(ANSWER_WITHIN):
            return await client.post(f"{world.addresses.bot}{PATH}", content=body, headers=headers)
    except (TimeoutError, httpx.HTTPError):
        return None
