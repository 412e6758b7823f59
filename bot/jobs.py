"""What happens by itself: APScheduler only beats time, and wakes duties whose truth is in the database.

A job of its own for each reminder would be dropped when the process was busy for a second or restarted; a row is not.
"""

from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Clock, Waker
from bot.services.following_clocks import FollowingClocks
from bot.services.keeping import Guarding
from bot.services.reconciling import Reconciling
from bot.services.zoom_course import Sweeping
from bot.stores import Store

_TICK_SECONDS = 5
_RECONCILE_MINUTES = 15
_GUARD_MINUTES = 60
_CLOCK_SECONDS = 0.25
_INBOX_KEPT = timedelta(days=10)
_DAYS_KEPT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Purging:
    """Deletes what has served: keys of requests long since answered, journeys to Zoom that were never finished."""

    store: Store
    clock: Clock

    async def purge(self) -> None:
        now = self.clock.now()
        async with self.store.writing() as work:
            await work.inbox.purge(now - _INBOX_KEPT)
            await work.connections.purge_attempts(now)
            await work.upkeep.purge_days(now.date() - _DAYS_KEPT)


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What is done at its time, whoever asks for it."""

    purging: Purging
    sweeping: Sweeping
    reconciling: Reconciling
    guarding: Guarding
    following: FollowingClocks

    async def reconcile(self) -> None:
        """Ask for what is over of which no end is known, and how what is near stands at Zoom."""
        await self.sweeping.sweep()
        await self.reconciling.look_near()


def build_scheduler(waker: Waker, duties: Duties, clock: Clock, *, is_clock_moved: bool) -> AsyncIOScheduler:
    """Build the metronome; the caller starts it and shuts it down.

    `misfire_grace_time=None`: the default drops, silently, a job that is a second late.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )

    async def tick() -> None:
        waker.wake()

    scheduler.add_job(tick, "interval", seconds=_TICK_SECONDS, id="deliver")
    scheduler.add_job(duties.reconcile, "interval", minutes=_RECONCILE_MINUTES, id="reconcile")
    scheduler.add_job(duties.guarding.guard, "interval", minutes=_GUARD_MINUTES, id="guard")
    scheduler.add_job(duties.following.follow, id="clocks_at_start")
    scheduler.add_job(duties.following.follow, "cron", hour=3, minute=7, id="clocks")
    scheduler.add_job(duties.purging.purge, "cron", hour=3, minute=17, id="purge")
    scheduler.add_job(duties.reconciling.look_at_all, "cron", hour=3, minute=37, id="reconcile_all")
    if is_clock_moved:
        scheduler.add_job(clock.refresh, "interval", seconds=_CLOCK_SECONDS, id="clock")
    return scheduler
