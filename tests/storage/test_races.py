"""What several do to one meeting at the same moment, over real databases."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain import intents
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind, derive
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.refusals import AlreadyOver
from bot.domain.zoom_reports import ZoomEvent, ZoomInstance, ZoomOutcome
from bot.services.delivering import Delivering
from bot.services.ending import Ending
from bot.services.zoom_course import AskingOutcome, EndingCall
from bot.services.zoom_effects import Creating, Removing
from bot.services.zoom_events import ZoomEvents
from tests.builders import NOW, a_grant, a_meeting, a_patient, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.workers import a_delivering
from tests.fakes.zoom import FakeZoomMeetings, OpenAccess

ANA = a_professional()
ON = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=20))
ENDED = replace(ON, status=MeetingStatus.ENDED, ended_at=NOW)
ENTRIES = {
    OutboxKind.ZOOM_CREATE: (a_meeting(), intents.creation(a_meeting(), NOW)),
    OutboxKind.ZOOM_DELETE: (ENDED, intents.removal(ENDED, ON.zoom_meeting_id, NOW)),
    OutboxKind.ZOOM_END: (ENDED, intents.call_end(ENDED, ON.zoom_meeting_id, NOW)),
    OutboxKind.ZOOM_OUTCOME: (ON, intents.outcome(ON, NOW)),
}


@pytest.fixture
async def store(sql_store):
    async with sql_store.writing() as work:
        await work.people.save_professional(ANA)
        await work.people.save_patient(a_patient())
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
    return sql_store


def a_worker(store, became=None) -> Delivering:
    zoom = FakeZoomMeetings(became=became or ZoomOutcome())
    parts = {"store": store, "access": OpenAccess(), "zoom": zoom, "clock": FakeClock()}
    effects = {
        OutboxKind.ZOOM_CREATE: Creating(**parts),
        OutboxKind.ZOOM_DELETE: Removing(**parts),
        OutboxKind.ZOOM_END: EndingCall(**parts),
        OutboxKind.ZOOM_OUTCOME: AskingOutcome(**parts),
    }
    return a_delivering(store=store, clock=FakeClock(), effects=effects)


async def given(store, meeting, *entries) -> None:
    async with store.writing() as work:
        await work.meetings.add(meeting)
        await work.outbox.add(*entries)


async def somebody_waits(engines) -> None:
    """Wait until one transaction waits for another."""
    async with engines.reader.connect() as connection, asyncio.timeout(20):
        while not await connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("kind", ENTRIES)
async def test_an_effect_takes_the_meeting_before_the_connection(store, engines, kind):
    meeting, entry = ENTRIES[kind]
    await given(store, meeting, entry)
    worker = a_worker(store)
    [claimed] = await worker.claim(1)
    async with store.writing() as work:
        await work.meetings.get(meeting.id)
        delivery = asyncio.create_task(worker.deliver(claimed))
        await somebody_waits(engines)
        # Held by the effect already, this would end in a deadlock.
        await work.connections.note_worked(ANA.id, NOW)
    await delivery
    async with store.reading() as look:
        states = {each.key: each.state for each in await look.outbox.list_of(meeting.id)}
    assert states[entry.key] is EntryState.DONE


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("kind", [OutboxKind.ZOOM_CREATE, OutboxKind.ZOOM_OUTCOME])
async def test_an_effect_takes_the_connection_before_home(store, engines, kind):
    meeting, entry = ENTRIES[kind]
    await given(store, meeting, entry, intents.home(ANA.id, NOW + timedelta(days=1)))
    worker = a_worker(store)
    [claimed] = await worker.claim(1)
    async with store.writing() as work:
        await work.connections.note_worked(ANA.id, NOW)
        delivery = asyncio.create_task(worker.deliver(claimed))
        await somebody_waits(engines)
        # Held by the effect already, this would end in a deadlock.
        await work.outbox.renew(intents.home(ANA.id, NOW + timedelta(days=1)))
    await delivery
    async with store.reading() as look:
        states = {each.key: each.state for each in await look.outbox.list_of(meeting.id)}
    assert states[entry.key] is EntryState.DONE


def reports(*kinds: FactKind) -> list[ZoomEvent]:
    """Zoom tells of three openings, or their ends, or both: each twice, in some order."""
    events = [
        ZoomEvent(
            kind=kind,
            zoom_meeting_id=ON.zoom_meeting_id,
            zoom_uuid=f"instance/{number}==",
            zoom_user_id=a_zoom_user().zoom_user_id,
            at=ON.starts_at + timedelta(minutes=number * 3 + (kind is FactKind.ENDED)),
        )
        for number in range(3)
        for kind in kinds
    ] * 2
    random.Random(7).shuffle(events)  # noqa: S311 - an order, no secret
    return events


async def take_all(store, events) -> None:
    taking = ZoomEvents(store=store, clock=FakeClock(), waker=FakeWaker())
    await asyncio.gather(*(taking.take(event) for event in events))


async def known(store):
    async with store.reading() as look:
        return await look.meetings.get(ON.id), await look.facts.list_of(ON.id)


async def test_reports_that_come_at_the_same_moment_are_all_heard_once(store):
    held = ZoomInstance(zoom_uuid="instance/0==", started_at=ON.starts_at, ended_at=ON.starts_at)
    await given(store, ON, intents.outcome(ON, NOW))
    worker = a_worker(store, became=ZoomOutcome(held=held))
    [asking] = await worker.claim(1)
    events = reports(*FactKind)
    await asyncio.gather(take_all(store, events), worker.deliver(asking))
    meeting, facts = await known(store)
    assert {event.about(ON.id) for event in events} <= set(facts)
    assert (meeting, meeting.status) == (derive(ON, facts, NOW), MeetingStatus.ENDED)


async def end(ending: Ending, view: str) -> bool:
    """Submit the form; tells whether the meeting is over by this form."""
    try:
        await ending.end(ANA, ON.id, slack_view_id=view)
    except AlreadyOver:
        return False
    return True


async def test_of_two_forms_one_ends_the_meeting_whatever_zoom_reports_then(store):
    await given(store, ON)
    ending = Ending(store=store, clock=FakeClock(), waker=FakeWaker())
    forms = [end(ending, view) for view in ("V1", "V2", "V1")]
    _, first, second, again = await asyncio.gather(take_all(store, reports(FactKind.STARTED)), *forms)
    assert (first, second) in {(True, False), (False, True)}
    assert again is first
    meeting, facts = await known(store)
    assert (meeting, meeting.status, meeting.ended_at) == (derive(ON, facts, NOW), MeetingStatus.ENDED, NOW)
    async with store.reading() as look:
        kinds = [entry.kind for entry in await look.outbox.list_of(ON.id)]
    assert kinds.count(OutboxKind.ZOOM_END) == 1
