from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import ZoomError
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from tests.services.course import MEETING, START, a_course

ENDED = replace(MEETING, status=MeetingStatus.ENDED, ended_at=START)
UNKNOWN = ZoomError("unknown")
REFUSED = ZoomError("refused", permanent=True)


@pytest.fixture
async def over(store):
    """A meeting that the professional has just marked as over."""
    course = await a_course(store)
    course.clock.instant = START
    async with course.store.writing() as work:
        await work.meetings.add(ENDED)
        await work.outbox.add(intents.call_end(ENDED, MEETING.zoom_meeting_id, START))
    return course


async def test_the_running_call_is_closed_and_the_card_tells_so(over):
    await over.deliver()
    assert over.zoom.ended == [MEETING.zoom_meeting_id]
    assert await over.states() == {OutboxKind.ZOOM_END: EntryState.DONE, OutboxKind.SLACK_CARD: EntryState.WAITING}
    assert await over.last_worked_at() == START


async def test_a_call_that_could_not_be_closed_at_once_is_tried_again(over):
    over.zoom.failures = [UNKNOWN]
    await over.deliver()
    assert await over.states() == {OutboxKind.ZOOM_END: EntryState.WAITING}
    over.clock.advance(timedelta(seconds=10))
    await over.deliver()
    assert (over.zoom.ended, (await over.states())[OutboxKind.ZOOM_END]) == ([MEETING.zoom_meeting_id], EntryState.DONE)


@pytest.mark.parametrize("failures", [[REFUSED], [UNKNOWN] * 9], ids=["refused", "no answer"])
async def test_a_call_that_cannot_be_closed_is_left_and_told(over, failures):
    over.zoom.failures = failures
    for _ in range(9):
        await over.deliver()
        over.clock.advance(timedelta(seconds=20))
    assert (over.zoom.ended, await over.meeting()) == ([], ENDED)
    assert await over.states() == {OutboxKind.ZOOM_END: EntryState.DEAD, OutboxKind.SLACK_CARD: EntryState.WAITING}


async def test_a_call_is_not_closed_later_when_it_could_be_another(over):
    over.clock.advance(timedelta(minutes=2))
    await over.deliver()
    assert (over.zoom.ended, (await over.states())[OutboxKind.ZOOM_END]) == ([], EntryState.DEAD)
