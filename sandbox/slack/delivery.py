"""Requests to the bot, signed or through its sockets, and how long Slack waits for it to acknowledge."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import replace
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from sandbox.slack.acknowledgement import FAILED, TIMED_OUT, Acknowledgement
from sandbox.slack.enveloping import content, envelope, send_through_socket
from sandbox.slack.payloads import event_callback
from sandbox.slack.workspace import Delivery, Json
from sandbox.traffic import Exchange
from sandbox.world import World

RETRIES_OF_EVENTS = 3
_SECRET_FIELDS = {"token"}


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature, version 0."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed(
    world: World, kind: str, body: bytes, *, content_type: str, retry: tuple[int, str] | None = None
) -> Delivery:
    timestamp = str(int(world.slack.real_now()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (sandbox)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(world.slack.app.signing_secret, timestamp, body),
    }
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
    return Delivery(kind=kind, body=body, headers=headers, retry=retry)


def command_delivery(world: World, fields: dict[str, str]) -> Delivery:
    return signed(world, "command", urlencode(fields).encode(), content_type="application/x-www-form-urlencoded")


def interaction_delivery(world: World, payload: Json) -> Delivery:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return signed(world, payload["type"], body, content_type="application/x-www-form-urlencoded")


async def deliver(world: World, delivery: Delivery) -> Acknowledgement:
    """Send once, or twice at the same moment when `double_next` is set; the first request's answer counts."""
    if not world.slack.double_next:
        return await send(world, delivery)
    world.slack.double_next = False
    first, _ = await deliver_twice(world, delivery)
    return first


async def deliver_twice(world: World, delivery: Delivery) -> tuple[Acknowledgement, Acknowledgement]:
    """The same request, to the byte, twice at the same moment; through a socket in two envelopes, as a double click."""
    again = replace(delivery, envelope_id=str(uuid4()))
    return await asyncio.gather(send(world, delivery), send(world, again))


async def deliver_again(world: World) -> Acknowledgement:
    """Repeat the last delivery to the byte, signature, age and envelope included; LookupError when there is none."""
    if not world.slack.deliveries:
        raise LookupError("Nothing has been delivered yet.")
    return await send(world, world.slack.deliveries[-1])


async def deliver_event(world: World, event: Json) -> Acknowledgement:
    """Send an event, again up to three times while it is not acknowledged.

    Slack repeats at once, after a minute and after five; here all repetitions are made at once.
    """
    body = json.dumps(event_callback(world, event)).encode()
    retry: tuple[int, str] | None = None
    for attempt in range(RETRIES_OF_EVENTS + 1):
        delivery = signed(world, "event", body, content_type="application/json", retry=retry)
        answer = await deliver(world, delivery)
        if not answer.trouble:
            break
        retry = (attempt + 1, "http_timeout" if answer.trouble == TIMED_OUT else "http_error")
    return answer


async def verify_url(world: World) -> bool:
    """Ask the events URL for its challenge, as Slack does when the URL is entered."""
    challenge = hashlib.sha256(world.slack.app.app_id.encode()).hexdigest()
    body = {"type": "url_verification", "token": world.slack.app.verification_token, "challenge": challenge}
    answer = await _posted(world, signed(world, "event", json.dumps(body).encode(), content_type="application/json"))
    told = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
    return bool(told == challenge)


async def send(world: World, delivery: Delivery) -> Acknowledgement:
    """Bring it to the bot and wait for its acknowledgement."""
    world.slack.deliveries.append(delivery)
    return await (_enveloped if world.slack.sockets.is_on else _posted)(world, delivery)


async def _enveloped(world: World, delivery: Delivery) -> Acknowledgement:
    answer = await send_through_socket(world.slack, delivery)
    enclosed = envelope(delivery, readable(delivery))
    _keep(world, answer, method="ENVELOPE", path=enclosed["type"], body=enclosed)
    return answer


async def _posted(world: World, delivery: Delivery) -> Acknowledgement:
    answer = await _post(world, delivery)
    _keep(world, answer, method="POST", path="/slack/events", body=readable(delivery))
    return answer


def _keep(world: World, answer: Acknowledgement, *, method: str, path: str, body: Json) -> None:
    world.traffic.add(
        Exchange(
            at=world.clock.now(),
            to="bot",
            method=method,
            path=path,
            body=body,
            status=answer.status,
            answer=answer.body,
            verdict=answer.trouble or "ok",
        )
    )


async def _post(world: World, delivery: Delivery) -> Acknowledgement:
    slack = world.slack
    url = f"{world.addresses.bot}/slack/events"
    # A bare TLS context: loading all authorities takes long, and the bot is reached by plain http on loopback.
    client = httpx.AsyncClient(transport=slack.transport, verify=SSLContext(PROTOCOL_TLS_CLIENT), trust_env=False)
    try:
        async with client, asyncio.timeout(slack.acknowledge_within):
            return _read(await client.post(url, content=delivery.body, headers=delivery.headers))
    except (TimeoutError, httpx.TimeoutException):
        return Acknowledgement(trouble=TIMED_OUT)
    except httpx.HTTPError:
        return Acknowledgement(trouble=FAILED)


def _read(response: httpx.Response) -> Acknowledgement:
    if response.status_code != httpx.codes.OK:
        return Acknowledgement(status=response.status_code, body=response.text or None, trouble=FAILED)
    if "application/json" not in response.headers.get("content-type", ""):
        return Acknowledgement(status=200, body=response.text or None)
    try:
        return Acknowledgement(status=200, body=response.json())
    except ValueError:
        return Acknowledgement(status=200, body=response.text or None, trouble=FAILED)


def readable(delivery: Delivery) -> Json:
    """The request's content as JSON, without tokens."""
    return {key: value for key, value in content(delivery).items() if key not in _SECRET_FIELDS}
