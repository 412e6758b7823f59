"""Meetings to come, page by page, for what looks at all of them."""

from collections.abc import AsyncIterator
from datetime import datetime

from bot.domain.meeting import Meeting
from bot.stores import Store

PAGE = 200


async def pages_of_coming(
    store: Store, starts_after: datetime, starts_before: datetime, *, professional_id: str | None = None
) -> AsyncIterator[list[Meeting]]:
    """Give what may still be on and starts in that time, soonest first, read as each page is asked for; locked is none.

    What is written about a page is written in transactions of the caller's own.
    """
    last: Meeting | None = None
    while True:
        async with store.reading() as look:
            page = await look.upkeep.list_coming(
                starts_after, starts_before, PAGE, last, professional_id=professional_id
            )
        yield page
        if len(page) < PAGE:
            return
        last = page[-1]
