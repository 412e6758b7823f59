"""The message that the patient waits: there as long as they do."""

from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from tests.builders import a_fact
from tests.services.astray import MINUTE, START, Astray
from tests.slack.facts import an_own_meeting


@pytest.fixture
async def astray(store):
    astray = Astray(store)
    await astray.given()
    astray.clock.instant = START - 5 * MINUTE
    return astray


def came(astray, guest="noah", ago=timedelta(0)):
    return a_fact(kind=FactKind.WAITING, zoom_uuid=guest, at=astray.clock.now() - ago)


def left(astray, guest="noah"):
    return a_fact(kind=FactKind.LEFT, zoom_uuid=guest, at=astray.clock.now())


def shown(astray):
    return list(astray.messenger.day_messages)


async def test_who_waits_is_told_of_once_with_the_meeting(astray):
    await astray.guests(came(astray))
    await astray.wait(MINUTE)
    await astray.guests()
    assert shown(astray) == ["1.0"]
    assert astray.messenger.day_messages["1.0"].meeting.id == "meeting-one"


async def test_let_in_or_gone_the_message_goes(astray):
    await astray.guests(came(astray))
    await astray.wait(MINUTE)
    await astray.guests(left(astray))
    assert shown(astray) == []


async def test_who_comes_again_is_told_of_anew(astray):
    await astray.guests(came(astray))
    await astray.wait(MINUTE)
    await astray.guests(came(astray))
    assert shown(astray) == ["2.0"]


async def test_reports_in_the_wrong_order_end_the_same(astray):
    await astray.guests(left(astray))
    await astray.guests(came(astray, ago=MINUTE))
    assert shown(astray) == []


async def test_a_report_that_comes_an_hour_late_tells_nothing(astray):
    await astray.guests(came(astray, ago=60 * MINUTE))
    assert shown(astray) == []


async def test_who_waits_long_stays_told_of(astray):
    await astray.guests(came(astray))
    await astray.wait(20 * MINUTE)
    await astray.guests()
    assert shown(astray) == ["1.0"]


async def test_when_the_meeting_ends_the_message_goes(astray):
    await astray.guests(came(astray))
    await astray.report(a_fact(kind=FactKind.ENDED, at=START))
    assert ((await astray.meeting()).status, shown(astray)) == (MeetingStatus.ENDED, [])


async def test_a_message_that_was_deleted_by_hand_is_gone_all_the_same(astray):
    await astray.guests(came(astray))
    astray.messenger.day_messages.clear()
    await astray.guests(left(astray))
    async with astray.store.reading() as look:
        assert await look.day_messages.find("meeting-one") is None


async def test_it_takes_the_place_of_the_message_that_the_meeting_starts(astray):
    place = await astray.messenger.post_nudge(an_own_meeting())
    async with astray.store.writing() as work:
        await work.day_messages.place("meeting-one", place)
    await astray.guests()
    assert shown(astray) == ["1.0"]
    await astray.guests(came(astray))
    assert shown(astray) == ["2.0"]
