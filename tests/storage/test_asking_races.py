"""A patient who answers at the moment in which the same patient is written, or erased, from another side."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain import intents
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.services.choosing import Answer, Choosing
from bot.services.delivering import Delivering
from bot.services.erasing import ErasingPatient
from tests.builders import NEW_YORK, NOW, a_meeting, a_patient, a_professional, a_trust, an_invitation
from tests.fakes.edges import FakeClock, FakeWaker

ANA, NOAH = "professional-ana", "patient-noah"
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def store(sql_store):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.invitations.add(an_invitation())
    return sql_store


async def accept(store):
    choosing = Choosing(store=store, clock=FakeClock(), waker=FakeWaker())
    return await choosing.accept("token-of-noah", Answer(name="Noah Clarke", zone=NEW_YORK, language="en"))


async def somebody_waits(engines):
    async with engines.reader.connect() as connection, asyncio.timeout(20):
        while not await connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            await asyncio.sleep(0.01)


async def test_who_answers_while_the_records_bring_them_is_the_same_patient(store, engines):
    async with store.writing() as work:
        await work.people.save_patient(a_patient())
        answering = asyncio.create_task(accept(store))
        await somebody_waits(engines)
    assert (await answering).patient.id == NOAH


@pytest.fixture
async def erase(store):
    """What the worker does about Noah, who chose again since they asked for it."""
    async with store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())
        await work.outbox.add(intents.erasure(NOAH, NOW))
    clock = FakeClock(instant=NOW + timedelta(minutes=2))
    effects = {OutboxKind.PATIENT_ERASE: ErasingPatient(store=store, clock=clock)}
    worker = Delivering(store=store, clock=clock, effects=effects, owner="worker", spread=lambda: 0.0)
    [entry] = await worker.claim(9)
    return lambda: worker.deliver(entry)


async def test_who_answers_while_they_are_being_erased_does_not_stand_in_the_way(store, engines, erase):
    async with store.writing() as work:
        # As an answer begins: with the question, before the choice.
        assert await work.invitations.find_by_token("token-of-noah") is not None
        erasing = asyncio.create_task(erase())
        await somebody_waits(engines)
        await work.people.save_trust(a_trust())
    await erasing
    async with store.reading() as look:
        assert (await look.people.get_patient(NOAH)).erased_at is not None


async def test_a_meeting_made_at_the_moment_of_erasing_is_gone_as_well(store, engines, erase):
    async with store.writing() as work:
        assert await work.people.find_trusting_patient(ANA, NOAH) is not None
        erasing = asyncio.create_task(erase())
        await somebody_waits(engines)
        await work.meetings.add(a_meeting())
    await erasing
    async with store.reading() as look:
        meeting = await look.meetings.get("meeting-one")
    assert (meeting.status, meeting.topic) == (MeetingStatus.CANCELLED, "")
