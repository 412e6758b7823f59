"""The floor: a Bolt app with one command that answers a text, and nothing else. `python -m bench.bare_bolt PORT MODE`.

`MODE` is `flagged` for `process_before_response=True`, as Consulta uses it, or `default`.
"""

import logging
import sys

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bench.identities import SIGNING_SECRET, TEAM

FLAGGED, DEFAULT = "flagged", "default"
ANSWER = "Zoom is connected."


def _build_app(*, process_before_response: bool) -> AsyncApp:
    app = AsyncApp(
        signing_secret=SIGNING_SECRET,
        authorize=_authorize,
        process_before_response=process_before_response,
    )
    app.command("/meeting")(_answer)
    return app


async def _authorize(**_request: object) -> AuthorizeResult:
    """Answer from what is known: what Bolt does by itself asks Slack at each request."""
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench-token")  # noqa: S106 - of nobody


async def _answer(ack: AsyncAck) -> None:
    await ack(ANSWER)


async def _ready(_: Request) -> Response:
    return PlainTextResponse("ready")


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    handler = AsyncSlackRequestHandler(_build_app(process_before_response=sys.argv[2] == FLAGGED))
    routes = [Route("/slack/events", handler.handle, methods=["POST"]), Route("/readyz", _ready)]
    # As `consulta serve` runs its server.
    uvicorn.run(
        Starlette(routes=routes),
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
    )


if __name__ == "__main__":
    main()
