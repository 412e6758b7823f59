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
from bot.services.following_clocks import FollowingClocks
from bot.services.keeping import Guarding
from bot.services.reconciling import Reconciling
from bot.services.reviewing import Reviewing
from bot.services.sealing import Sealing
from bot.services.zoom_course import Sweeping
from bot.stores import Store

_TICK_SECONDS = 5
_RECONCILE_MINUTES = 15
_REVIEW_MINUTES = 15
_GUARD_MINUTES = 60
_CLOCK_SECONDS = 0.25
_INBOX_KEPT = timedelta(days=10)
_DAYS_KEPT = timedelta(days=2)


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
            await work.upkeep.purge_days(now.date() - _DAYS_KEPT)


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


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What is done at its time, whoever asks for it."""

    purging: Purging
    sweeping: Sweeping
    reconciling: Reconciling
    guarding: Guarding
    following: FollowingClocks
    reviewing: Reviewing
    sealing: Sealing

    async def reconcile(self) -> None:
        """Ask for what is over of which no end is known, and how what is near stands at Zoom."""
        await self.sweeping.sweep()
        await self.reconciling.look_near()


def build_metronome(waker: Waker, duties: Duties, clock: Clock, *, is_clock_moved: bool) -> Metronome:
    """Build the metronome; the caller starts and stops it.

    `misfire_grace_time=None`: the default drops, silently, a job that is a second late.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )

    async def tick() -> None:
        waker.wake()

    scheduler.add_job(tick, "interval", seconds=_TICK_SECONDS, id="deliver")
    scheduler.add_job(duties.reconcile, "interval", minutes=_RECONCILE_MINUTES, id="reconcile")
    scheduler.add_job(duties.reviewing.review, "interval", minutes=_REVIEW_MINUTES, id="review")
    scheduler.add_job(duties.guarding.guard, "interval", minutes=_GUARD_MINUTES, id="guard")
    scheduler.add_job(duties.following.follow, id="clocks_at_start")
    scheduler.add_job(duties.following.follow, "cron", hour=3, minute=7, id="clocks")
    scheduler.add_job(duties.purging.purge, "cron", hour=3, minute=17, id="purge")
    scheduler.add_job(duties.reconciling.look_at_all, "cron", hour=3, minute=37, id="reconcile_all")
    # Each hour: a day is sealed once it is over, and an anchor that the mail server did not take is mailed again.
    scheduler.add_job(duties.sealing.seal, "cron", minute=27, id="seal")
    if is_clock_moved:
        scheduler.add_job(clock.refresh, "interval", seconds=_CLOCK_SECONDS, id="clock")
    return Metronome(scheduler)
