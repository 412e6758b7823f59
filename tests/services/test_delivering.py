from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError, Failure
from bot.domain.outbox import EntryState
from bot.services.delivering import SUPERSEDED, LeaseLostError, Settlement
from tests.builders import NOW, an_entry
from tests.fakes.effects import add, only_entry

LEASE = timedelta(seconds=30)


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


@pytest.mark.parametrize("failure", [DeliveryError("smtp_451"), DeliveryError("smtp_550", permanent=True)])
async def test_the_mark_is_the_last_thing_written(delivering, effect, failure):
    seen = []

    async def look(entry, failure, work) -> None:
        seen.extend((each.state, each.last_error_code) for each in await work.outbox.list_of("meeting-one"))

    effect.hold_up = effect.give_up = look
    effect.outcomes = [failure]
    await add(delivering)
    await deliver_once(delivering)
    assert seen == [(EntryState.WAITING, "")]


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


def test_a_failure_tells_whether_it_can_be_tried_again():
    assert (Failure("x").retryable, Failure("x", permanent=True).retryable) == (True, False)
