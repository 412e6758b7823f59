from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from tests.builders import NOW, an_entry

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def entries(work):
    """All entries of the meeting, without the ids the database gave."""

    async def look() -> list[OutboxEntry]:
        return [replace(entry, id=0) for entry in await work.outbox.list_of("meeting-one")]

    return look


async def claim_one(work, owner: str = "one") -> OutboxEntry:
    (entry,) = await work.outbox.claim(owner, NOW, 1)
    return entry


async def test_an_entry_comes_back_as_it_was_written(work, entries):
    entry = an_entry(ids={"slack_view_id": "V1", "zoom_meeting_id": 92674392836}, deadline=SOON)
    await work.outbox.add(entry)
    assert await entries() == [entry]


async def test_entries_are_listed_in_the_order_they_were_written(work, entries):
    written = [an_entry(key=key) for key in ("b", "c", "a")]
    await work.outbox.add(*written, an_entry(key="other", meeting_id="meeting-two"))
    assert await entries() == written


async def test_a_key_that_is_there_already_is_left_as_it_is(work, entries):
    await work.outbox.add(an_entry())
    await work.outbox.add(an_entry(due_at=SOON), an_entry(key="next"))
    assert await entries() == [an_entry(), an_entry(key="next")]


async def test_only_due_entries_are_claimed(work):
    await work.outbox.add(an_entry(due_at=SOON))
    assert await work.outbox.claim("one", NOW, 9) == []
    assert len(await work.outbox.claim("one", SOON, 9)) == 1


async def test_the_oldest_due_are_claimed_first_and_attempts_are_counted(work):
    await work.outbox.add(*(an_entry(key=str(n), due_at=NOW - timedelta(minutes=n)) for n in range(4)))
    claimed = await work.outbox.claim("one", NOW, 3)
    assert [(entry.key, entry.attempts) for entry in claimed] == [("3", 1), ("2", 1), ("1", 1)]


async def test_what_one_owner_holds_nobody_else_gets(work):
    await work.outbox.add(an_entry())
    await claim_one(work)
    assert await work.outbox.claim("two", NOW, 9) == []
    assert await work.outbox.claim("one", NOW, 9) == []


async def test_a_lease_that_ran_out_lets_another_try(store, under_test):
    async with store.writing() as work:
        await work.outbox.add(an_entry())
        await claim_one(work)
    await under_test.expire_leases()
    async with store.writing() as work:
        taken_over = await claim_one(work, "two")
    assert taken_over.attempts == 2
    assert taken_over.is_retried


async def test_a_settled_entry_is_over(work, entries):
    await work.outbox.add(an_entry())
    claimed = await claim_one(work)
    assert await work.outbox.settle(claimed, "one", EntryState.DONE, SOON)
    assert await entries() == [an_entry(attempts=1, state=EntryState.DONE, settled_at=SOON)]
    assert await work.outbox.claim("one", SOON, 9) == []


async def test_who_lost_the_lease_can_neither_settle_nor_postpone(store, under_test):
    async with store.writing() as work:
        await work.outbox.add(an_entry())
        lost = await claim_one(work)
    await under_test.expire_leases()
    async with store.writing() as work:
        await claim_one(work, "two")
        assert not await work.outbox.settle(lost, "one", EntryState.DONE, NOW)
        assert not await work.outbox.postpone(lost, "one", SOON, "late")


async def test_a_lease_that_ran_out_but_was_not_taken_still_settles(store, under_test):
    async with store.writing() as work:
        await work.outbox.add(an_entry())
        claimed = await claim_one(work)
    await under_test.expire_leases()
    async with store.writing() as work:
        assert await work.outbox.settle(claimed, "one", EntryState.DONE, NOW)


async def test_a_postponed_entry_is_tried_again_in_time(work, entries):
    await work.outbox.add(an_entry())
    assert await work.outbox.postpone(await claim_one(work), "one", SOON, "zoom_busy")
    assert await entries() == [an_entry(attempts=1, due_at=SOON, last_error_code="zoom_busy")]
    assert [entry.attempts for entry in await work.outbox.claim("two", SOON, 9)] == [2]


async def test_what_was_settled_cannot_be_settled_again(work):
    await work.outbox.add(an_entry())
    claimed = await claim_one(work)
    await work.outbox.settle(claimed, "one", EntryState.DONE, NOW)
    assert not await work.outbox.settle(claimed, "one", EntryState.DEAD, NOW)


async def test_a_standing_entry_is_written_when_it_is_new(work, entries):
    await work.outbox.renew(an_entry())
    assert await entries() == [an_entry()]


@pytest.mark.parametrize(("old", "new"), [(NOW, SOON), (SOON, NOW)])
async def test_a_waiting_entry_asked_for_anew_is_due_at_the_sooner_time(work, entries, old, new):
    await work.outbox.renew(an_entry(due_at=old))
    await work.outbox.renew(an_entry(due_at=new))
    assert await entries() == [an_entry(due_at=NOW, revision=1)]


async def test_a_settled_entry_asked_for_anew_waits_again(work, entries):
    await work.outbox.renew(an_entry())
    await work.outbox.settle(await claim_one(work), "one", EntryState.DEAD, NOW)
    await work.outbox.renew(an_entry(due_at=SOON, ids={"slack_view_id": "V2"}))
    assert await entries() == [an_entry(due_at=SOON, ids={"slack_view_id": "V2"}, revision=1)]


async def test_a_settled_entry_can_be_asked_for_anew_as_it_stands(work, entries):
    await work.outbox.renew(an_entry())
    await work.outbox.settle(await claim_one(work), "one", EntryState.DONE, NOW)
    (done,) = await entries()
    await work.outbox.renew(done)
    assert await entries() == [an_entry(revision=1)]


async def test_a_failing_entry_asked_for_anew_keeps_the_pause_that_was_asked_for(work, entries):
    await work.outbox.renew(an_entry())
    await work.outbox.postpone(await claim_one(work), "one", SOON, "slack_busy")
    await work.outbox.renew(an_entry())
    assert await entries() == [an_entry(revision=1, due_at=SOON, attempts=1, last_error_code="slack_busy")]


async def test_only_the_kinds_asked_for_are_claimed(work):
    await work.outbox.add(an_entry())
    assert await work.outbox.claim("one", NOW, 9, [OutboxKind.MAIL_INVITATION, OutboxKind.SLACK_CARD]) == []
    [claimed] = await work.outbox.claim("one", NOW, 9, [OutboxKind.ZOOM_CREATE])
    assert claimed.kind is OutboxKind.ZOOM_CREATE


async def test_an_entry_asked_for_anew_while_it_runs_runs_once_more(work, entries):
    await work.outbox.renew(an_entry())
    running = await claim_one(work)
    await work.outbox.renew(an_entry())
    assert await work.outbox.claim("two", NOW, 9) == []
    assert await work.outbox.settle(running, "one", EntryState.DONE, NOW)
    assert await entries() == [an_entry(revision=1)]
    assert (await claim_one(work, "two")).revision == 1


async def test_superseded_entries_are_over_even_for_who_holds_them(work, entries):
    await work.outbox.add(an_entry())
    running = await claim_one(work)
    assert await work.outbox.supersede(["meeting-one"], OutboxKind.ZOOM_CREATE, SOON, untried_only=False) == 1
    assert await entries() == [an_entry(attempts=1, state=EntryState.SUPERSEDED, settled_at=SOON)]
    assert not await work.outbox.settle(running, "one", EntryState.DONE, NOW)


async def test_entries_that_may_have_left_can_be_spared(work):
    await work.outbox.add(an_entry())
    await claim_one(work)
    await work.outbox.add(an_entry(key="untried"))
    assert await work.outbox.supersede(["meeting-one"], OutboxKind.ZOOM_CREATE, SOON, untried_only=True) == 1
    states = {entry.key: entry.state for entry in await work.outbox.list_of("meeting-one")}
    assert states == {an_entry().key: EntryState.WAITING, "untried": EntryState.SUPERSEDED}


async def test_only_what_waits_of_this_meeting_and_kind_is_superseded(work):
    await work.outbox.add(an_entry())
    await work.outbox.settle(await claim_one(work), "one", EntryState.DONE, NOW)
    await work.outbox.add(an_entry(key="2", kind=OutboxKind.MAIL_REMINDER), an_entry(key="3", meeting_id="meeting-two"))
    assert await work.outbox.supersede(["meeting-one"], OutboxKind.ZOOM_CREATE, NOW, untried_only=False) == 0


async def test_what_is_being_worked_on_can_be_spared(store, under_test):
    async with store.writing() as work:
        await work.outbox.add(an_entry())
        await claim_one(work)
        await work.outbox.supersede_idle("meeting-one", OutboxKind.ZOOM_CREATE, SOON)
        [running] = await work.outbox.list_of("meeting-one")
    await under_test.expire_leases()
    async with store.writing() as work:
        await work.outbox.supersede_idle("meeting-one", OutboxKind.ZOOM_CREATE, SOON)
        [left_behind] = await work.outbox.list_of("meeting-one")
    assert (running.state, left_behind.state) == (EntryState.WAITING, EntryState.SUPERSEDED)


async def test_hastened_entries_are_due_at_once(work):
    of_ben = an_entry(key="ben", due_at=SOON, professional_id="professional-ben")
    await work.outbox.add(
        an_entry(due_at=SOON), of_ben, an_entry(key="mail", kind=OutboxKind.MAIL_REMINDER, due_at=SOON)
    )
    await work.outbox.hasten("professional-ana", [OutboxKind.ZOOM_CREATE, OutboxKind.ZOOM_DELETE], NOW)
    assert [entry.key for entry in await work.outbox.claim("one", NOW, 9)] == [an_entry().key]


async def test_hastening_does_not_delay(work, entries):
    await work.outbox.add(an_entry())
    await work.outbox.hasten("professional-ana", [OutboxKind.ZOOM_CREATE], SOON)
    assert await entries() == [an_entry()]


async def test_an_extended_lease_begins_anew(store, under_test):
    async with store.writing() as work:
        await work.outbox.add(an_entry())
        claimed = await claim_one(work)
    await under_test.expire_leases()
    async with store.writing() as work:
        await work.outbox.extend("two", [claimed])
        await work.outbox.extend("one", [claimed])
        assert await work.outbox.claim("two", NOW, 9) == []


async def test_only_the_leases_of_what_is_under_way_are_extended(store, under_test):
    async with store.writing() as work:
        await work.outbox.add(an_entry(key="under way"), an_entry(key="left behind"))
        claimed = await work.outbox.claim("one", NOW, 9)
    await under_test.expire_leases()
    async with store.writing() as work:
        await work.outbox.extend("one", [entry for entry in claimed if entry.key == "under way"])
        assert [entry.key for entry in await work.outbox.claim("two", NOW, 9)] == ["left behind"]


@pytest.mark.parametrize(("owner", "is_free"), [("one", True), ("two", False), (None, True)])
async def test_released_entries_may_be_claimed(work, owner, is_free):
    await work.outbox.add(an_entry())
    await claim_one(work)
    await work.outbox.release(owner)
    assert bool(await work.outbox.claim("two", NOW, 9)) is is_free


async def test_what_waits_is_known_by_professional_and_kind_and_besides_what_is_under_way(work):
    deletion = {"kind": OutboxKind.ZOOM_DELETE}
    await work.outbox.add(an_entry(key="mine", **deletion), an_entry(key="theirs", professional_id="ben", **deletion))
    mine = (await work.outbox.list_of("meeting-one"))[0]
    of_ana = (mine.professional_id, [OutboxKind.ZOOM_DELETE])
    assert await work.outbox.has_waiting(*of_ana)
    assert not await work.outbox.has_waiting(*of_ana, besides=mine)
    assert not await work.outbox.has_waiting(mine.professional_id, [OutboxKind.ZOOM_CREATE])


async def test_what_failed_hopelessly_does_not_count_as_waiting(work):
    await work.outbox.add(an_entry())
    await work.outbox.postpone(await claim_one(work), "one", SOON, "other_account")
    of_ana = (an_entry().professional_id, [an_entry().kind])
    assert await work.outbox.has_waiting(*of_ana)
    assert not await work.outbox.has_waiting(*of_ana, hopeless=["other_account"])


async def test_what_is_settled_does_not_wait(work):
    await work.outbox.add(an_entry())
    await work.outbox.settle(await claim_one(work), "one", EntryState.DONE, NOW)
    assert not await work.outbox.has_waiting(an_entry().professional_id, [an_entry().kind])
