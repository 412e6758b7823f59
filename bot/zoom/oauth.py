"""Zoom's authorization server: the way to a grant, its renewal and its end."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant, ZoomUser
from bot.ports import Clock
from bot.zoom.http import ask


@dataclass(frozen=True, kw_only=True)
class ZoomAuthorization:
    """URLs have no trailing slash; `redirect_uri` is character by character the one in Zoom's app."""

    http: httpx.AsyncClient
    oauth_url: str
    api_url: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    clock: Clock

    def authorize_url(self, state: str, challenge: str) -> str:
        """Build the address of Zoom's consent page. Scopes are the app's: Zoom refuses a request that names them."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",  # Zoom takes it for `plain` when left out
        }
        return f"{self.oauth_url}/authorize?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> ZoomGrant:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        return await self._grant(form, frozenset())

    async def refresh(self, grant: ZoomGrant) -> ZoomGrant:
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
        return await self._grant(form, grant.scopes)

    async def revoke(self, grant: ZoomGrant) -> None:
        await self._post("revoke", {"token": grant.access_token})

    async def whose(self, grant: ZoomGrant) -> ZoomUser:
        headers = {"Authorization": f"Bearer {grant.access_token}"}
        request = self.http.build_request("GET", f"{self.api_url}/users/me", headers=headers)
        answer = await ask(self.http, request, self.clock.now())
        return ZoomUser(zoom_user_id=_text(answer, "id"), zoom_account_id=_text(answer, "account_id"))

    async def _grant(self, form: Mapping[str, str], known_scopes: frozenset[str]) -> ZoomGrant:
        """Ask the token endpoint. A lifetime is counted from before the request, to be on the safe side."""
        asked_at = self.clock.now()
        answer = await self._post("token", form)
        seconds = answer.get("expires_in")
        if not isinstance(seconds, int):
            raise ZoomError(ZoomCode.UNKNOWN)
        return ZoomGrant(
            access_token=_text(answer, "access_token"),
            refresh_token=_text(answer, "refresh_token"),
            scopes=frozenset(str(answer["scope"]).split()) if "scope" in answer else known_scopes,
            expires_at=asked_at + timedelta(seconds=seconds),
        )

    async def _post(self, endpoint: str, form: Mapping[str, str]) -> dict[str, Any]:
        request = self.http.build_request(
            "POST", f"{self.oauth_url}/{endpoint}", data=dict(form), headers={"Authorization": self._basic()}
        )
        return await ask(self.http, request, self.clock.now())

    def _basic(self) -> str:
        pair = f"{self.client_id}:{self.client_secret}".encode()
        return f"Basic {b64encode(pair).decode()}"


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise ZoomError(ZoomCode.UNKNOWN)
    return value
