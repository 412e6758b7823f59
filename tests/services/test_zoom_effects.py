from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import ZoomDailyLimitError, ZoomError
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.services.zoom_effects import Creating, Removing
from tests.builders import NOW, a_meeting, a_scheduled_meeting, a_zoom_meeting
from tests.fakes.edges import FakeClock
from tests.fakes.workers import a_delivering
from tests.fakes.zoom import OpenAccess
from tests.services.giving import given

MADE = a_zoom_meeting()


@pytest.fixture
def delivering(store, zoom):
    clock, access = FakeClock(), OpenAccess()
    effects = {
        OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
    }
    return a_delivering(store=store, clock=clock, effects=effects)


async def deliver(delivering):
    """Deliver the next entry that Zoom is concerned with."""
    entries = [entry for entry in await delivering.claim(10) if entry.kind in delivering.effects]
    for entry in entries:
        await delivering.deliver(entry)


async def change(delivering, meeting):
    async with delivering.store.writing() as work:
        await work.meetings.save(meeting)


async def stored(delivering):
    async with delivering.store.reading() as look:
        return await look.meetings.get("meeting-one")


async def states(delivering):
    async with delivering.store.reading() as look:
        return {entry.kind: entry.state for entry in await look.outbox.list_of("meeting-one")}


@pytest.fixture
async def accepted(delivering):
    await given(delivering, a_meeting(), intents.creation(a_meeting(), NOW, "V1"))
    return delivering


async def test_what_zoom_made_is_taken_over_with_all_that_follows(accepted):
    await deliver(accepted)
    assert await stored(accepted) == a_scheduled_meeting()
    assert await states(accepted) == {
        OutboxKind.ZOOM_CREATE: EntryState.DONE,
        OutboxKind.MAIL_INVITATION: EntryState.WAITING,
        OutboxKind.MAIL_REMINDER: EntryState.WAITING,
        OutboxKind.SLACK_NUDGE: EntryState.WAITING,
        OutboxKind.SLACK_REDRAW: EntryState.WAITING,
        OutboxKind.ZOOM_OUTCOME: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
        OutboxKind.SLACK_VIEW: EntryState.WAITING,
    }


async def test_after_an_unknown_answer_the_meeting_is_looked_for_and_adopted(accepted, zoom):
    zoom.failures, zoom.fails_after_making = [ZoomError("unknown")], True
    await deliver(accepted)
    accepted.clock.advance(timedelta(minutes=1))
    await deliver(accepted)
    assert (await stored(accepted), zoom.created) == (a_scheduled_meeting(), 1)


async def test_when_nothing_was_made_the_retry_makes_it(accepted, zoom):
    zoom.failures = [ZoomError("unknown")]
    await deliver(accepted)
    accepted.clock.advance(timedelta(minutes=1))
    await deliver(accepted)
    assert (await stored(accepted), zoom.created) == (a_scheduled_meeting(), 1)


async def test_a_refusal_fails_the_meeting_and_nobody_is_mailed(accepted, zoom):
    zoom.failures = [ZoomError("may_not_schedule", permanent=True)]
    await deliver(accepted)
    assert await stored(accepted) == a_meeting(status=MeetingStatus.FAILED, failure="may_not_schedule")
    assert await states(accepted) == {
        OutboxKind.ZOOM_CREATE: EntryState.DEAD,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
        OutboxKind.SLACK_VIEW: EntryState.WAITING,
    }


async def test_the_daily_limit_is_told_at_once_and_waited_out(accepted, zoom):
    midnight = NOW + timedelta(hours=15)
    zoom.failures = [ZoomDailyLimitError("daily_limit", retry_at=midnight)]
    await deliver(accepted)
    assert await states(accepted) == {
        OutboxKind.ZOOM_CREATE: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
        OutboxKind.SLACK_VIEW: EntryState.WAITING,
    }
    accepted.clock.instant = midnight
    await deliver(accepted)
    assert await stored(accepted) == a_scheduled_meeting()


async def test_a_meeting_cancelled_before_its_turn_is_never_made(accepted, zoom):
    await change(accepted, a_meeting().cancelled("Ill", NOW))
    await deliver(accepted)
    assert (zoom.created, await states(accepted)) == (0, {OutboxKind.ZOOM_CREATE: EntryState.SUPERSEDED})


async def test_a_meeting_cancelled_while_zoom_makes_it_is_removed_there(accepted, zoom):
    cancelled = a_meeting().cancelled("Ill", NOW)
    make = zoom.create

    async def create(grant, plan):
        await change(accepted, cancelled)
        return await make(grant, plan)

    zoom.create = create
    await deliver(accepted)
    await deliver(accepted)
    assert zoom.deleted == [MADE.zoom_meeting_id]
    assert await stored(accepted) == cancelled


async def test_a_meeting_cancelled_after_a_lost_answer_is_found_and_removed(accepted, zoom):
    zoom.failures, zoom.fails_after_making = [ZoomError("unknown")], True
    await deliver(accepted)
    await change(accepted, a_meeting().cancelled("Ill", NOW))
    await deliver_twice_later(accepted)
    assert zoom.deleted == [MADE.zoom_meeting_id]


async def test_a_meeting_given_up_after_a_lost_answer_is_not_left_at_zoom(accepted, zoom):
    zoom.failures, zoom.fails_after_making = [ZoomError("unknown")], True
    await deliver(accepted)
    accepted.clock.instant = a_meeting().starts_at
    await deliver_twice_later(accepted)
    assert (zoom.deleted, (await stored(accepted)).status) == ([MADE.zoom_meeting_id], MeetingStatus.FAILED)


async def test_a_sweep_that_finds_nothing_is_done(accepted, zoom):
    zoom.failures = [ZoomError("unknown")]
    await deliver(accepted)
    await change(accepted, a_meeting().cancelled("Ill", NOW))
    await deliver_twice_later(accepted)
    assert (zoom.deleted, (await states(accepted))[OutboxKind.ZOOM_DELETE]) == ([], EntryState.DONE)


async def deliver_twice_later(delivering):
    """Deliver what is due now, and what comes of it."""
    for _ in range(2):
        delivering.clock.advance(timedelta(minutes=1))
        await deliver(delivering)


async def remove(delivering, meeting, **how):
    await given(delivering, meeting, intents.removal(meeting, MADE.zoom_meeting_id, NOW, **how))
    await deliver(delivering)


def what_zoom_heard(zoom):
    """List the calls that end and delete, in their order."""
    heard = []

    def hearing(name):
        call = getattr(zoom, name)

        async def heard_call(grant, zoom_meeting_id):
            heard.append(name)
            await call(grant, zoom_meeting_id)

        setattr(zoom, name, heard_call)

    hearing("end")
    hearing("delete")
    return heard


@pytest.mark.parametrize(("ends_call", "calls"), [(False, ["delete"]), (True, ["end", "delete"])])
async def test_a_call_that_may_be_open_is_closed_before_it_is_deleted(delivering, zoom, ends_call, calls):
    heard = what_zoom_heard(zoom)
    await remove(delivering, a_scheduled_meeting().cancelled("Ill", NOW), ends_call=ends_call)
    assert heard == calls


async def test_a_call_that_turns_out_to_be_open_is_closed_and_then_deleted(delivering, zoom):
    heard = what_zoom_heard(zoom)
    zoom.failures = [ZoomError("in_progress")]
    await remove(delivering, a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW))
    assert (heard, zoom.deleted) == (["delete", "end", "delete"], [MADE.zoom_meeting_id])


async def test_removing_what_was_deleted_brings_nothing_of_it_back(delivering, zoom):
    tombstone = a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW)
    await remove(delivering, tombstone)
    assert (zoom.deleted, await stored(delivering)) == ([MADE.zoom_meeting_id], tombstone)


async def test_a_removal_that_fails_is_shown_and_tried_again(delivering, zoom):
    cancelled = a_scheduled_meeting().cancelled("Ill", NOW)
    await given(delivering, cancelled, intents.removal(cancelled, MADE.zoom_meeting_id, NOW))
    zoom.failures = [ZoomError("unknown")]
    await deliver(delivering)
    assert await states(delivering) == {
        OutboxKind.ZOOM_DELETE: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
    }
    delivering.clock.advance(timedelta(minutes=1))
    await deliver(delivering)
    assert zoom.deleted == [MADE.zoom_meeting_id]
