"""Zoom's REST API, asked in the name of one professional at a time."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant
from bot.ports import Clock
from bot.zoom.http import ask

_PAGE_SIZE = 300
# A bound for a list that never ends: thirty thousand meetings of one host.
_MOST_PAGES = 100


@dataclass(frozen=True, kw_only=True)
class ZoomApi:
    """`api_url` has no trailing slash."""

    http: httpx.AsyncClient
    api_url: str
    clock: Clock

    async def _listed(self, grant: ZoomGrant, kind: str) -> AsyncGenerator[Mapping[str, Any]]:
        """Give the host's meetings of Zoom's `type`, page by page. ZoomError `unknown` when there is no end to them:
        what was not found in them may be there all the same.
        """
        query = {"type": kind, "page_size": str(_PAGE_SIZE)}
        for _ in range(_MOST_PAGES):
            page = await self._ask(grant, "GET", "/users/me/meetings", params=query)
            for meeting in page.get("meetings", ()):
                yield meeting
            if not page.get("next_page_token"):
                return
            query["next_page_token"] = page["next_page_token"]
        raise ZoomError(ZoomCode.UNKNOWN)

    async def _ask(
        self,
        grant: ZoomGrant,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Mapping[str, object] | None = None,
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {grant.access_token}"}
        request = self.http.build_request(method, self.api_url + path, params=params, json=json, headers=headers)
        return await ask(self.http, request, self.clock.now())


def path_of(zoom_meeting_id: int) -> str:
    return f"/meetings/{quote(str(zoom_meeting_id), safe='')}"
