"""Zoom's meetings looked at, brought back and set right, by REST."""

from dataclasses import dataclass

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ListedMeeting, ZoomSight
from bot.zoom.api import ZoomApi, path_of
from bot.zoom.meeting_bodies import read_nonce, read_planned, read_sight, time_body

# What is deleted can be brought back for a week; later, and for what was deleted for good, Zoom refuses.
_NOT_POSSIBLE = frozenset({ZoomCode.GONE, ZoomCode.REFUSED})


@dataclass(frozen=True, kw_only=True)
class ZoomUpkeepClient(ZoomApi):
    """Compares meetings with ours, and makes them as they were agreed."""

    async def look(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomSight | None:
        """An answer that does not say when it is raises ZoomError `unknown`: nothing is concluded from it."""
        try:
            answer = await self._ask(grant, "GET", path_of(zoom_meeting_id))
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
            await self._ask(grant, "PUT", f"{path_of(zoom_meeting_id)}/status", json={"action": "recover"})
            answer = await self._ask(grant, "GET", path_of(zoom_meeting_id))
            if read_planned(answer, plan) is None:
                await self.update(grant, plan, zoom_meeting_id)
                answer = await self._ask(grant, "GET", path_of(zoom_meeting_id))
        except ZoomError as error:
            if error.code in _NOT_POSSIBLE:
                return None
            raise
        return read_planned(answer, plan)

    async def update(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> None:
        await self._ask(grant, "PATCH", path_of(zoom_meeting_id), json=time_body(plan))

    async def list_ours(self, grant: ZoomGrant) -> list[ListedMeeting]:
        return [
            ListedMeeting(zoom_meeting_id=int(listed["id"]), nonce=nonce)
            async for listed in self._listed(grant, "upcoming_meetings")
            if (nonce := read_nonce(listed))
        ]
