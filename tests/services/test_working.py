import asyncio
from datetime import timedelta

import pytest

from bot.domain.outbox import EntryState, OutboxEntry
from bot.services.delivering import Delivering, Settlement
from bot.services.working import Lane, Worker
from tests.builders import NOW
from tests.fakes.edges import FakeWaker
from tests.fakes.effects import add, only_entry
from tests.fakes.outbox import FakeOutbox

LEASE = timedelta(seconds=30)


@pytest.fixture
async def working(delivering):
    """A running worker, stopped at the end."""
    worker = Lane(delivering=delivering, lease=LEASE, others=FakeWaker())
    task = asyncio.create_task(worker.run())
    yield worker
    await worker.stop(timedelta(seconds=5))
    await task


async def eventually(fact) -> None:
    async with asyncio.timeout(5):
        while not fact():
            await asyncio.sleep(0)


async def test_the_worker_works_off_everything_that_is_due(working, delivering, effect):
    for number in range(20):
        await add(delivering, key=str(number), meeting_id=f"meeting-{number}")
    working.wake()
    await eventually(lambda: len(effect.performed) == 20)


async def test_the_other_lanes_are_woken_by_what_has_ended(working, delivering):
    await add(delivering)
    working.wake()
    await eventually(lambda: working.others.woken == 1)


async def test_a_slow_entry_does_not_hold_up_the_others(working, delivering, effect):
    effect.gate = asyncio.Event()
    await add(delivering, key="slow")
    working.wake()
    await eventually(lambda: len(effect.performed) == 1)
    slow_gate, effect.gate = effect.gate, None
    await add(delivering, key="quick", meeting_id="meeting-two")
    working.wake()
    await eventually(lambda: len(effect.performed) == 2)
    slow_gate.set()


async def test_a_lane_that_no_longer_looks_for_work_is_dead(delivering):
    seconds = 0.0
    lane = Lane(delivering=delivering, lease=LEASE, others=FakeWaker(), monotonic=lambda: seconds)
    worker = Worker(lanes=(lane,))
    assert worker.is_alive()
    task = asyncio.create_task(worker.run())
    await eventually(lambda: lane._looked_at is not None)
    seconds = 60.0
    assert worker.is_alive()
    seconds = 61.0
    assert not worker.is_alive()
    worker.wake()
    await eventually(worker.is_alive)
    await worker.stop(timedelta(seconds=5))
    await task


async def held(delivering, effect):
    """Let the lane run until a delivery is under way that ends only when the test opens its gate."""
    effect.gate = asyncio.Event()
    worker = Lane(delivering=delivering, lease=LEASE, others=FakeWaker())
    task = asyncio.create_task(worker.run())
    await add(delivering)
    worker.wake()
    await eventually(lambda: effect.performed)
    return worker, task


async def test_stopping_waits_for_what_is_under_way(delivering, effect):
    worker, task = await held(delivering, effect)
    stopping = asyncio.create_task(worker.stop(timedelta(seconds=5)))
    effect.gate.set()
    await asyncio.gather(stopping, task)
    assert (await only_entry(delivering)).state is EntryState.DONE


async def test_what_does_not_end_in_time_is_given_back(delivering, effect):
    worker, task = await held(delivering, effect)
    await worker.stop(timedelta())
    await task
    async with delivering.store.writing() as work:
        assert len(await work.outbox.claim("the next process", NOW, 1)) == 1


async def test_stopping_ends_even_when_nothing_can_be_given_back(delivering):
    delivering.store.failing_writes = 1000
    worker = Lane(delivering=delivering, lease=LEASE, others=FakeWaker())
    task = asyncio.create_task(worker.run())
    await worker.stop(timedelta())
    await task


async def test_what_is_claimed_while_stopping_is_not_begun(delivering, effect, monkeypatch):
    worker = Lane(delivering=delivering, lease=LEASE, others=FakeWaker())
    claim = delivering.claim

    async def claim_while_stopping(_, limit: int) -> list[OutboxEntry]:
        claimed = await claim(limit)
        await worker.stop(timedelta())
        return claimed

    monkeypatch.setattr(Delivering, "claim", claim_while_stopping)
    await add(delivering)
    await worker.run()
    await asyncio.sleep(0)  # what was begun would run now
    assert effect.performed == []


async def test_an_entry_that_could_not_be_marked_is_left_to_its_lease(delivering, effect, monkeypatch):
    """The keeper of leases, busy with others, must not hold on to what nobody works on any more."""
    extended = []

    async def extend(_, __, entries) -> None:
        extended.append([entry.key for entry in entries])

    async def fail(_) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(FakeOutbox, "extend", extend)
    slow_gate = effect.gate = asyncio.Event()
    worker = Lane(delivering=delivering, lease=timedelta(milliseconds=30), others=FakeWaker())
    task = asyncio.create_task(worker.run())
    await add(delivering, key="slow")
    worker.wake()
    await eventually(lambda: len(effect.performed) == 1)
    effect.gate, effect.outcomes = None, [Settlement(then=fail)]
    await add(delivering, key="unmarked", meeting_id="meeting-two")
    worker.wake()
    await eventually(lambda: len(effect.performed) == 2)
    extended.clear()
    await eventually(lambda: ["slow"] in extended)
    slow_gate.set()
    await worker.stop(timedelta(seconds=5))
    await task


async def test_what_is_under_way_is_not_begun_again_when_its_lease_runs_out(working, delivering, effect):
    effect.gate = asyncio.Event()
    await add(delivering, key="slow")
    working.wake()
    await eventually(lambda: len(effect.performed) == 1)
    delivering.store.leases.now += LEASE  # as when the process stood still
    await add(delivering, key="other", meeting_id="meeting-two")
    working.wake()
    await eventually(lambda: len(effect.performed) > 1)
    effect.gate.set()
    await eventually(lambda: not working._running)
    stored = delivering.store.state.outbox.values()
    assert {each.entry.state for each in stored} == {EntryState.DONE}
    assert [entry.key for entry in effect.performed] == ["slow", "other"]


async def test_the_worker_survives_a_database_that_is_away(working, delivering, effect):
    delivering.store.failing_writes = 1
    working.wake()
    await eventually(lambda: not delivering.store.failing_writes)
    await add(delivering)
    working.wake()
    await eventually(lambda: effect.performed)


async def test_each_neighbour_has_a_lane_of_its_own():
    woken, stopped = [], []

    class FakeLane:
        def wake(self) -> None:
            woken.append(self)

        async def run(self) -> None:
            await asyncio.sleep(0)

        async def stop(self, patience) -> None:
            stopped.append(self)

    lanes = (FakeLane(), FakeLane())
    worker = Worker(lanes=lanes)
    worker.wake()
    await worker.run()
    await worker.stop(LEASE)
    assert (woken, stopped) == ([*lanes], [*lanes])
