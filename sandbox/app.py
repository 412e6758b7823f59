"""One web application with all of the sandbox's addresses, for this machine only."""

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.control.routes import control_routes
from sandbox.page.routes import page_routes
from sandbox.runner import BotProcess
from sandbox.slack.routes import slack_routes
from sandbox.world import World
from sandbox.zoom.routes import zoom_routes

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_READING = frozenset({"GET", "HEAD"})


class LoopbackOnly:
    """Refuses what a page elsewhere makes a browser send: another Host (DNS rebinding) or another Origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and not _is_from_here(scope.get("method", ""), dict(scope["headers"])):
            refusal = PlainTextResponse("The sandbox is for this machine only.", status_code=403)
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_from_here(method: str, headers: dict[bytes, bytes]) -> bool:
    """Tell it by the name asked for and, where something is done, by the page that asks; programs name no origin.

    A WebSocket has no method, and through it something is done.
    """
    host = headers.get(b"host", b"").decode("latin-1")
    origin = headers.get(b"origin")
    if _host_name(f"http://{host}") not in _LOOPBACK:
        return False
    return method in _READING or origin is None or origin.decode("latin-1") == f"http://{host}"


def _host_name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def build_app(world: World, bot: BotProcess | None = None) -> Starlette:
    """`bot` is the process that the control interface may stop and start; None where there is none."""
    routes = [*slack_routes(world), *zoom_routes(world), *control_routes(world, bot), *page_routes(world)]
    return Starlette(routes=routes, middleware=[Middleware(LoopbackOnly)])
