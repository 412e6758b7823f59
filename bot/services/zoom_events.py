"""What Zoom reports by itself: written down as facts, in one transaction, whatever its order and however often."""

import logging
from dataclasses import dataclass

from bot.domain.zoom_reports import ZoomEvent
from bot.ports import Clock, Waker
from bot.services.recording import record
from bot.stores import Store

_log = logging.getLogger("consulta.zoom_events")


@dataclass(frozen=True, kw_only=True)
class ZoomEvents:
    store: Store
    clock: Clock
    waker: Waker

    async def take(self, event: ZoomEvent) -> None:
        """Record the event. One about a meeting that is not ours, or of another Zoom user's, is passed over."""
        async with self.store.writing() as work:
            meeting = await work.meetings.find_by_zoom_id(event.zoom_meeting_id)
            if meeting is None or not await work.connections.is_user(meeting.professional_id, event.zoom_user_id):
                return
            await record(work, meeting, [event.about(meeting.id)], self.clock.now())
        self.waker.wake()
        _log.info("taken kind=%s meeting=%s", event.kind, meeting.id)
