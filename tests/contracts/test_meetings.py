from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.meeting import UPCOMING, CardPlace, MeetingStatus, ZoomMove
from bot.domain.people import Actor
from tests.builders import ANA, BEN, MADRID, NOW, a_meeting, a_scheduled_meeting

PLACE = CardPlace(channel="D0ANA000001", ts="1763283600.000100", posted_as=MeetingStatus.PENDING)

pytestmark = pytest.mark.usefixtures("people")


def nth_meeting(number: int, **changes: object):
    return a_meeting(id=f"meeting-{number}", nonce=f"nonce-{number}", **changes)


async def test_a_meeting_comes_back_as_it_was_added(work):
    meeting = a_scheduled_meeting(description="Bring the diary", shares_topic=True, card=PLACE)
    await work.meetings.add(meeting)
    assert await work.meetings.get(meeting.id) == meeting


async def test_the_second_of_a_doubled_hour_stays_the_second(work):
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    meeting = a_meeting(starts_at=second, zone=MADRID, wall_start=datetime(2026, 10, 25, 2, 30))
    await work.meetings.add(meeting)
    assert await work.meetings.get(meeting.id) == meeting


async def test_whose_account_it_is_in_comes_back(work):
    meeting = a_scheduled_meeting(zoom_user="5" * 64)
    await work.meetings.add(meeting)
    assert await work.meetings.get(meeting.id) == meeting


async def test_an_unknown_meeting_cannot_be_got(work):
    with pytest.raises(LookupError):
        await work.meetings.get("nothing")


async def test_an_unknown_meeting_cannot_be_saved(work):
    with pytest.raises(LookupError):
        await work.meetings.save(a_meeting())


async def test_a_person_reaches_their_own_meeting(work):
    await work.meetings.add(a_meeting())
    assert await work.meetings.load("meeting-one", ANA) == a_meeting()


@pytest.mark.parametrize("actor", [BEN, Actor(slack_team_id="T0OTHER0001", slack_user_id=ANA.slack_user_id)])
async def test_nobody_else_reaches_it(work, actor):
    await work.meetings.add(a_meeting())
    assert await work.meetings.load("meeting-one", actor) is None


async def test_a_meeting_of_another_workspace_is_not_reached(work):
    await work.meetings.add(a_meeting(slack_team_id="T0OTHER0001"))
    assert await work.meetings.load("meeting-one", ANA) is None


async def test_a_nonce_is_used_once(work, not_unique):
    await work.meetings.add(a_meeting())
    with pytest.raises(not_unique):
        await work.meetings.add(a_meeting(id="meeting-two"))


async def test_saving_writes_what_may_change(work):
    await work.meetings.add(a_meeting())
    cancelled = a_scheduled_meeting(failure="none").cancelled("Ana is ill", NOW)
    await work.meetings.save(cancelled)
    assert await work.meetings.get("meeting-one") == cancelled


async def test_saving_moves_the_time_and_leaves_the_zone_and_the_card_as_they_are(work):
    await work.meetings.add(a_meeting(card=PLACE))
    moved = a_scheduled_meeting().at_time(NOW + timedelta(days=9), timedelta(minutes=20))
    await work.meetings.save(replace(moved, zone=ZoneInfo("UTC")))
    assert await work.meetings.get("meeting-one") == replace(moved, card=PLACE)


async def test_a_move_in_zoom_is_kept_until_it_is_answered(work):
    await work.meetings.add(a_scheduled_meeting())
    asked = a_scheduled_meeting(zoom_move=ZoomMove(starts_at=NOW, duration=timedelta(minutes=30)))
    for meeting in (asked, a_scheduled_meeting()):
        await work.meetings.save(meeting)
        assert await work.meetings.get("meeting-one") == meeting


async def test_a_card_is_placed_and_taken_away(work):
    await work.meetings.add(a_meeting())
    await work.meetings.place_card("meeting-one", PLACE)
    assert await work.meetings.get("meeting-one") == a_meeting(card=PLACE)
    await work.meetings.place_card("meeting-one", None)
    assert await work.meetings.get("meeting-one") == a_meeting()


async def test_when_it_was_held_and_deleted_is_kept(work):
    await work.meetings.add(a_scheduled_meeting())
    held = replace(a_scheduled_meeting(), started_at=NOW, ended_at=NOW, deleted_at=NOW, status=MeetingStatus.ENDED)
    await work.meetings.save(held)
    assert await work.meetings.get("meeting-one") == held


async def test_upcoming_meetings_come_soonest_first_up_to_the_limit(work):
    days = [nth_meeting(number, starts_at=NOW + timedelta(days=9 - number)) for number in range(4)]
    for meeting in days:
        await work.meetings.add(meeting)
    assert await work.meetings.list_upcoming("professional-ana", NOW, 3) == [days[3], days[2], days[1]]


async def test_a_meeting_is_upcoming_until_its_end(work):
    meeting = a_meeting(starts_at=NOW)
    await work.meetings.add(meeting)
    assert await work.meetings.list_upcoming("professional-ana", meeting.ends_at - timedelta(seconds=1), 9) == [meeting]
    assert await work.meetings.list_upcoming("professional-ana", meeting.ends_at, 9) == []


async def test_what_is_being_held_is_upcoming_though_it_runs_late(work):
    meeting = a_meeting(starts_at=NOW, status=MeetingStatus.STARTED)
    await work.meetings.add(meeting)
    assert await work.meetings.list_upcoming("professional-ana", meeting.ends_at, 9) == [meeting]


async def test_only_ones_own_meetings_that_still_stand_are_upcoming(work):
    of_ana = [nth_meeting(number, status=status) for number, status in enumerate(MeetingStatus)]
    for meeting in [*of_ana, nth_meeting(99, professional_id="professional-ben")]:
        await work.meetings.add(meeting)
    upcoming = await work.meetings.list_upcoming("professional-ana", NOW, 9)
    assert {meeting.status for meeting in upcoming} == UPCOMING


async def test_a_length_in_odd_seconds_is_kept(work):
    meeting = replace(a_meeting(), duration=timedelta(minutes=7, seconds=30))
    await work.meetings.add(meeting)
    assert await work.meetings.get(meeting.id) == meeting
