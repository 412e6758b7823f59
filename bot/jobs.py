"""What happens by itself: APScheduler only beats time, and wakes duties whose truth is in the database.

A job of its own for each reminder would be dropped when the process was busy for a second or restarted; a row is not.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_SUBMITTED, JobEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Clock, Waker
from bot.services.reviewing import Reviewing
from bot.services.zoom_course import Sweeping
from bot.stores import Store

_TICK_SECONDS = 5
_SWEEP_MINUTES = 15
_REVIEW_MINUTES = 15
_CLOCK_SECONDS = 0.25
_INBOX_KEPT = timedelta(days=10)


@dataclass(frozen=True, kw_only=True)
class Purging:
    """Deletes what has served: keys of requests long since answered, journeys to Zoom that were never
    finished, questions to patients whose time is over.
    """

    store: Store
    clock: Clock

    async def purge(self) -> None:
        now = self.clock.now()
        async with self.store.writing() as work:
            await work.inbox.purge(now - _INBOX_KEPT)
            await work.connections.purge_attempts(now)
            await work.invitations.purge(now)


@dataclass
class Metronome:
    """Begins duties until it is stopped, and lets them end: APScheduler would cut them off, and log that as a fault."""

    scheduler: AsyncIOScheduler
    _under_way: set[str] = field(default_factory=set)
    _is_idle: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self) -> None:
        self._is_idle.set()
        self.scheduler.add_listener(self._hear, EVENT_JOB_SUBMITTED | EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        self.scheduler.start()

    async def stop(self, patience: timedelta) -> None:
        """Begin nothing more, and wait for what is under way."""
        self.scheduler.pause()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience.total_seconds()):
                await self._is_idle.wait()
        self.scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # which it does in the loop's next turn

    def _hear(self, event: JobEvent) -> None:
        if event.code == EVENT_JOB_SUBMITTED:
            self._under_way.add(event.job_id)
            self._is_idle.clear()
            return
        self._under_way.discard(event.job_id)
        if not self._under_way:
            self._is_idle.set()


def build_metronome(
    waker: Waker, purging: Purging, sweeping: Sweeping, reviewing: Reviewing, clock: Clock, *, is_clock_moved: bool
) -> Metronome:
    """Build the metronome; the caller starts and stops it.

    `misfire_grace_time=None`: the default drops, silently, a job that is a second late.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )

    async def tick() -> None:
        waker.wake()

    scheduler.add_job(tick, "interval", seconds=_TICK_SECONDS, id="deliver")
    scheduler.add_job(sweeping.sweep, "interval", minutes=_SWEEP_MINUTES, id="sweep")
    scheduler.add_job(reviewing.review, "interval", minutes=_REVIEW_MINUTES, id="review")
    scheduler.add_job(purging.purge, "cron", hour=3, minute=17, id="purge")
    if is_clock_moved:
        scheduler.add_job(clock.refresh, "interval", seconds=_CLOCK_SECONDS, id="clock")
    return Metronome(scheduler)
