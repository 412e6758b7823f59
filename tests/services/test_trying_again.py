"""A second try at Zoom while what the first one may have left there is being deleted."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.services.scheduling import Scheduling
from bot.services.zoom_effects import Creating, Removing
from tests.builders import NOW, a_grant, a_meeting, a_professional, a_trust, a_zoom_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.workers import a_delivering, deliver_due
from tests.fakes.zoom import FakeZoomMeetings, OpenAccess

FAILED = a_meeting(status=MeetingStatus.FAILED, failure="unknown")
LEFT = a_zoom_meeting(zoom_meeting_id=1)
SWEPT = timedelta(seconds=15)


class HeldZoom(FakeZoomMeetings):
    """Deletes for real, once a test lets it."""

    def __init__(self) -> None:
        super().__init__(meetings={FAILED.nonce: LEFT})
        self.may_delete, self.is_deleting = asyncio.Event(), asyncio.Event()

    async def delete(self, grant, zoom_meeting_id):
        self.is_deleting.set()
        await self.may_delete.wait()
        self.meetings.clear()
        await super().delete(grant, zoom_meeting_id)


@pytest.fixture
async def zoom():
    return HeldZoom()


@pytest.fixture
async def delivering(store, zoom):
    """A meeting that Zoom may have made unheard, and its sweep."""
    clock, access = FakeClock(), OpenAccess()
    effects = {
        OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
    }
    async with store.writing() as work:
        await work.people.save_trust(a_trust())
        await work.connections.connect(a_professional().id, a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(FAILED)
        await work.outbox.add(intents.sweep(FAILED, NOW))
    return a_delivering(store=store, clock=clock, effects=effects)


async def try_again(delivering):
    scheduling = Scheduling(store=delivering.store, clock=delivering.clock, waker=FakeWaker())
    await scheduling.try_again(a_professional(), FAILED.id)


async def outcome(delivering):
    async with delivering.store.reading() as look:
        meeting = await look.meetings.get(FAILED.id)
        return meeting.status, {each.kind: each.state for each in await look.outbox.list_of(FAILED.id)}


async def test_what_is_being_deleted_is_not_adopted(delivering, zoom):
    delivering.clock.advance(SWEPT)
    [sweep] = await delivering.claim(10)
    sweeping = asyncio.create_task(delivering.deliver(sweep))
    await zoom.is_deleting.wait()

    await try_again(delivering)
    await deliver_due(delivering)
    status, states = await outcome(delivering)
    assert (status, states[OutboxKind.ZOOM_CREATE]) == (MeetingStatus.PENDING, EntryState.WAITING)

    zoom.may_delete.set()
    await sweeping
    delivering.clock.advance(timedelta(minutes=1))
    await deliver_due(delivering)
    assert (await outcome(delivering))[0] is MeetingStatus.SCHEDULED
    assert (zoom.deleted, zoom.created) == ([LEFT.zoom_meeting_id], 1)


async def test_what_was_not_deleted_yet_is_adopted(delivering, zoom):
    await try_again(delivering)
    await deliver_due(delivering)
    status, states = await outcome(delivering)
    assert (status, states[OutboxKind.ZOOM_DELETE]) == (MeetingStatus.SCHEDULED, EntryState.SUPERSEDED)
    assert (zoom.deleted, zoom.created) == ([], 0)
