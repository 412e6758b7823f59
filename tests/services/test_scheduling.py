import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain import intents
from bot.domain.day_limits import DayLimits
from bot.domain.outbox import OutboxKind
from bot.domain.preview import AlreadyBooked
from bot.domain.refusals import DoubledHour, Field, FieldRefusal, NoPatients, NotConnected
from bot.services.scheduling import Scheduling
from tests.builders import (
    BEN,
    NEW_YORK,
    NOW,
    a_grant,
    a_meeting,
    a_patient,
    a_professional,
    a_request,
    a_trust,
    a_zoom_user,
)
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.store import FakeStore


@pytest.fixture
async def scheduling():
    """A professional without connection and patients."""
    service = Scheduling(store=FakeStore(), clock=FakeClock(), waker=FakeWaker())
    async with service.store.writing() as work:
        await work.people.save_professional(a_professional())
    return service


async def connect(scheduling):
    async with scheduling.store.writing() as work:
        await work.connections.connect(a_professional().id, a_grant(), a_zoom_user(), NOW)


async def add_patient(scheduling):
    async with scheduling.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())


@pytest.fixture
async def ready(scheduling):
    await connect(scheduling)
    await add_patient(scheduling)
    return scheduling


async def schedule(service, view="V1", **changes):
    return await service.schedule(a_professional(), a_request(**changes), slack_view_id=view)


async def written(service):
    async with service.store.writing() as work:
        return await work.outbox.claim("test", NOW + timedelta(days=99), 100)


async def test_the_form_needs_a_connection(scheduling):
    await add_patient(scheduling)
    with pytest.raises(NotConnected):
        await scheduling.open_form(a_professional())


async def test_the_form_needs_a_patient(scheduling):
    await connect(scheduling)
    with pytest.raises(NoPatients):
        await scheduling.open_form(a_professional())


async def test_the_form_opens_for_who_is_ready(ready):
    await ready.open_form(a_professional())


async def test_a_broken_connection_counts_as_none(ready):
    async with ready.store.writing() as work:
        connection = await work.connections.find(a_professional().id)
        await work.connections.mark_broken(a_professional().id, connection.version)
    with pytest.raises(NotConnected):
        await schedule(ready)


async def test_a_meeting_is_stored_with_its_creation_and_its_card(ready):
    meeting = await schedule(ready)
    async with ready.store.reading() as look:
        assert await look.meetings.get(meeting.id) == meeting
    creation, home, card = await written(ready)
    assert (creation.key, creation.due_at) == (intents.creation(meeting, NOW, "V1").key, NOW)
    assert (card.kind, card.due_at) == (OutboxKind.SLACK_CARD, NOW + intents.CARD_PATIENCE)
    assert (home.kind, home.due_at) == (OutboxKind.SLACK_HOME, NOW)
    assert ready.waker.woken == 1


async def test_the_same_view_twice_is_one_meeting(ready):
    assert await schedule(ready) == await schedule(ready)
    assert len(await written(ready)) == 3


async def test_the_same_view_twice_at_once_is_one_meeting(ready):
    one, other = await asyncio.gather(schedule(ready), schedule(ready))
    assert one == other


async def test_a_colleague_who_names_the_view_is_not_shown_what_it_made(ready):
    made = await schedule(ready)
    colleague = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id)
    with pytest.raises(NotConnected):
        await ready.schedule(colleague, a_request(), slack_view_id="V1")
    assert await schedule(ready) == made


async def test_two_views_are_two_meetings(ready):
    assert (await schedule(ready)).id != (await schedule(ready, view="V2", at=time(16, 0))).id


async def test_what_overlaps_is_refused_until_just_that_is_meant(ready):
    first = await schedule(ready)
    with pytest.raises(AlreadyBooked) as refusal:
        await schedule(ready, view="V2", at=time(15, 30))
    assert [own.meeting for own in refusal.value.overlaps] == [first]
    second = await schedule(ready, view="V2", at=time(15, 30), accepted_overlaps=frozenset({first.id}))
    with pytest.raises(AlreadyBooked):
        await schedule(ready, view="V3", at=time(15, 40), accepted_overlaps=frozenset({first.id}))
    assert second.starts_at - first.starts_at == timedelta(minutes=30)


async def test_a_form_that_overlaps_leaves_nothing_behind(ready):
    await schedule(ready)
    before = ready.store.state.copied()
    with pytest.raises(AlreadyBooked):
        await schedule(ready, view="V2")
    assert ready.store.state == before


async def test_meetings_may_follow_each_other_without_a_pause(ready):
    await schedule(ready, duration=timedelta(hours=1))
    await schedule(ready, view="V2", at=time(16, 0))


@pytest.mark.parametrize("patient_id", ["unknown", ""])
async def test_only_ones_own_patients_can_be_picked(ready, patient_id):
    with pytest.raises(FieldRefusal) as refusal:
        await schedule(ready, patient_id=patient_id)
    assert refusal.value.replies == {Field.PATIENT: "This patient is no longer on your list. Choose another."}


async def test_a_refused_form_leaves_nothing_behind_and_can_be_sent_again(ready):
    with pytest.raises(FieldRefusal):
        await schedule(ready, topic=" ")
    assert await written(ready) == []
    assert (await schedule(ready)).topic == "Follow-up"


async def test_a_doubled_hour_leaves_nothing_behind(ready):
    with pytest.raises(DoubledHour):
        await schedule(ready, on=date(2027, 11, 7), at=time(1, 30), zone=NEW_YORK)
    assert (await written(ready), ready.waker.woken) == ([], 0)


async def test_so_many_meetings_a_day_and_no_more_are_accepted(ready):
    limited = replace(ready, limits=DayLimits(meetings=2))
    for number in range(2):
        await schedule(limited, f"V{number}", at=time(10 + number))
    with pytest.raises(FieldRefusal) as refused:
        await schedule(limited, "V2", at=time(13))
    assert refused.value.replies == {
        Field.PATIENT: "You have scheduled 2 meetings in 24 hours, the most there can be. Try again later."
    }
    limited.clock.advance(timedelta(hours=24))
    await schedule(limited, "V2", at=time(13))


async def test_an_address_is_not_mailed_without_end_whoever_it_is_of(ready):
    limited = replace(ready, limits=DayLimits(mails=2))
    async with ready.store.writing() as work:
        await work.people.save_patient(a_patient(id="patient-twin", name="Nora Clarke"))
        await work.people.save_trust(a_trust(patient_id="patient-twin"))
    for number, patient in enumerate(("patient-noah", "patient-twin")):
        await schedule(limited, f"V{number}", at=time(10 + number), patient_id=patient)
    with pytest.raises(FieldRefusal) as refused:
        await schedule(limited, "V2", at=time(13))
    assert list(refused.value.replies) == [Field.PATIENT]


async def test_the_61st_meeting_of_a_day_is_refused_by_default(ready):
    async with ready.store.writing() as work:
        for number in range(60):
            meeting = a_meeting(id=f"meeting-{number}", nonce=f"nonce-{number}", patient_id=f"patient-{number}")
            await work.meetings.add(meeting)
    with pytest.raises(FieldRefusal, match="60 meetings"):
        await schedule(ready)
