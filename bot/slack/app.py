"""The Bolt app: one listener for each kind of request, each leading to the dispatch table."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.answering import Answering
from bot.slack.desk import Desk
from bot.slack.requests import Kind, SlackRequest

Listener: TypeAlias = Callable[[AsyncAck, dict[str, Any]], Awaitable[None]]

_ANYTHING = re.compile(".*", re.DOTALL)
_log = logging.getLogger("consulta.slack.bolt")


def build_slack_app(*, signing_secret: str, desk: Desk) -> AsyncApp:
    """Build the app around `desk`; its client carries the bot token."""
    # Bolt writes whole request bodies, patients' names in them, when a signature is wrong or nobody listens.
    _log.setLevel(logging.CRITICAL + 1)
    app = AsyncApp(
        logger=_log,
        name="consulta.slack.bolt.app",
        client=desk.client,
        signing_secret=signing_secret,
        authorize=_authorizer(desk),
        process_before_response=True,
        # The one event we listen to is never the bot's own.
        ignoring_self_events_enabled=False,
    )
    answering = Answering(desk=desk)
    app.command(_ANYTHING)(_listener(answering, Kind.COMMAND))
    app.global_shortcut(_ANYTHING)(_listener(answering, Kind.SHORTCUT))
    app.action(_ANYTHING)(_listener(answering, Kind.CLICK))
    app.view(_ANYTHING)(_listener(answering, Kind.SUBMISSION))
    app.options(_ANYTHING)(_listener(answering, Kind.CHOICES))
    app.event(_ANYTHING)(_listener(answering, Kind.EVENT))
    return app


def _listener(answering: Answering, kind: Kind) -> Listener:
    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(await answering.answer(SlackRequest(kind=kind, body=body)))

    return listen


def _authorizer(desk: Desk) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Answer Bolt from what is known since the start: by itself it would ask Slack at each request.

    Whose request it is, is guarded in `answering`, which can tell the person.
    """
    known: Mapping[str, str | None] = {
        "enterprise_id": None,
        "team_id": desk.workspace.slack_team_id,
        "bot_token": desk.client.token,
    }

    async def authorize(**_request: object) -> AuthorizeResult:
        return AuthorizeResult(**known)

    return authorize
