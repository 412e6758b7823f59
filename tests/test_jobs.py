"""The metronome: it beats time, and wakes duties."""

from datetime import timedelta

import pytest

from bot.domain.outbox import OutboxKind
from bot.jobs import Duties, Purging, build_scheduler
from bot.services.following_clocks import FollowingClocks
from bot.services.keeping import Guarding
from bot.services.reconciling import Reconciling
from bot.services.zoom_course import Sweeping
from bot.time_zone_data import SystemTimeZones
from tests.builders import NOW, a_scheduled_meeting
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.store import FakeStore


@pytest.fixture
def duties():
    store, clock = FakeStore(), FakeClock()
    return Duties(
        purging=Purging(store=store, clock=clock),
        sweeping=Sweeping(store=store, clock=clock),
        reconciling=Reconciling(store=store, clock=clock),
        guarding=Guarding(store=store, clock=clock),
        following=FollowingClocks(store=store, clock=clock, waker=FakeWaker(), zones=SystemTimeZones()),
    )


@pytest.mark.parametrize("is_moved", [True, False])
async def test_every_duty_has_its_time_and_none_is_dropped_for_being_late(duties, is_moved):
    scheduler = build_scheduler(FakeWaker(), duties, FakeClock(), is_clock_moved=is_moved)
    scheduler.start(paused=True)
    jobs = {job.id: job.misfire_grace_time for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=False)
    usual = {"deliver", "reconcile", "guard", "purge", "reconcile_all", "clocks", "clocks_at_start"}
    assert jobs == dict.fromkeys(usual | ({"clock"} if is_moved else set()))


async def test_reconciling_asks_for_what_is_over_and_looks_at_what_is_near(duties):
    store = duties.reconciling.store
    over = a_scheduled_meeting(id="over", nonce="over", starts_at=NOW - timedelta(hours=3))
    near = a_scheduled_meeting(id="near", nonce="near", starts_at=NOW + timedelta(hours=3))
    async with store.writing() as work:
        for meeting in (over, near):
            await work.meetings.add(meeting)
    await duties.reconcile()
    assert {each.entry.kind: each.entry.meeting_id for each in store.state.outbox.values()} == {
        OutboxKind.ZOOM_OUTCOME: "over",
        OutboxKind.ZOOM_LOOK: "near",
    }
