import asyncio
import logging
from datetime import timedelta

import pytest

from bot.jobs import Purging, build_metronome
from bot.services.zoom_course import Sweeping
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.store import FakeStore


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
    store = FakeStore()
    duties = Purging(store=store, clock=clock), Sweeping(store=store, clock=clock)
    beating = build_metronome(FakeWaker(), *duties, clock, is_clock_moved=True)
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
