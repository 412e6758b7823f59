from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.services.recording import record
from tests.builders import NOW, a_fact, a_scheduled_meeting

MEETING = a_scheduled_meeting()
OPENED = a_fact()
CLOSED = a_fact(kind=FactKind.ENDED, at=OPENED.at + timedelta(minutes=40))
STARTED = replace(MEETING, status=MeetingStatus.STARTED, started_at=OPENED.at)
ENDED = replace(MEETING, status=MeetingStatus.ENDED, started_at=OPENED.at, ended_at=CLOSED.at)


async def given(store, meeting):
    async with store.writing() as work:
        await work.meetings.add(meeting)


async def recorded(store, *facts, now=OPENED.at):
    """Record the facts as one report; returns the meeting as it is stored after it."""
    async with store.writing() as work:
        made = await record(work, await work.meetings.get("meeting-one"), facts, now)
    async with store.reading() as look:
        assert await look.meetings.get("meeting-one") == made
    return made


async def drawn(store):
    """How often each picture was asked for."""
    async with store.writing() as work:
        return {entry.key: entry.revision + 1 for entry in await work.outbox.claim("worker", OPENED.at, 9)}


async def test_a_status_that_changes_is_stored_and_shown(store):
    await given(store, MEETING)
    assert await recorded(store, OPENED) == STARTED
    assert await drawn(store) == {"slack.card:meeting-one": 1, "slack.home:professional-ana": 1}


@pytest.mark.parametrize("order", [(OPENED, CLOSED), (CLOSED, OPENED)])
async def test_facts_end_the_same_in_any_order(store, order):
    await given(store, MEETING)
    for fact in order:
        meeting = await recorded(store, fact)
    assert meeting == ENDED


async def test_a_fact_told_again_draws_nothing_anew(store):
    await given(store, MEETING)
    for _ in range(3):
        assert await recorded(store, OPENED) == STARTED
    assert await drawn(store) == {"slack.card:meeting-one": 1, "slack.home:professional-ana": 1}


@pytest.mark.parametrize(
    "meeting",
    [
        MEETING.cancelled("I am ill.", NOW),
        ENDED.deleted(NOW),
        replace(MEETING, status=MeetingStatus.MISSED).deleted(NOW),
    ],
    ids=["cancelled", "deleted", "missed and deleted"],
)
async def test_what_is_called_off_or_deleted_stays_so_and_is_not_drawn(store, meeting):
    await given(store, meeting)
    assert await recorded(store, a_fact(zoom_uuid="another"), now=MEETING.ends_at + timedelta(days=1)) == meeting
    async with store.reading() as look:
        assert await look.facts.list_of("meeting-one") == [a_fact(zoom_uuid="another")]
    assert await drawn(store) == {}


async def test_with_nothing_to_tell_a_meeting_may_still_have_been_missed(store):
    await given(store, MEETING)
    missed = await recorded(store, now=MEETING.ends_at + timedelta(minutes=30))
    assert missed == replace(MEETING, status=MeetingStatus.MISSED)
