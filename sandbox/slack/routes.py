"""The addresses of the sandbox's Slack, all under /slack."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.slack.linking import LINK_PATH, serve_link
from sandbox.slack.open_id import decide, give_token, show_sign_in, tell_user
from sandbox.slack.responses import answer_response
from sandbox.slack.web_api import answer_call
from sandbox.world import World

Answer = Callable[[World, Request], Awaitable[Response]]


def slack_routes(world: World) -> list[BaseRoute]:
    """The Web API, the response_urls, the WebSocket of Socket Mode, and what https://slack.com/app_redirect is."""

    async def call(request: Request) -> Response:
        return await answer_call(world, request)

    async def response(request: Request) -> Response:
        return await answer_response(world, request)

    async def link(socket: WebSocket) -> None:
        await serve_link(world, socket)

    async def app_redirect(request: Request) -> Response:
        return redirect_to_app(world, request)

    return [
        *(Route(path, _about(world, answer), methods=[method]) for method, path, answer in _SIGN_IN),
        Route("/slack/api/{method}", call, methods=["GET", "POST"]),
        Route("/slack/response/{response_id}", response, methods=["POST"]),
        WebSocketRoute(LINK_PATH, link),
        Route("/slack/app_redirect", app_redirect, methods=["GET"]),
    ]


_SIGN_IN: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/slack/openid/connect/authorize", show_sign_in),
    ("POST", "/slack/openid/connect/authorize", decide),
    ("POST", "/slack/api/openid.connect.token", give_token),
    ("POST", "/slack/api/openid.connect.userInfo", tell_user),
)


def _about(world: World, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await answer(world, request)

    return endpoint


def redirect_to_app(world: World, request: Request) -> Response:
    """Send the browser to the app in Slack, which here is the sandbox's page."""
    slack = world.slack
    if request.query_params.get("app") != slack.app.app_id:
        return PlainTextResponse("There is no such app.", status_code=404)
    if request.query_params.get("team", slack.team_id) != slack.team_id:
        return PlainTextResponse("There is no such workspace.", status_code=404)
    return RedirectResponse(f"{world.addresses.sandbox}/", status_code=302)
