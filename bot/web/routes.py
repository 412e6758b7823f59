"""The web side's addresses: connecting Zoom, help and privacy, and whether the process is well."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.domain.links import SIGN_IN_PATH, Links
from bot.domain.refusals import Refusal
from bot.services.connecting import Connecting, Journey, NothingConnected
from bot.services.signing_in import SigningIn
from bot.services.starting import Starting
from bot.web.browsers import is_sent_here_by_another_site, see_other
from bot.web.choosing import ChoosingSide
from bot.web.cookie import JourneyCookie
from bot.web.handler import Handler
from bot.web.leaving import LeavingSide
from bot.web.pages import Pages
from bot.web.webhook import Webhook

_log = logging.getLogger("consulta.web")
_FOUND = 302

IsReady = Callable[[], Awaitable[bool]]
IsLive = Callable[[], bool]


@dataclass(frozen=True, kw_only=True)
class WebSide:
    """Answers requests.

    `is_ready` tells whether the process can take work, `is_live` whether it does any; neither asks anybody outside.
    """

    connecting: Connecting
    starting: Starting
    links: Links
    webhook: Webhook
    pages: Pages
    choosing: ChoosingSide
    leaving: LeavingSide
    cookie: JourneyCookie
    is_ready: IsReady
    is_live: IsLive
    signing_in: SigningIn | None = None  # where the workspace wants to know who sits before the browser

    async def show_connect(self, request: Request) -> Response:
        """Name the person a Zoom account would be connected to. It changes nothing, so link previews do no harm."""
        hint = request.query_params.get("who", "")
        return self.pages.connect(await self.connecting.describe(hint), hint)

    async def begin(self, request: Request) -> Response:
        """Send the browser to Zoom; one that another site sent here is shown first whose link it followed."""
        form = await request.form()
        hint = str(form.get("who", ""))
        if is_sent_here_by_another_site(request):
            return see_other("/connect", {"who": hint})
        return self._leave(await (self.signing_in or self.connecting).begin(hint))

    async def go_on(self, request: Request) -> Response:
        """Take the browser back from Slack, and send it on to Zoom."""
        if self.signing_in is None:
            return self.pages.not_found()
        if request.method == "HEAD":
            return Response()
        return self._leave(await self.signing_in.finish(*self._brought_back(request)))

    def _leave(self, journey: Journey) -> Response:
        response = see_other(journey.authorize_url)
        self.cookie.put(response, journey.browser_secret)
        return response

    def _brought_back(self, request: Request) -> tuple[str, str, str, str]:
        """Read what a browser brings back: state, code and error in the address, and its own secret."""
        query = request.query_params
        return query.get("state", ""), query.get("code", ""), query.get("error", ""), self.cookie.read(request)

    async def finish(self, request: Request) -> Response:
        """Take the browser back from Zoom."""
        if request.method == "HEAD":
            return Response()  # a scanner's look must not spend the attempt
        await self.connecting.finish(*self._brought_back(request))
        response = self.pages.connected()
        self.cookie.clear(response)
        return response

    async def start(self, request: Request) -> Response:
        """Send the host to the meeting. A scanner's HEAD asks Zoom for nothing."""
        if request.method == "HEAD":
            return Response()
        try:
            url = await self.starting.host_url(self.links.read_start(request.query_params.get("with", "")))
        except Refusal as refusal:
            return self.pages.not_started(refusal.reply)
        return RedirectResponse(url, _FOUND)

    async def support(self, _: Request) -> Response:
        return self.pages.support()

    async def privacy(self, _: Request) -> Response:
        return self.pages.privacy()

    async def live(self, _: Request) -> Response:
        is_live = self.is_live()
        return PlainTextResponse("live" if is_live else "the worker is dead", 200 if is_live else 503)

    async def ready(self, _: Request) -> Response:
        is_ready = await self.is_ready()
        return PlainTextResponse("ready" if is_ready else "not ready", 200 if is_ready else 503)

    async def not_found(self, _: Request, __: Exception) -> Response:
        return self.pages.not_found()

    def answered(self, path: str, handler: Handler) -> Handler:
        """Let nothing escape: a refusal becomes its page, a fault of ours a page with a reference.

        The log has the path as it is listed: what was asked for is the sender's, and may be a link of somebody's.
        """

        @wraps(handler)
        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except NothingConnected as refusal:
                return self.pages.nothing_connected(refusal.reply)
            except HTTPException:
                raise  # Starlette's own: a form that cannot be read
            except Exception:  # noqa: BLE001 - the edge of the web: nothing but pages leaves it
                reference = secrets.token_hex(4)
                _log.exception("page_failed ref=%s path=%s", reference, path)
                return self.pages.went_wrong(reference)

        return answer


def build_web_routes(side: WebSide) -> list[Route]:
    """List the addresses; `exception_handlers={404: side.not_found}` of Starlette answers all others."""
    pages = (
        ("/connect", side.show_connect, "GET"),
        ("/connect", side.begin, "POST"),
        (SIGN_IN_PATH, side.go_on, "GET"),
        ("/zoom/callback", side.finish, "GET"),
        ("/start", side.start, "GET"),
        ("/zoom/webhook", side.webhook.receive, "POST"),
        ("/support", side.support, "GET"),
        ("/privacy", side.privacy, "GET"),
        ("/livez", side.live, "GET"),
        ("/readyz", side.ready, "GET"),
        *side.choosing.routes(),
        *side.leaving.routes(),
    )
    return [Route(path, side.answered(path, handler), methods=[method]) for path, handler, method in pages]
