"""Writing down what happened with a meeting, and what follows for its status."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import intents
from bot.domain.meeting import Meeting
from bot.domain.meeting_facts import MeetingFact, derive
from bot.stores import Repositories


async def record(work: Repositories, meeting: Meeting, facts: Sequence[MeetingFact], now: datetime) -> Meeting:
    """Add the facts to a meeting that is locked, and give it the status they make; card and Home follow a change."""
    await work.facts.add(*facts)
    derived = derive(meeting, await work.facts.list_of(meeting.id), now)
    if derived != meeting:
        await work.meetings.save(derived)
        await work.outbox.renew(intents.card(derived, now))
        await work.outbox.renew(intents.home(derived.professional_id, now))
    return derived
