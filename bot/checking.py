"""`consulta check`: each setting and each neighbour, a line that says fine or what to do. It changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import SystemClock
from bot.domain.failures import DeliveryError, ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.settings import Settings
from bot.slack.directory import missing_scopes
from bot.slack.socket_mode import ask_for_socket
from bot.surroundings import Surroundings, build_authorization, open_surroundings
from storage.schema import is_current
from storage.vault import SealError

# A code that Zoom never gave, with a verifier of the least length: refused, but only after our credentials were taken.
_NO_CODE, _NO_VERIFIER = "consulta-check", "c" * 43


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found of one neighbour: `problem` says what to do, "" is fine. A hint does not make the check fail."""

    name: str
    problem: str = ""
    is_hint: bool = False

    @property
    def words(self) -> str:
        return f"{self.name}: {self.problem or 'fine'}"

    @property
    def is_fine(self) -> bool:
        return not self.problem or self.is_hint


Look: TypeAlias = Callable[[Surroundings], Awaitable[Finding]]


async def check(settings: Settings) -> list[Finding]:
    """Look at everything in turn; one that fails keeps none of the others from being looked at."""
    async with open_surroundings(settings) as around:
        return [*map(fine, settings.names), *[await look(around) for look in _looks(settings)]]


def fine(name: str) -> Finding:
    """Say that there is nothing to do."""
    return Finding(name=name)


async def _database(around: Surroundings) -> Finding:
    name = "Database"
    try:
        if not await is_current(around.engines):
            return Finding(name=name, problem="has not the schema of this version; run `consulta migrate`")
        async with around.store.reading() as look:
            await look.people.find_workspace()
    except SealError as error:
        return Finding(name=name, problem=f"CONSULTA_KEYS does not fit it: {error}")
    except (SQLAlchemyError, OSError):
        return Finding(name=name, problem="cannot be opened; start it, or mend CONSULTA_DATABASE_URL")
    return Finding(name=name)


async def _slack(around: Surroundings) -> Finding:
    try:
        missing = await missing_scopes(around.slack)
    except DeliveryError as failure:
        return Finding(name="Slack", problem=f"SLACK_BOT_TOKEN was not taken, or nobody answered ({failure.code})")
    if missing:
        scopes = ", ".join(sorted(missing))
        return Finding(
            name="Slack", problem=f"the app lacks {scopes}; add it, and install the app to the workspace again"
        )
    return Finding(name="Slack")


async def _socket(around: Surroundings) -> Finding:
    """Ask for an address and leave it unused: a second connection would take requests from the one that serves."""
    name = "Socket Mode"
    try:
        await ask_for_socket(around.slack, around.settings.slack_app_token)
    except DeliveryError as failure:
        words = f"SLACK_APP_TOKEN was not taken, or nobody answered ({failure.code})"
        return Finding(name=name, problem=f"{words}; it needs the scope connections:write, and Socket Mode to be on")
    return Finding(name=name)


async def _zoom(around: Surroundings) -> Finding:
    try:
        await build_authorization(around, SystemClock()).exchange(_NO_CODE, _NO_VERIFIER)
    except ZoomError as failure:
        if failure.code == ZoomCode.INVALID_GRANT:
            return Finding(name="Zoom")
        if failure.code == ZoomCode.INVALID_CLIENT:
            return Finding(name="Zoom", problem="ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET were not taken")
        return Finding(name="Zoom", problem=f"does not answer as expected ({failure.code})")
    return Finding(name="Zoom", problem="accepted a code that it never gave; is ZOOM_OAUTH_URL Zoom's?")


async def _reports(around: Surroundings) -> Finding:
    """Zoom's own reports: useful, and not needed."""
    if around.settings.zoom_webhook_secret:
        return Finding(name="Zoom reports")
    words = "ZOOM_WEBHOOK_SECRET is not set, so what happens in Zoom is learned late; .env.example explains it"
    return Finding(name="Zoom reports", problem=words, is_hint=True)


async def _mail(around: Surroundings) -> Finding:
    try:
        await around.mailer.greet()
    except DeliveryError as failure:
        return Finding(name="Mail", problem=f"the server of SMTP_URL does not take us ({failure.code})")
    return Finding(name="Mail")


async def _public_url(around: Surroundings) -> Finding:
    """Only hint: the check is often made before the first start, or from where the address does not lead."""
    try:
        answer = await around.http.get(f"{around.settings.public_url}/livez")
    except httpx.HTTPError:
        answer = None
    if answer is not None and answer.status_code == httpx.codes.OK:
        return Finding(name="Public URL")
    words = "Consulta does not answer at CONSULTA_PUBLIC_URL; as it should be before `consulta serve` runs"
    return Finding(name="Public URL", problem=words, is_hint=True)


def _looks(settings: Settings) -> tuple[Look, ...]:
    socket = (_socket,) if settings.slack_app_token else ()
    return (_database, _slack, *socket, _zoom, _reports, _mail, _public_url)
