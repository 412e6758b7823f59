"""Slack's one address, and the gate before it: nothing unsigned is parsed."""

import re
from http import HTTPStatus

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EVENTS_PATH = "/slack/events"

# Other headers make the verifier raise, which would be a 500 for anybody who asks for it.
_TIMESTAMP = re.compile("[0-9]{1,11}")
_SIGNATURE = re.compile("v0=[0-9a-f]{64}")


def slack_routes(app: AsyncApp, signing_secret: str) -> list[Route]:
    """Without a signing secret there is no address for Slack: everything comes by Socket Mode."""
    if not signing_secret:
        return []
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        body = await request.body()
        if not _is_signed(verifier, request, body):
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        try:
            answer = await app.async_dispatch(to_async_bolt_request(request, body))
        except (AttributeError, ValueError):
            # Bolt looks into what it takes for an object; Slack sends nothing else.
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            # Our listeners always have an answer: Bolt could not tell to whom this is.
            answer.status = HTTPStatus.BAD_REQUEST
        return to_starlette_response(answer)

    return [Route(EVENTS_PATH, events, methods=["POST"])]


def _is_signed(verifier: SignatureVerifier, request: Request, body: bytes) -> bool:
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        return False
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return verifier.is_valid(text, timestamp, signature)
