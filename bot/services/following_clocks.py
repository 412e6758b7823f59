"""Meetings stay where they were agreed on the clock, when the rules of a time zone change."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain import intents, zoom_intents
from bot.domain.local_time import instant_on_the_clock
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.notices import NoticeKind
from bot.ports import Clock, TimeZones, Waker
from bot.services.changing_time import change_time
from bot.services.coming import pages_of_coming
from bot.stores import Repositories, Store

_log = logging.getLogger("consulta.clocks")
_NOTE = "time zone data"
_AHEAD = timedelta(days=10 * 366)
_MOVABLE = frozenset({MeetingStatus.PENDING, MeetingStatus.SCHEDULED, MeetingStatus.CANCELLED_ON_ZOOM})


@dataclass(frozen=True, kw_only=True)
class FollowingClocks:
    """Wall time and zone are the truth, the instant is derived: anew, when the data are others than the last time."""

    store: Store
    clock: Clock
    waker: Waker
    zones: TimeZones

    async def follow(self) -> None:
        """Move what the new data move. Data whose release cannot be told are gone through each time."""
        version = self.zones.version()
        self.zones.keep_to(version)
        async with self.store.reading() as look:
            known = await look.notes.find(_NOTE)
        if version and version == known:
            return
        moved = await self._go_through()
        async with self.store.writing() as work:
            await work.notes.save(_NOTE, version)
        _log.info("followed version=%s moved=%s", version or "unknown", moved)

    async def _go_through(self) -> int:
        now, moved = self.clock.now(), 0
        async for page in pages_of_coming(self.store, now, now + _AHEAD):
            for meeting in page:
                if _is_astray(meeting):
                    moved += await self._move(meeting.id)
        return moved

    async def _move(self, meeting_id: str) -> bool:
        """Move one meeting, read anew under its lock: another replica may have done so."""
        async with self.store.writing() as work:
            meeting = await work.meetings.get(meeting_id)
            if not _is_astray(meeting):
                return False
            await self._write(work, meeting)
        self.waker.wake()
        return True

    async def _write(self, work: Repositories, meeting: Meeting) -> None:
        """Write the new instant; Zoom and the patient's calendar hold the old one."""
        now = self.clock.now()
        starts_at = instant_on_the_clock(meeting.wall_start, meeting.zone, meeting.starts_at)
        moved = await change_time(work, meeting, starts_at, meeting.duration, now)
        if moved.status is MeetingStatus.SCHEDULED:
            await work.outbox.add(intents.invitation(moved, now))
            await work.outbox.renew(zoom_intents.update(moved, now))
        occasion = f"{moved.id}:{moved.version}"
        await work.outbox.add(
            intents.notice(NoticeKind.CLOCKS_CHANGED, moved.professional_id, occasion, now, meeting_id=moved.id)
        )
        await work.audit.add(at=now, actor="time zones", action="move", about=moved.id, outcome=moved.status)


def _is_astray(meeting: Meeting) -> bool:
    starts_at = instant_on_the_clock(meeting.wall_start, meeting.zone, meeting.starts_at)
    return meeting.status in _MOVABLE and starts_at != meeting.starts_at
