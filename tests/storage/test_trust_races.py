"""A patient who leaves at the moment in which a meeting with them is made, over real databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.meeting import MeetingStatus
from bot.domain.parting import Fate
from bot.domain.refusals import FieldRefusal
from bot.domain.trust import HowChosen, Trust
from bot.services.scheduling import Scheduling
from bot.services.trusting import choose
from tests.builders import NOW, a_grant, a_meeting, a_patient, a_professional, a_request, a_trust, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.trusting import Trusting

ANA, NOAH = "professional-ana", "patient-noah"


@pytest.fixture
async def store(sql_store):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())
        await work.connections.connect(ANA, a_grant(), a_zoom_user(), NOW)
    return sql_store


async def schedule(store, days=0):
    """Submit a form for so many days later; None when the patient is no longer on the list."""
    scheduling = Scheduling(store=store, clock=FakeClock(), waker=FakeWaker())
    try:
        request = a_request(on=a_request().on + timedelta(days=days))
        return await scheduling.schedule(a_professional(), request, slack_view_id=f"V{days}")
    except FieldRefusal:
        return None


async def leave(store):
    return await Trusting(store=store, clock=FakeClock(), waker=FakeWaker()).withdraw(
        NOAH, ANA, Fate.CANCEL, actor=NOAH
    )


async def somebody_waits(engines) -> None:
    """Wait until one transaction waits for another."""
    async with engines.reader.connect() as connection, asyncio.timeout(20):
        while not await connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            await asyncio.sleep(0.01)


async def test_of_scheduling_and_leaving_at_once_no_meeting_is_left_standing(store):
    made, *_ = await asyncio.gather(*(schedule(store, days) for days in range(4)), leave(store))
    async with store.reading() as look:
        meetings = await look.meetings.list_all_of(NOAH)
    assert {meeting.status for meeting in meetings} <= {MeetingStatus.CANCELLED}
    assert made is None or made.id in {meeting.id for meeting in meetings}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_leaves_waits_for_the_meeting_that_is_being_made_and_calls_it_off(store, engines):
    async with store.writing() as work:
        assert await work.people.find_trusting_patient(ANA, NOAH) is not None
        leaving = asyncio.create_task(leave(store))
        await somebody_waits(engines)
        await work.meetings.add(a_meeting())
    assert await leaving
    async with store.reading() as look:
        assert [each.status for each in await look.meetings.list_all_of(NOAH)] == [MeetingStatus.CANCELLED]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_schedules_waits_for_who_is_leaving_and_makes_nothing(store, engines):
    async with store.writing() as work:
        assert await work.trusts.withdraw(ANA, NOAH, NOW)
        scheduling = asyncio.create_task(schedule(store))
        await somebody_waits(engines)
    assert await scheduling is None


async def test_of_two_who_choose_at_once_one_is_new(store):
    async with store.writing() as work:
        await work.trusts.withdraw(ANA, NOAH, NOW)

    async def choose_once():
        trust = Trust(patient_id=NOAH, professional_id=ANA, since=NOW, how=HowChosen.PAGE)
        async with store.writing() as work:
            return await choose(work, trust, actor=NOAH)

    assert sorted(await asyncio.gather(choose_once(), choose_once())) == [False, True]
