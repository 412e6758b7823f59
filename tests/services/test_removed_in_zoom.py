"""What was deleted in Zoom: asked about, put back or called off; the patient hears of it only when that is decided."""

from dataclasses import replace

import pytest

from bot.domain import intents
from bot.domain.failures import ZoomError
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.notices import NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.refusals import AlreadyOver
from bot.services.cancelling import Cancelling
from tests.builders import NOW, a_fact
from tests.fakes.edges import FakeWaker
from tests.services.astray import ANA, HOUR, MEETING, MINUTE, START, Astray

ASKED, NEAR = NoticeKind.REMOVED_IN_ZOOM, NoticeKind.REMOVED_AND_NEAR


@pytest.fixture
async def astray(store):
    astray = Astray(store)
    await astray.given()
    return astray


async def test_the_professional_is_asked_at_once_once_more_and_when_it_is_near(astray):
    await astray.remove()
    assert ((await astray.meeting()).status, astray.told()) == (MeetingStatus.CANCELLED_ON_ZOOM, [ASKED])
    await astray.wait(10 * MINUTE)
    assert astray.told() == [ASKED, ASKED]
    await astray.wait(START - HOUR - astray.clock.now())
    assert astray.told() == [ASKED, ASKED, NEAR]
    assert astray.mailed() == ["invitation"]


async def test_within_the_last_hour_it_is_said_that_it_is_near(astray):
    astray.clock.instant = START - 30 * MINUTE
    await astray.remove()
    assert astray.told() == [NEAR]


async def test_a_report_that_comes_twice_asks_once(astray):
    await astray.remove()
    await astray.report(a_fact(kind=FactKind.DELETED, zoom_uuid="", at=NOW))
    assert astray.told() == [ASKED]


async def test_who_recovers_it_in_zoom_is_asked_no_more(astray):
    await astray.remove()
    await astray.report(a_fact(kind=FactKind.RECOVERED, zoom_uuid="", at=NOW + MINUTE))
    await astray.wait(10 * MINUTE)
    assert ((await astray.meeting()).status, astray.told()) == (MeetingStatus.SCHEDULED, [ASKED])


async def test_put_back_it_has_its_old_link_and_the_patient_hears_nothing(astray):
    await astray.remove()
    await astray.moves.put_back(ANA, "meeting-one")
    await astray.deliver()
    assert await astray.meeting() == MEETING
    await astray.wait(10 * MINUTE)
    assert (astray.told(), astray.mailed(), astray.zoom.created) == ([ASKED], ["invitation"], 0)


async def test_what_zoom_brings_back_no_more_is_made_anew_and_the_patient_gets_the_new_link(astray):
    await astray.remove()
    astray.upkeep.can_recover = False
    await astray.change(replace(await astray.meeting(), join_url="https://zoom.example/j/1?pwd=old"))
    await astray.moves.put_back(ANA, "meeting-one")
    await astray.deliver()
    assert await astray.meeting() == replace(MEETING, version=2, ical_sequence=1)
    assert (astray.mailed(), astray.zoom.created) == (["invitation", "invitation"], 1)
    assert {entry.version for entry in await astray.entries(OutboxKind.MAIL_REMINDER)} == {2}


async def test_who_had_not_been_told_of_it_is_told_when_it_is_back(store):
    astray = Astray(store)
    await astray.given(is_told=False)
    await astray.remove()
    await astray.moves.put_back(ANA, "meeting-one")
    await astray.deliver()
    assert astray.mailed() == ["invitation"]


async def test_a_retry_after_an_unknown_answer_makes_no_second_one(astray):
    await astray.remove()
    astray.upkeep.can_recover = False
    astray.zoom.failures, astray.zoom.fails_after_making = [ZoomError("unknown")], True
    await astray.moves.put_back(ANA, "meeting-one")
    await astray.deliver()
    assert (await astray.meeting()).status is MeetingStatus.CANCELLED_ON_ZOOM
    await astray.wait(MINUTE)
    assert ((await astray.meeting()).status, astray.zoom.created) == (MeetingStatus.SCHEDULED, 1)


async def test_what_cannot_be_put_back_is_said(astray):
    await astray.remove()
    astray.upkeep.failures = [ZoomError("may_not_schedule", permanent=True)]
    await astray.moves.put_back(ANA, "meeting-one")
    await astray.deliver()
    assert astray.told() == [ASKED, NoticeKind.NOT_PUT_BACK]
    assert (await astray.meeting()).status is MeetingStatus.CANCELLED_ON_ZOOM


async def test_what_was_called_off_while_it_was_put_back_is_removed_again(astray):
    await astray.remove()
    await astray.moves.put_back(ANA, "meeting-one")
    (entry,) = await astray.delivering.claim(1)
    settlement = await astray.delivering.effects[entry.kind].perform(entry)
    await cancel(astray)
    async with astray.store.writing() as work:
        await settlement.then(work)
        await work.outbox.settle(entry, "worker", settlement.state, NOW)
    await astray.deliver()
    assert (await astray.meeting()).status is MeetingStatus.CANCELLED
    assert MEETING.zoom_meeting_id in astray.zoom.deleted


async def test_called_off_the_patient_is_told_and_nobody_is_asked_any_more(astray):
    await astray.remove()
    await cancel(astray)
    await astray.deliver()
    await astray.wait(10 * MINUTE)
    assert (astray.mailed(), astray.told()) == (["invitation", "cancellation"], [ASKED])


async def test_a_second_click_on_put_back_changes_nothing_more(astray):
    await astray.remove()
    for _ in range(2):
        await astray.moves.put_back(ANA, "meeting-one")
        await astray.deliver()
        await astray.change(replace(await astray.meeting(), status=MeetingStatus.CANCELLED_ON_ZOOM))
    await astray.change(MEETING)
    with pytest.raises(AlreadyOver):
        await astray.moves.put_back(ANA, "meeting-one")


async def test_while_it_is_removed_no_reminder_leaves(astray):
    async with astray.store.writing() as work:
        await work.outbox.add(*intents.reminders(MEETING, [HOUR], NOW))
    await astray.remove()
    await astray.wait(START - HOUR - NOW)
    (entry,) = await astray.entries(OutboxKind.MAIL_REMINDER)
    assert (entry.state, astray.mailed()) == (EntryState.SUPERSEDED, ["invitation"])


async def cancel(astray):
    cancelling = Cancelling(store=astray.store, clock=astray.clock, waker=FakeWaker())
    await cancelling.cancel(ANA, "meeting-one", "I am ill.", slack_view_id="V1")
