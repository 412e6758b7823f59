import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError, Failure
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.services.delivering import SUPERSEDED, Delivering, LeaseLostError, Settlement, Worker
from tests.builders import NOW, an_entry
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore

KIND = OutboxKind.MAIL_INVITATION
LEASE = timedelta(seconds=30)


@dataclass
class FakeEffect:
    """Does what `outcomes` holds, in order: a settlement to return or an exception to raise; then it succeeds."""

    outcomes: list[Settlement | Exception] = field(default_factory=list)
    performed: list[OutboxEntry] = field(default_factory=list)
    held_up: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def perform(self, entry: OutboxEntry) -> Settlement:
        self.performed.append(entry)
        if self.gate:
            await self.gate.wait()
        outcome = self.outcomes.pop(0) if self.outcomes else Settlement()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def hold_up(self, entry, failure, work) -> None:
        self.held_up.append(failure.code)

    async def give_up(self, entry, failure, work) -> None:
        self.given_up.append(failure.code)


@pytest.fixture
def effect():
    return FakeEffect()


@pytest.fixture
def delivering(effect):
    return Delivering(store=FakeStore(), clock=FakeClock(), effects={KIND: effect}, owner="worker", spread=lambda: 0.0)


async def add(delivering, **changes):
    async with delivering.store.writing() as work:
        await work.outbox.add(an_entry(kind=KIND, **changes))


async def only_entry(delivering):
    async with delivering.store.reading() as look:
        [entry] = await look.outbox.list_of("meeting-one")
        return entry


async def deliver_once(delivering):
    [entry] = await delivering.claim(1)
    await delivering.deliver(entry)
    return await only_entry(delivering)


async def test_an_entry_is_performed_and_marked(delivering):
    await add(delivering)
    entry = await deliver_once(delivering)
    assert (entry.state, entry.attempts, entry.settled_at) == (EntryState.DONE, 1, NOW)


async def test_what_an_effect_writes_is_written_with_the_mark(delivering, effect):
    async def write(work) -> None:
        await work.outbox.add(an_entry(key="next", meeting_id="meeting-two"))

    effect.outcomes = [Settlement(then=write)]
    await add(delivering)
    await deliver_once(delivering)
    async with delivering.store.reading() as look:
        assert [entry.key for entry in await look.outbox.list_of("meeting-two")] == ["next"]


async def test_an_effect_no_longer_wanted_is_superseded(delivering, effect):
    effect.outcomes = [SUPERSEDED]
    await add(delivering)
    assert (await deliver_once(delivering)).state is EntryState.SUPERSEDED


async def test_a_failure_is_tried_again_later(delivering, effect):
    effect.outcomes = [DeliveryError("smtp_451")]
    await add(delivering)
    entry = await deliver_once(delivering)
    assert (entry.state, entry.last_error_code, entry.due_at) == (
        EntryState.WAITING,
        "smtp_451",
        NOW + timedelta(seconds=1),
    )
    assert (effect.held_up, await delivering.claim(1)) == (["smtp_451"], [])


async def test_a_permanent_failure_is_given_up_and_told(delivering, effect):
    effect.outcomes = [DeliveryError("smtp_550", permanent=True)]
    await add(delivering)
    assert (await deliver_once(delivering)).state is EntryState.DEAD
    assert effect.given_up == ["smtp_550"]


async def test_what_is_past_its_deadline_is_given_up_without_a_try(delivering, effect):
    await add(delivering, deadline=NOW - timedelta(seconds=1))
    assert (await deliver_once(delivering)).state is EntryState.DEAD
    assert (effect.performed, effect.given_up) == ([], ["too_late"])


async def test_a_fault_of_ours_is_tried_again_like_any_failure(delivering, effect):
    effect.outcomes = [KeyError("a patient's name")]
    await add(delivering)
    entry = await deliver_once(delivering)
    assert (entry.state, entry.last_error_code) == (EntryState.WAITING, "fault")


async def test_who_lost_the_lease_writes_nothing(delivering, effect):
    async def write(work) -> None:
        await work.outbox.add(an_entry(key="next", meeting_id="meeting-two"))

    effect.outcomes = [Settlement(then=write)]
    await add(delivering)
    [entry] = await delivering.claim(1)
    delivering.store.leases.now += LEASE * 2
    async with delivering.store.writing() as work:
        await work.outbox.claim("another", NOW, 1)
    with pytest.raises(LeaseLostError):
        await delivering.deliver(entry)
    async with delivering.store.reading() as look:
        assert await look.outbox.list_of("meeting-two") == []


@pytest.fixture
async def working(delivering):
    """A running worker, stopped at the end."""
    worker = Worker(delivering=delivering, lease=LEASE)
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


async def test_stopping_waits_for_what_is_under_way(delivering, effect):
    effect.gate = asyncio.Event()
    worker = Worker(delivering=delivering, lease=LEASE)
    task = asyncio.create_task(worker.run())
    await add(delivering)
    worker.wake()
    await eventually(lambda: effect.performed)
    stopping = asyncio.create_task(worker.stop(timedelta(seconds=5)))
    effect.gate.set()
    await asyncio.gather(stopping, task)
    assert (await only_entry(delivering)).state is EntryState.DONE


async def test_what_does_not_end_in_time_is_given_back(delivering, effect):
    effect.gate = asyncio.Event()
    worker = Worker(delivering=delivering, lease=LEASE)
    task = asyncio.create_task(worker.run())
    await add(delivering)
    worker.wake()
    await eventually(lambda: effect.performed)
    await worker.stop(timedelta())
    await task
    async with delivering.store.writing() as work:
        assert len(await work.outbox.claim("the next process", NOW, 1)) == 1


async def test_the_worker_survives_a_database_that_is_away(working, delivering, effect, monkeypatch):
    away = delivering.store.writing
    failing = [OSError("the database is away")]

    def writing():
        if failing:
            raise failing.pop()
        return away()

    monkeypatch.setattr(delivering.store, "writing", writing)
    working.wake()
    await eventually(lambda: not failing)
    await add(delivering)
    working.wake()
    await eventually(lambda: effect.performed)


def test_a_failure_tells_whether_it_can_be_tried_again():
    assert (Failure("x").retryable, Failure("x", permanent=True).retryable) == (True, False)
