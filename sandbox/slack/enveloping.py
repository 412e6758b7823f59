"""Requests to the app through its sockets: the payloads that HTTP carries, each in an envelope."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from sandbox.slack.acknowledgement import FAILED, TIMED_OUT, Acknowledgement
from sandbox.slack.sockets import NotConnectedError, Sockets
from sandbox.slack.workspace import Delivery, Json, Workspace

_TYPES = {"command": "slash_commands", "event": "events_api"}


def content(delivery: Delivery) -> Json:
    """The request's content as JSON, as the app reads it."""
    if delivery.kind == "event":
        event: Json = json.loads(delivery.body)
        return event
    fields = dict(parse_qsl(delivery.body.decode(), keep_blank_values=True))
    payload: Json = json.loads(fields["payload"]) if "payload" in fields else fields
    return payload


def envelope(delivery: Delivery, payload: Json) -> Json:
    """The envelope; only events tell which try it is, and take nothing back but the acknowledgement."""
    kind = _TYPES.get(delivery.kind, "interactive")
    enclosed: Json = {
        "envelope_id": delivery.envelope_id,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }
    if kind == "events_api":
        attempt, reason = delivery.retry or (0, "")
        enclosed |= {"retry_attempt": attempt, "retry_reason": reason.removeprefix("http_")}
    return enclosed


async def send_through_socket(slack: Workspace, delivery: Delivery) -> Acknowledgement:
    """Hand it to one connection and wait for the acknowledgement, which may come through another."""
    try:
        async with asyncio.timeout(slack.acknowledge_within):
            return Acknowledgement(status=200, body=await _acknowledged(slack.sockets, delivery))
    except TimeoutError:
        return Acknowledgement(trouble=TIMED_OUT)
    except NotConnectedError:
        return Acknowledgement(trouble=FAILED)


async def _acknowledged(sockets: Sockets, delivery: Delivery) -> Any:  # noqa: ANN401 - any JSON
    """Give what it is acknowledged with.

    An event whose connection dies goes to another, or to the next that is opened. A command or an interaction was done
    or was not, which nobody can tell: it is not repeated, and the person hears of it when the time is over.
    """
    enclosed = envelope(delivery, content(delivery))
    sent = sockets.expect(delivery.envelope_id, takes_payload=enclosed["accepts_response_payload"])
    try:
        while not sent.answer.done():
            connection = sockets.next_connection()
            sent.due += 1
            if not await connection.say(enclosed):
                sent.due -= 1
                connection.is_leaving = True
            elif delivery.kind == "event":
                await _either(sent.answer, connection.gone)
                await _either(sent.answer, sockets.arrival())
            else:
                await sent.answer
        return sent.answer.result()
    finally:
        sent.answer.cancel()


async def _either(*futures: asyncio.Future[Any]) -> None:
    await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
