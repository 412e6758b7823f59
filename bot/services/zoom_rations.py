"""Zoom's hundred creations and updates a day for each host: counted before Zoom is asked, by all replicas together."""

from bot.domain.failures import ZoomDailyLimitError
from bot.domain.local_time import next_utc_midnight
from bot.domain.zoom_codes import ZoomCode
from bot.ports import Clock
from bot.stores import Repositories, Store

MOST_CHANGES = 100


async def take_change(store: Store, clock: Clock, professional_id: str) -> None:
    """Count one more; raise ZoomDailyLimitError where the day (UTC) has none left, so that Zoom is not asked."""
    now = clock.now()
    async with store.writing() as work:
        is_given = await work.upkeep.take_change(professional_id, now.date(), MOST_CHANGES)
    if not is_given:
        raise ZoomDailyLimitError(ZoomCode.DAILY_LIMIT, retry_at=next_utc_midnight(now))


async def spend_day(work: Repositories, clock: Clock, professional_id: str) -> None:
    """Believe Zoom that the day is spent: other apps of the account count as well."""
    await work.upkeep.spend_day(professional_id, clock.now().date(), MOST_CHANGES)
