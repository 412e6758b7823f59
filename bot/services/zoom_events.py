"""What Zoom reports by itself: written down as facts, in one transaction, whatever its order and however often.

A report that comes again is the same fact, the same question to Zoom, or about a connection that has gone already:
that is all the memory of reports that is needed.
"""

import logging
from dataclasses import dataclass

from bot.domain import intents, zoom_intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.notices import NoticeKind
from bot.domain.zoom_reports import ZoomChange, ZoomDeauthorization, ZoomEvent
from bot.ports import Clock, Waker
from bot.services.breaking import break_connection
from bot.services.recording import record
from bot.stores import Repositories, Store

_log = logging.getLogger("consulta.zoom_events")
_OF_THE_ROOM = frozenset({FactKind.WAITING, FactKind.LEFT})


@dataclass(frozen=True, kw_only=True)
class ZoomEvents:
    store: Store
    clock: Clock
    waker: Waker

    async def take(self, event: ZoomEvent | ZoomChange | ZoomDeauthorization) -> None:
        """Take the event in. One about a meeting that is not ours, or of another Zoom user's, is passed over."""
        if isinstance(event, ZoomDeauthorization):
            await self._end_connections(event)
        elif isinstance(event, ZoomChange):
            await self._have_compared(event)
        else:
            await self._write_down(event)

    async def _write_down(self, event: ZoomEvent) -> None:
        async with self.store.writing() as work:
            meeting = await work.meetings.find_by_zoom_id(event.zoom_meeting_id)
            if meeting is None or not await work.connections.is_user(meeting.professional_id, event.zoom_user_id):
                return
            now = self.clock.now()
            await record(work, meeting, [event.about(meeting.id)], now)
            if event.kind in _OF_THE_ROOM:
                await work.outbox.renew(zoom_intents.waiting_message(meeting, now))
            await self._warn_of_ghosts(work, meeting, event)
        self.waker.wake()
        _log.info("taken kind=%s meeting=%s", event.kind, meeting.id)

    async def _warn_of_ghosts(self, work: Repositories, meeting: Meeting, event: ZoomEvent) -> None:
        """Tell the professional who has opened what was called off: the patient was told not to come."""
        if meeting.status is not MeetingStatus.CANCELLED or event.kind is not FactKind.STARTED:
            return
        occasion = f"{meeting.id}:{event.zoom_uuid}"
        await work.outbox.add(
            intents.notice(
                NoticeKind.CANCELLED_IS_OPEN,
                meeting.professional_id,
                occasion,
                self.clock.now(),
                meeting_id=meeting.id,
            )
        )

    async def _have_compared(self, event: ZoomChange) -> None:
        """Have Zoom asked how the meeting stands: several reports in half a minute are one question."""
        async with self.store.writing() as work:
            meeting = await work.meetings.find_by_zoom_id(event.zoom_meeting_id)
            if meeting is None:
                return
            await work.outbox.renew(zoom_intents.look(meeting, self.clock.now() + zoom_intents.LOOK_AFTER))
        self.waker.wake()
        _log.info("taken kind=updated meeting=%s", meeting.id)

    async def _end_connections(self, event: ZoomDeauthorization) -> None:
        """Break what the Zoom user has ended. What was reported before they connected anew has gone already."""
        async with self.store.reading() as look:
            found = await look.upkeep.list_of_user(event.zoom_user_id, event.zoom_account_id)
        for professional_id in found:
            async with self.store.writing() as work:
                connection = await work.connections.find(professional_id)
                if connection is not None and connection.connected_at <= event.at:
                    await break_connection(work, connection, self.clock.now())
        self.waker.wake()
        _log.info("taken kind=deauthorized connections=%s", len(found))
