"""Zoom's meetings in memory, looked at, brought back and set right."""

from dataclasses import dataclass, field

from bot.domain.failures import ZoomError
from bot.domain.zoom_connection import ZoomGrant
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ListedMeeting, ZoomSight
from tests.builders import a_scheduled_meeting

PLANNED = a_scheduled_meeting()


def a_sight(**changes) -> ZoomSight:
    """Zoom's side of the meeting of the builders, as it was planned."""
    plain = {"join_url": PLANNED.join_url, "starts_at": PLANNED.starts_at, "duration": PLANNED.duration}
    return ZoomSight(**{**plain, **changes})


@dataclass
class FakeZoomUpkeep:
    """`sight` is how the one meeting stands; `can_recover` whether Zoom still brings it back. Failures come first."""

    sight: ZoomSight | None = field(default_factory=a_sight)
    can_recover: bool = True
    ours: list[ListedMeeting] = field(default_factory=list)
    failures: list[ZoomError] = field(default_factory=list)
    looked: int = 0
    updated: list[ZoomPlan] = field(default_factory=list)

    async def look(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomSight | None:
        self._fail()
        self.looked += 1
        return self.sight

    async def recover(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> ZoomMeeting | None:
        self._fail()
        if not self.can_recover:
            return None
        return ZoomMeeting(
            zoom_meeting_id=zoom_meeting_id,
            join_url=PLANNED.join_url,
            starts_at=plan.starts_at,
            duration=plan.duration,
        )

    async def update(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> None:
        self._fail()
        self.updated.append(plan)

    async def list_ours(self, grant: ZoomGrant) -> list[ListedMeeting]:
        self._fail()
        return self.ours

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
