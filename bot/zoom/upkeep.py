"""Zoom's meetings looked at, brought back and set right, by REST."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ListedMeeting, ZoomSight
from bot.ports import Clock
from bot.zoom.http import ask
from bot.zoom.meeting_bodies import read_nonce, read_planned, read_sight, time_body

_PAGE_SIZE = 300
_MOST_PAGES = 100
# What is deleted can be brought back for a week; later, and for what was deleted for good, Zoom refuses.
_NOT_POSSIBLE = frozenset({ZoomCode.GONE, ZoomCode.REFUSED})


@dataclass(frozen=True, kw_only=True)
class ZoomUpkeepClient:
    """`api_url` has no trailing slash."""

    http: httpx.AsyncClient
    api_url: str
    clock: Clock

    async def look(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomSight | None:
        """An answer that does not say when it is raises ZoomError `unknown`: nothing is concluded from it."""
        try:
            answer = await self._ask(grant, "GET", _path_of(zoom_meeting_id))
        except ZoomError as error:
            if error.code == ZoomCode.GONE:
                return None
            raise
        sight = read_sight(answer)
        if sight is None:
            raise ZoomError(ZoomCode.UNKNOWN)
        return sight

    async def recover(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> ZoomMeeting | None:
        """What comes back otherwise than planned is set right first, so that no wrong hour is taken over."""
        try:
            await self._ask(grant, "PUT", f"{_path_of(zoom_meeting_id)}/status", json={"action": "recover"})
            answer = await self._ask(grant, "GET", _path_of(zoom_meeting_id))
            if read_planned(answer, plan) is None:
                await self.update(grant, plan, zoom_meeting_id)
                answer = await self._ask(grant, "GET", _path_of(zoom_meeting_id))
        except ZoomError as error:
            if error.code in _NOT_POSSIBLE:
                return None
            raise
        return read_planned(answer, plan)

    async def update(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> None:
        await self._ask(grant, "PATCH", _path_of(zoom_meeting_id), json=time_body(plan))

    async def list_ours(self, grant: ZoomGrant) -> list[ListedMeeting]:
        found: list[ListedMeeting] = []
        query = {"type": "upcoming_meetings", "page_size": str(_PAGE_SIZE)}
        for _ in range(_MOST_PAGES):
            page = await self._ask(grant, "GET", "/users/me/meetings", params=query)
            for listed in page.get("meetings", ()):
                nonce = read_nonce(listed)
                if nonce:
                    found.append(ListedMeeting(zoom_meeting_id=int(listed["id"]), nonce=nonce))
            if not page.get("next_page_token"):
                return found
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


def _path_of(zoom_meeting_id: int) -> str:
    return f"/meetings/{quote(str(zoom_meeting_id), safe='')}"
