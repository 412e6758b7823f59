from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.zoom_reports import ZoomEvent
from bot.services.zoom_events import ZoomEvents
from tests.builders import NOW, a_fact, a_grant, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker

MEETING = a_scheduled_meeting()
OPENED = a_fact()


def an_event(**changes):
    plain = {
        "kind": FactKind.STARTED,
        "zoom_meeting_id": MEETING.zoom_meeting_id,
        "zoom_uuid": OPENED.zoom_uuid,
        "zoom_user_id": a_zoom_user().zoom_user_id,
        "at": OPENED.at,
    }
    return ZoomEvent(**{**plain, **changes})


@pytest.fixture
async def events(store):
    async with store.writing() as work:
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(MEETING)
    return ZoomEvents(store=store, clock=FakeClock(), waker=FakeWaker())


async def known(events):
    async with events.store.reading() as look:
        return await look.meetings.get("meeting-one"), await look.facts.list_of("meeting-one")


async def test_a_start_is_written_down_and_shown(events):
    await events.take(an_event())
    started = replace(MEETING, status=MeetingStatus.STARTED, started_at=OPENED.at)
    assert (await known(events), events.waker.woken) == ((started, [OPENED]), 1)


async def test_a_start_that_comes_after_the_end_reopens_nothing(events):
    end = an_event(kind=FactKind.ENDED, at=OPENED.at + timedelta(minutes=40))
    for event in (end, an_event()):
        await events.take(event)
    meeting, _ = await known(events)
    assert (meeting.status, meeting.started_at, meeting.ended_at) == (MeetingStatus.ENDED, OPENED.at, end.at)


async def test_a_report_delivered_twice_is_one_fact(events):
    for _ in range(2):
        await events.take(an_event())
    assert (await known(events))[1] == [OPENED]


@pytest.mark.parametrize(
    "event",
    [an_event(zoom_meeting_id=1), an_event(zoom_user_id="zoom-user-ben"), an_event(zoom_user_id="")],
    ids=["another meeting", "another user's", "nobody's"],
)
async def test_what_is_not_ours_is_passed_over(events, event):
    await events.take(event)
    assert (await known(events), events.waker.woken) == ((MEETING, []), 0)


async def test_a_report_for_whom_no_connection_is_kept_is_passed_over(events):
    events.store.state.connections.clear()
    await events.take(an_event())
    assert await known(events) == (MEETING, [])


async def test_a_report_about_what_was_deleted_only_stands_beside_its_tombstone(events):
    tombstone = replace(MEETING, status=MeetingStatus.ENDED).deleted(NOW)
    async with events.store.writing() as work:
        await work.meetings.save(tombstone)
    await events.take(an_event())
    assert await known(events) == (tombstone, [OPENED])


async def test_with_the_database_away_the_report_is_not_taken(events):
    events.store.failing_writes = 1
    with pytest.raises(OSError, match="away"):
        await events.take(an_event())


def test_whose_account_it_is_is_not_shown():
    assert "zoom-user-ana" not in repr(an_event())
