"""The metronome: it beats time, wakes duties, and lets them end."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.domain.outbox import OutboxKind
from bot.jobs import Duties, Purging, build_metronome
from bot.services.following_clocks import FollowingClocks
from bot.services.identifying import Identifying
from bot.services.keeping import Guarding
from bot.services.reconciling import Reconciling
from bot.services.reviewing import Reviewing
from bot.services.sealing import Sealing
from bot.services.zoom_course import Sweeping
from bot.time_zone_data import SystemTimeZones
from tests.builders import NOW, TEAM, a_scheduled_meeting
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker
from tests.fakes.store import FakeStore


def some_duties(clock):
    store = FakeStore()
    identifying = Identifying(slack_team_id=TEAM, store=store, directory=FakeDirectory(), clock=clock)
    return Duties(
        purging=Purging(store=store, clock=clock),
        sweeping=Sweeping(store=store, clock=clock),
        reconciling=Reconciling(store=store, clock=clock),
        guarding=Guarding(store=store, clock=clock),
        following=FollowingClocks(store=store, clock=clock, waker=FakeWaker(), zones=SystemTimeZones()),
        reviewing=Reviewing(identifying=identifying),
        sealing=Sealing(store=store, clock=clock),
    )


@pytest.fixture
def duties():
    return some_duties(FakeClock())


@pytest.mark.parametrize("is_moved", [True, False])
async def test_every_duty_has_its_time_and_none_is_dropped_for_being_late(duties, is_moved):
    scheduler = build_metronome(FakeWaker(), duties, FakeClock(), is_clock_moved=is_moved).scheduler
    scheduler.start(paused=True)
    jobs = {job.id: job.misfire_grace_time for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=False)
    usual = {"deliver", "reconcile", "review", "guard", "seal", "purge", "reconcile_all", "clocks", "clocks_at_start"}
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


class HeldClock(FakeClock):
    """Is asked four times a second; the first answer is waited for until a test lets it come."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.may_answer, self.answered = asyncio.Event(), asyncio.Event(), 0

    async def refresh(self) -> None:
        self.asked.set()
        await self.may_answer.wait()
        self.answered += 1


@pytest.fixture
async def clock():
    return HeldClock()


@pytest.fixture
async def metronome(clock):
    beating = build_metronome(FakeWaker(), some_duties(clock), clock, is_clock_moved=True)
    beating.start()
    await asyncio.wait_for(clock.asked.wait(), 20)
    return beating


async def test_a_duty_under_way_ends_before_the_metronome_does(metronome, clock, caplog):
    with caplog.at_level(logging.WARNING):
        stopping = asyncio.create_task(metronome.stop(timedelta(seconds=20)))
        await asyncio.sleep(0)
        assert not stopping.done()
        clock.may_answer.set()
        await stopping
    assert (clock.answered, metronome.scheduler.running, caplog.text) == (1, False, "")


async def test_a_duty_that_does_not_end_is_not_waited_for_without_end(metronome, clock):
    await metronome.stop(timedelta(0))
    assert (clock.answered, metronome.scheduler.running) == (0, False)
