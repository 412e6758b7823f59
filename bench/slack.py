"""A stand-in for Slack's Web API: it answers what the product calls, at once. `python -m bench.slack PORT`."""

import sys
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bench.identities import APP, TEAM, TEAM_NAME

_ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {"team_id": TEAM, "team": TEAM_NAME, "bot_id": "B0BENCH0001"},
    "bots.info": {"bot": {"app_id": APP}},
    "views.open": {"view": {"id": "V0BENCH0001"}},
}


async def _answer(request: Request) -> Response:
    await request.body()
    return JSONResponse({"ok": True, **_ANSWERS[request.path_params["method"]]})


async def _ready(_: Request) -> Response:
    return PlainTextResponse("ready")


def main() -> None:
    routes = [Route("/api/{method}", _answer, methods=["POST"]), Route("/readyz", _ready)]
    uvicorn.run(Starlette(routes=routes), port=int(sys.argv[1]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
