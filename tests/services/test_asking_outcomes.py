from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.failures import ZoomError
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.zoom_reports import ZoomInstance, ZoomOutcome
from bot.services.zoom_access import not_connected
from tests.builders import NOW, a_fact
from tests.services.course import END, MEETING, SETTLED, START, a_course

MINUTE, QUARTER, PATIENCE = timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=6)
OPENED = a_fact()
HELD = ZoomInstance(zoom_uuid=OPENED.zoom_uuid, started_at=START, ended_at=START + 40 * MINUTE)
CLOSED = a_fact(kind=FactKind.ENDED, at=HELD.ended_at)
STARTED = replace(MEETING, status=MeetingStatus.STARTED, started_at=OPENED.at)
ENDED = replace(MEETING, status=MeetingStatus.ENDED, started_at=START, ended_at=HELD.ended_at)
MISSED = replace(MEETING, status=MeetingStatus.MISSED)
UNKNOWN = ZoomError("unknown")


@pytest.fixture
async def course(store):
    return await a_course(store)


async def outcome_state(course):
    return (await course.states())[OutboxKind.ZOOM_OUTCOME]


async def test_what_nobody_opened_was_missed(course):
    await course.given(MEETING)
    await course.deliver()
    assert (await course.meeting(), await course.facts()) == (MISSED, [])
    assert await course.states() == {
        OutboxKind.ZOOM_OUTCOME: EntryState.DONE,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
    }
    assert await course.last_worked_at() == SETTLED


async def test_what_was_held_without_a_report_of_it_is_found(course):
    course.zoom.became = ZoomOutcome(held=HELD)
    await course.given(MEETING)
    await course.deliver()
    assert (await course.meeting(), await course.facts()) == (ENDED, [OPENED, CLOSED])


async def test_what_was_opened_only_for_a_test_was_missed(course):
    course.zoom.became = ZoomOutcome(held=replace(HELD, started_at=START - 60 * MINUTE, ended_at=START - 50 * MINUTE))
    await course.given(MEETING)
    await course.deliver()
    assert await course.meeting() == MISSED


async def test_what_runs_over_is_in_progress_and_asked_about_again_by_the_sweep(course):
    course.zoom.became = ZoomOutcome(running_uuid=OPENED.zoom_uuid)
    await course.given(MEETING)
    assert await course.deliver() == 1
    assert await course.meeting() == replace(STARTED, started_at=SETTLED)
    assert await course.deliver() == 0

    course.zoom.became = ZoomOutcome(held=HELD)
    course.clock.advance(QUARTER)
    await course.sweep()
    assert await course.deliver() == 1
    assert await course.meeting() == ENDED


async def test_an_open_instance_that_zoom_names_otherwise_than_its_report_did_is_one(course):
    course.zoom.became = ZoomOutcome(running_uuid="another name")
    await course.given(MEETING, OPENED)
    await course.deliver()
    assert await course.facts() == [OPENED]
    await course.report(CLOSED)
    assert await course.meeting() == ENDED


async def test_an_end_that_was_never_reported_is_made_up_for(course):
    course.zoom.became = ZoomOutcome(held=replace(HELD, zoom_uuid="another"))
    await course.given(MEETING, OPENED)
    await course.deliver()
    assert await course.meeting() == replace(ENDED, ended_at=SETTLED)


async def test_an_end_that_zoom_tells_when_asked_is_not_made_up(course):
    course.zoom.became = ZoomOutcome(held=HELD)
    await course.given(MEETING, OPENED)
    await course.deliver()
    assert (await course.meeting(), await course.facts()) == (ENDED, [OPENED, CLOSED])


def meanwhile(zoom, happens):
    """Let something happen between the question and Zoom's answer."""
    answer = zoom.outcome

    async def outcome(grant, zoom_meeting_id):
        await happens()
        return await answer(grant, zoom_meeting_id)

    zoom.outcome = outcome


async def test_what_is_opened_while_zoom_is_asked_is_not_closed(course):
    meanwhile(course.zoom, lambda: course.report(replace(OPENED, at=SETTLED)))
    await course.given(MEETING)
    await course.deliver()
    assert await course.meeting() == replace(STARTED, started_at=SETTLED)


async def test_what_is_closed_while_zoom_is_asked_is_not_opened_again(course):
    course.zoom.became = ZoomOutcome(running_uuid="another name")
    meanwhile(course.zoom, lambda: course.report(CLOSED))
    await course.given(MEETING, OPENED)
    await course.deliver()
    assert await course.meeting() == ENDED


async def test_what_is_cancelled_while_zoom_is_asked_stays_so(course):
    course.zoom.became = ZoomOutcome(running_uuid=OPENED.zoom_uuid)
    cancelled = MEETING.cancelled("I am ill.", SETTLED)
    meanwhile(course.zoom, lambda: course.change(cancelled))
    await course.given(MEETING)
    await course.deliver()
    assert await course.meeting() == cancelled
    assert await course.states() == {OutboxKind.ZOOM_OUTCOME: EntryState.DONE}


@pytest.mark.parametrize(
    "meeting",
    [
        MEETING.cancelled("I am ill.", NOW),
        ENDED,
        MISSED.deleted(NOW),
        replace(MEETING, version=2),
    ],
    ids=["cancelled", "over", "deleted", "of another version"],
)
async def test_what_is_settled_or_of_another_version_is_not_asked_about(course, meeting):
    course.zoom.failures = [UNKNOWN]
    await course.given(MEETING)
    await course.change(meeting)
    await course.deliver()
    assert (await course.meeting(), await outcome_state(course)) == (meeting, EntryState.SUPERSEDED)


async def test_a_plan_that_does_not_let_us_ask_is_given_up_with_what_is_known(course):
    course.zoom.became = ZoomOutcome(is_known=False)
    await course.given(MEETING)
    await course.deliver()
    assert (await course.meeting(), await outcome_state(course)) == (MISSED, EntryState.DEAD)
    assert await course.last_worked_at() == NOW


async def test_a_report_that_comes_after_all_is_believed(course):
    course.zoom.became = ZoomOutcome(is_known=False)
    await course.given(MEETING)
    await course.deliver()
    await course.report(OPENED, CLOSED)
    assert await course.meeting() == ENDED


@pytest.mark.parametrize("failure", [UNKNOWN, not_connected()], ids=["away", "not connected"])
async def test_while_zoom_cannot_be_asked_nothing_is_decided_for_six_hours(course, failure):
    course.zoom.failures = [failure, failure]
    await course.given(MEETING)
    await course.deliver()
    assert (await course.meeting(), await outcome_state(course)) == (MEETING, EntryState.WAITING)

    course.clock.instant = END + PATIENCE
    await course.deliver()
    assert (await course.meeting(), await outcome_state(course)) == (MISSED, EntryState.DEAD)


async def test_what_zoom_refuses_to_tell_is_asked_again_by_the_sweep(course):
    course.zoom.failures = [ZoomError("scope", permanent=True, reconnect=True)]
    await course.given(MEETING)
    await course.deliver()
    assert (await course.meeting(), await outcome_state(course)) == (MEETING, EntryState.DEAD)

    course.clock.advance(MINUTE)
    await course.sweep()
    await course.deliver()
    assert (await course.meeting(), await outcome_state(course)) == (MISSED, EntryState.DONE)


async def test_a_meeting_in_progress_is_not_called_over_because_zoom_cannot_be_asked(course):
    course.zoom.failures = [not_connected(), not_connected()]
    await course.given(MEETING, OPENED)
    await course.deliver()
    assert await course.meeting() == STARTED

    course.clock.instant = END + PATIENCE
    await course.deliver()
    assert await course.meeting() == replace(ENDED, ended_at=END + PATIENCE)


async def test_the_sweep_finds_what_nobody_asks_about(course):
    for number, status in enumerate(MeetingStatus):
        meeting = replace(MEETING, id=f"meeting-{status}", nonce=f"{number}", status=status)
        async with course.store.writing() as work:
            await work.meetings.add(meeting)
    course.clock.advance(MINUTE)
    await course.sweep()
    asked = {entry.meeting_id for entry in await course.delivering.claim(99)}
    assert asked == {"meeting-scheduled", "meeting-started"}


@pytest.mark.parametrize(
    ("facts", "at", "asked"),
    [
        ([], SETTLED - MINUTE, 0),
        ([OPENED], END - MINUTE, 0),
        ([OPENED], END + MINUTE, 1),
    ],
    ids=["may still be opened", "may still be on", "its end may not have been reported"],
)
async def test_the_sweep_leaves_what_may_still_be_held(course, facts, at, asked):
    await course.given(MEETING, *facts)
    course.clock.instant = at
    await course.sweep()
    assert await course.deliver() == asked


async def test_what_turns_out_to_have_been_a_test_is_asked_about_once_more_when_its_time_is_over(course):
    test = replace(OPENED, at=START - 60 * MINUTE)
    course.zoom.became = ZoomOutcome(held=replace(HELD, started_at=test.at, ended_at=test.at + MINUTE))
    await course.given(MEETING, test)
    course.clock.instant = END + MINUTE
    await course.sweep()
    await course.deliver()
    assert await course.meeting() == MEETING

    course.clock.instant = SETTLED
    course.zoom.became = ZoomOutcome()
    await course.sweep()
    await course.deliver()
    assert await course.meeting() == MISSED


async def test_the_sweep_hurries_nothing_that_zoom_asked_to_wait_for(course):
    course.zoom.failures = [ZoomError("rate", retry_at=SETTLED + QUARTER)]
    await course.given(MEETING)
    await course.deliver()
    course.clock.advance(MINUTE)
    await course.sweep()
    assert await course.deliver() == 0
