"""Sign in with Slack (OpenID Connect): the way to Slack's page, and what Slack says of who came back.

Source: docs.slack.dev, "Sign in with Slack". The token comes from Slack itself over TLS, so its signature needs no
check of ours (OpenID Connect Core, 3.1.3.7, point 6); whom and what it is for does.
"""

import json
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.failures import DeliveryError
from bot.domain.people import Actor
from bot.slack.web_api import build_client, calling_slack

_SECONDS = 8.0
_TEAM, _USER = "https://slack.com/team_id", "https://slack.com/user_id"


@dataclass(frozen=True, kw_only=True)
class SlackOpenId:
    """`site` is where Slack's own pages are, without a trailing slash; `team_id` keeps out every other workspace."""

    session: aiohttp.ClientSession
    site: str
    api_url: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    team_id: str

    def authorize_url(self, state: str, nonce: str) -> str:
        query = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "state": state,
            "nonce": nonce,
            "team": self.team_id,
        }
        return f"{self.site}/openid/connect/authorize?{urlencode(query)}"

    async def who(self, code: str, nonce: str) -> Actor:
        """Trade the code, and ask who it stands for. Raises DeliveryError."""
        async with calling_slack(_SECONDS):
            given = await self._client("").openid_connect_token(
                client_id=self.client_id,
                client_secret=self.client_secret,
                code=code,
                redirect_uri=self.redirect_uri,
                grant_type="authorization_code",
            )
            self._check(_claims(str(given.get("id_token", ""))), nonce)
            user = await self._client(str(given["access_token"])).openid_connect_userInfo()
        return Actor(slack_team_id=str(user.get(_TEAM, "")), slack_user_id=str(user.get(_USER, "")))

    def _client(self, token: str) -> AsyncWebClient:
        return build_client(token, f"{self.api_url}/", self.session)

    def _check(self, claims: Mapping[str, Any], nonce: str) -> None:
        """Refuse a token that was given for another journey, or to another app."""
        if claims.get("nonce") != nonce or claims.get("aud") != self.client_id:
            raise DeliveryError("slack_foreign_token", permanent=True)


def _claims(token: str) -> Mapping[str, Any]:
    """Read what a JSON Web Token claims; nothing when it is none."""
    body = token.split(".")[1] if token.count(".") == 2 else ""  # noqa: PLR2004 - head, claims, signature
    try:
        found = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (ValueError, Error):
        return {}
    return found if isinstance(found, dict) else {}
