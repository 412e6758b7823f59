"""What happens by itself: APScheduler only beats time, and wakes duties whose truth is in the database.

A job of its own for each reminder would be dropped when the process was busy for a second or restarted; a row is not.
"""

from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Clock, Waker
from bot.services.sealing import Sealing
from bot.services.zoom_course import Sweeping
from bot.stores import Store

_TICK_SECONDS = 5
_SWEEP_MINUTES = 15
_CLOCK_SECONDS = 0.25
_INBOX_KEPT = timedelta(days=10)


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


def build_scheduler(
    waker: Waker, purging: Purging, sweeping: Sweeping, sealing: Sealing, clock: Clock, *, is_clock_moved: bool
) -> AsyncIOScheduler:
    """Build the metronome; the caller starts it and shuts it down.

    `misfire_grace_time=None`: the default drops, silently, a job that is a second late.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )

    async def tick() -> None:
        waker.wake()

    scheduler.add_job(tick, "interval", seconds=_TICK_SECONDS, id="deliver")
    scheduler.add_job(sweeping.sweep, "interval", minutes=_SWEEP_MINUTES, id="sweep")
    scheduler.add_job(purging.purge, "cron", hour=3, minute=17, id="purge")
    # Each hour: a day is sealed once it is over, and an anchor that the mail server did not take is mailed again.
    scheduler.add_job(sealing.seal, "cron", minute=27, id="seal")
    if is_clock_moved:
        scheduler.add_job(clock.refresh, "interval", seconds=_CLOCK_SECONDS, id="clock")
    return scheduler
