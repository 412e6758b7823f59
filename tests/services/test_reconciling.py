"""Our record and Zoom's held against each other: nothing that was lost on the way stays lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.failures import ZoomError
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.notices import NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.zoom_reports import ListedMeeting
from tests.builders import NOW, a_fact, a_grant, a_scheduled_meeting, a_zoom_user
from tests.fakes.zoom_upkeep import a_sight
from tests.services.astray import HOUR, MEETING, MINUTE, START, Astray

DAY = timedelta(days=1)
NEAR = NOW + timedelta(hours=3)
LISTED = ListedMeeting(zoom_meeting_id=MEETING.zoom_meeting_id, nonce=MEETING.nonce)
EXTRA = ListedMeeting(zoom_meeting_id=7, nonce=MEETING.nonce)


@pytest.fixture
async def astray(store):
    return Astray(store)


async def looked_at(astray):
    return [entry.meeting_id for entry in await astray.entries(OutboxKind.ZOOM_LOOK)]


async def take_stock(astray, *listed):
    astray.upkeep.ours = list(listed)
    await astray.reconciling.look_at_all()
    await astray.wait(10 * MINUTE)


async def test_what_is_near_now_and_still_on_is_looked_at(astray):
    await astray.given()
    moments = {"soon": NEAR, "ended": NOW - 2 * HOUR, "far": NOW + 3 * DAY, "long ago": NOW - 2 * DAY, "on": NOW}
    async with astray.store.writing() as work:
        for name, starts_at in moments.items():
            await work.meetings.add(a_scheduled_meeting(id=name, nonce=name, starts_at=starts_at))
        called_off = a_scheduled_meeting(id="off", nonce="off", starts_at=NEAR).cancelled("I am ill.", NOW)
        await work.meetings.add(called_off)
    await astray.reconciling.look_near()
    assert sorted(await looked_at(astray)) == ["on", "soon"]


async def test_looks_are_spread_so_that_people_do_not_wait_behind_them(astray):
    await astray.given()
    async with astray.store.writing() as work:
        for number in range(205):
            await work.meetings.add(a_scheduled_meeting(id=f"m{number}", nonce=f"n{number}", starts_at=NEAR))
    await astray.reconciling.look_near()
    due = sorted(entry.due_at for entry in await astray.entries(OutboxKind.ZOOM_LOOK))
    assert (len(due), due[0], due[-1] > NOW + 9 * MINUTE) == (205, NOW, True)


async def test_a_deletion_that_was_never_reported_is_found(astray):
    await astray.given()
    astray.upkeep.sight = None
    await astray.look()
    assert ((await astray.meeting()).status, astray.told()) == (
        MeetingStatus.CANCELLED_ON_ZOOM,
        [NoticeKind.REMOVED_IN_ZOOM],
    )


async def test_a_recovery_that_was_never_reported_is_found_though_our_clock_is_behind(astray):
    await astray.given()
    await astray.report(a_fact(kind=FactKind.DELETED, zoom_uuid="", at=NOW + MINUTE))
    await astray.look()
    assert await astray.meeting() == MEETING


async def test_a_start_that_was_never_reported_is_found(astray):
    await astray.given()
    astray.clock.instant = START
    astray.upkeep.sight = a_sight(running_uuid="one")
    await astray.look()
    assert (await astray.meeting()).status is MeetingStatus.STARTED


async def test_a_meeting_under_way_is_not_gone_whatever_zoom_answers(astray):
    await astray.given()
    astray.clock.instant = START
    await astray.report(a_fact())
    astray.upkeep.sight = None
    await astray.look()
    assert (await astray.meeting()).status is MeetingStatus.STARTED


async def test_while_zoom_is_away_nothing_is_concluded(astray):
    await astray.given()
    astray.upkeep.failures = [ZoomError("unknown")]
    await astray.look()
    (entry,) = await astray.entries(OutboxKind.ZOOM_LOOK)
    assert (entry.state, await astray.meeting()) == (EntryState.WAITING, MEETING)


async def test_what_was_made_under_another_account_is_not_gone_for_this_one(astray):
    await astray.given()
    async with astray.store.writing() as work:
        other = a_zoom_user(zoom_user_id="zoom-user-other")
        await work.connections.connect("professional-ana", a_grant(), other, NOW + MINUTE)
    astray.upkeep.sight = None
    await astray.look()
    assert (await astray.meeting(), astray.upkeep.looked) == (MEETING, 0)


async def test_an_orphan_of_a_meeting_that_is_off_is_removed(astray):
    await astray.given(a_scheduled_meeting(zoom_meeting_id=None).cancelled("I am ill.", NOW), is_told=False)
    await take_stock(astray, LISTED)
    assert astray.zoom.deleted == [MEETING.zoom_meeting_id]


async def test_a_second_one_of_a_meeting_that_has_its_own_is_removed(astray):
    await astray.given()
    await take_stock(astray, LISTED, EXTRA)
    assert (astray.zoom.deleted, await astray.meeting()) == ([7], MEETING)


async def test_what_is_being_made_is_left_to_who_makes_it(astray):
    await astray.given(replace(MEETING, status=MeetingStatus.PENDING, zoom_meeting_id=None), is_told=False)
    await take_stock(astray, LISTED)
    assert astray.zoom.deleted == []


async def test_a_strangers_meeting_is_never_touched(astray):
    await astray.given()
    await take_stock(astray, LISTED, ListedMeeting(zoom_meeting_id=8, nonce="f" * 20))
    assert astray.zoom.deleted == []


async def test_what_is_missing_in_zooms_list_is_looked_at_before_anything_is_said(astray):
    await astray.given()
    await take_stock(astray)
    assert (astray.upkeep.looked, await astray.meeting(), astray.told()) == (1, MEETING, [])


async def test_a_removal_that_was_given_up_is_done_by_the_next_round(astray):
    await astray.given(MEETING.cancelled("I am ill.", NOW), is_told=False)
    for _ in range(2):
        await take_stock(astray, LISTED)
    assert astray.zoom.deleted == [MEETING.zoom_meeting_id] * 2
