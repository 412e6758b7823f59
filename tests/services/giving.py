"""What a test of a service begins with."""

from typing import Any

from bot.domain.meeting import Meeting
from bot.domain.outbox import OutboxEntry


async def given(service: Any, meeting: Meeting, *entries: OutboxEntry) -> None:
    """A meeting in the store of `service`, and what is still to be done about it."""
    async with service.store.writing() as work:
        await work.meetings.add(meeting)
        await work.outbox.add(*entries)
