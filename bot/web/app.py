"""The one web application: Slack's requests, our pages, and the guards around both."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.web.api.body import too_large
from bot.web.api.routes import PREFIX
from bot.web.routes import WebSide, build_web_routes
from bot.web.security import BodyLimit, SecurityHeaders, plainly_too_large


def build_web_app(
    side: WebSide,
    *,
    zoom_oauth_url: str,
    sign_in_site: str = "",
    slack: Sequence[BaseRoute] = (),
    api: Sequence[BaseRoute] = (),
) -> ASGIApp:
    """Put it together; `slack` are the routes that Slack sends its requests to, `api` those for the clinic's site,
    `sign_in_site` where people sign in.

    The guards stand outside of everything, so that no answer goes without their headers.
    """
    inner = Starlette(routes=[*slack, *api, *build_web_routes(side)], exception_handlers={404: side.not_found})
    return SecurityHeaders(
        app=BodyLimit(app=inner, too_large=_too_large),
        is_https=side.cookie.is_https,
        zoom_sources=" ".join(filter(None, [_zoom_sources(zoom_oauth_url), _origin(sign_in_site)])),
        style_hash=side.pages.style_hash,
        script_hash=side.pages.script_hash,
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""


def _zoom_sources(zoom_oauth_url: str) -> str:
    """Name Zoom's origin and its subdomains, to which Zoom sends people of accounts with an address of their own."""
    zoom, origin = urlsplit(zoom_oauth_url), _origin(zoom_oauth_url)
    return f"{origin} https://*.{zoom.netloc}" if zoom.scheme == "https" else origin


def _too_large(path: str) -> Response:
    return too_large().response if path.startswith(PREFIX) else plainly_too_large(path)
