"""Slack's Web API: the client, and its failures as ours."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.failures import DeliveryError, MessageGoneError
from bot.ports import Clock

RATE_LIMITED = "slack_ratelimited"
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_GONE = frozenset({"message_not_found", "cant_update_message", "cant_delete_message", "not_found"})
# Slack's own troubles: the same call may succeed later. Any other `error` will be the same the next time.
_PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "hash_conflict"}
)
_log = logging.getLogger("consulta.slack.sdk")


def build_client(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Make the one client. It retries nothing: what must arrive is the worker's, and goes through the outbox."""
    # The SDK writes whole requests at DEBUG, and warns with their content.
    _log.setLevel(logging.CRITICAL)
    return AsyncWebClient(token=token, base_url=base_url, session=session, logger=_log, retry_handlers=[])


@asynccontextmanager
async def calling_slack(seconds: float, clock: Clock | None = None) -> AsyncIterator[None]:
    """Give a call so long, and raise DeliveryError for whatever keeps it from succeeding.

    With a `clock`, a rate limit says when to try again.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except SlackApiError as error:
        raise _failure(error, clock) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DeliveryError("slack_unreachable") from error


def _failure(error: SlackApiError, clock: Clock | None) -> DeliveryError:
    response = error.response
    if not isinstance(response, AsyncSlackResponse):
        return DeliveryError("slack_unreadable")
    # A proxy between may answer with a page instead of JSON.
    code = response.data.get("error", "") if isinstance(response.data, dict) else ""
    if response.status_code == _TOO_MANY_REQUESTS or code == "ratelimited":
        return DeliveryError(RATE_LIMITED, retry_at=_retry_at(response, clock))
    if response.status_code >= _SERVER_ERROR or not code:
        return DeliveryError(f"slack_http_{response.status_code}")
    if code in _GONE:
        return MessageGoneError(f"slack_{code}")
    return DeliveryError(f"slack_{code}", permanent=code not in _PASSING)


def _retry_at(response: AsyncSlackResponse, clock: Clock | None) -> datetime | None:
    seconds = response.headers.get("Retry-After", "")
    return clock.now() + timedelta(seconds=int(seconds)) if clock and seconds.isdecimal() else None
