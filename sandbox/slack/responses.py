"""The response_url: five answers within half an hour to one command or click."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.slack.messages import change, find_message, post
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.workspace import Json, Message, ResponseUrl
from sandbox.traffic import Exchange
from sandbox.world import World

USES = 5
SECONDS = 30 * 60
_FIELDS = {"text", "blocks", "response_type", "replace_original", "delete_original"}


async def answer_response(world: World, request: Request) -> Response:
    """Take one answer of the app, and keep it in the traffic."""
    body: object = None
    try:
        target = _usable(world, request.path_params["response_id"])
        body = _read(await request.body())
        respond(world, target, body)
        answer, status = {"ok": True}, 200
    except SlackRefusal as refusal:
        answer, status = refusal.answer(), 404 if refusal.error in {"expired_url", "used_url"} else 400
    world.traffic.add(
        Exchange(
            at=world.clock.now(),
            to="slack",
            method="POST",
            path="/slack/response",  # the id is a secret
            body=body,
            status=status,
            answer=answer,
            verdict=str(answer.get("error", "ok")),
        )
    )
    return JSONResponse(answer, status_code=status)


def respond(world: World, target: ResponseUrl, body: Json) -> None:
    """Do what an answer asks for: delete or replace what was clicked, or add a message."""
    if body.keys() - _FIELDS:
        raise SlackRefusal("invalid_payload", messages=sorted(body.keys() - _FIELDS))
    target.uses += 1
    original = find_message(world, target.message_ts)
    if body.get("delete_original"):
        _existing(original).deleted = True
    elif body.get("replace_original"):
        change(world, _existing(original), body.get("text"), body.get("blocks"))
    else:
        say(world, target.user_id, target.channel_id, body)


def say(world: World, user_id: str, channel_id: str, body: Json) -> None:
    """Show an answer: to this person alone unless it says `in_channel`."""
    kind = body.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise SlackRefusal("invalid_response_type")
    ephemeral_to = user_id if kind == "ephemeral" else ""
    post(world, channel_id, body.get("text"), body.get("blocks"), ephemeral_to=ephemeral_to)


def _usable(world: World, response_id: str) -> ResponseUrl:
    target = world.slack.response_urls.get(response_id)
    if target is None or world.slack.real_now() - target.made_at > SECONDS:
        raise SlackRefusal("expired_url")
    if target.uses >= USES:
        raise SlackRefusal("used_url")
    return target


def _read(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise SlackRefusal("invalid_payload")
    return body


def _existing(message: Message | None) -> Message:
    if message is None:
        raise SlackRefusal("message_not_found")
    return message
