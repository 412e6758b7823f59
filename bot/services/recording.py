"""Writing down what happened with a meeting, and what follows for its status."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import intents, zoom_intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import FactKind, MeetingFact, derive
from bot.stores import Repositories


async def record(work: Repositories, meeting: Meeting, facts: Sequence[MeetingFact], now: datetime) -> Meeting:
    """Add the facts to a meeting that is locked, and give it the status they make; card and Home follow a change."""
    await work.facts.add(*facts)
    known = await work.facts.list_of(meeting.id)
    derived = derive(meeting, known, now)
    if derived.status is not MeetingStatus.SCHEDULED and derived.zoom_move is not None:
        derived = derived.with_zoom_move(None)  # removed, opened or over: what was asked about its time is settled
    if derived != meeting:
        await work.meetings.save(derived)
        await work.outbox.renew(intents.card(derived, now))
        await work.outbox.renew(intents.home(derived.professional_id, now))
        if any(fact.kind is FactKind.WAITING for fact in known):
            await work.outbox.renew(zoom_intents.waiting_message(derived, now))
    if derived.status is MeetingStatus.CANCELLED_ON_ZOOM and meeting.status is not derived.status:
        await work.outbox.add(*zoom_intents.questions_about_removal(derived, now))
    return derived
