"""Zoom's hundred a day: obeyed before Zoom says so, and told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import ZoomDailyLimitError
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.services.delivering import Delivering
from bot.services.zoom_effects import Creating
from bot.services.zoom_rations import spend_day, take_change
from tests.builders import NOW, a_grant, a_meeting, a_zoom_user
from tests.fakes.edges import FakeClock
from tests.fakes.zoom import FakeZoomMeetings, OpenAccess

MIDNIGHT = datetime(2026, 11, 17, tzinfo=UTC)


@pytest.fixture
async def store(store):
    async with store.writing() as work:
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    return store


async def test_the_hundred_and_first_of_a_day_is_not_asked_for(store):
    for _ in range(100):
        await take_change(store, FakeClock(), "professional-ana")
    with pytest.raises(ZoomDailyLimitError) as refused:
        await take_change(store, FakeClock(), "professional-ana")
    assert refused.value.retry_at == MIDNIGHT
    await take_change(store, FakeClock(instant=MIDNIGHT), "professional-ana")


async def test_what_waits_for_the_next_day_is_told_at_once_and_made_then(store):
    zoom, clock = FakeZoomMeetings(), FakeClock()
    creating = Creating(store=store, access=OpenAccess(), zoom=zoom, clock=clock)
    delivering = Delivering(
        store=store, clock=clock, effects={OutboxKind.ZOOM_CREATE: creating}, owner="w", spread=lambda: 0.0
    )
    async with store.writing() as work:
        await spend_day(work, clock, "professional-ana")
        await work.meetings.add(a_meeting())
        await work.outbox.add(intents.creation(a_meeting(), NOW))
    for entry in await delivering.claim(1):
        await delivering.deliver(entry)
    by_kind = {each.entry.kind: each.entry for each in store.state.outbox.values()}
    assert (zoom.created, by_kind[OutboxKind.ZOOM_CREATE].due_at >= MIDNIGHT) == (0, True)
    assert by_kind[OutboxKind.SLACK_CARD].state is EntryState.WAITING  # the card says after when

    clock.instant = MIDNIGHT + timedelta(minutes=1)
    for entry in await delivering.claim(1):
        await delivering.deliver(entry)
    assert (zoom.created, store.state.meetings["meeting-one"].status) == (1, MeetingStatus.SCHEDULED)
