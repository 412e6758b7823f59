import asyncio
from contextlib import suppress

import pytest

from bot.work_stores import AlreadyTakenIn
from tests.builders import NOW, a_meeting, a_workspace, an_entry


async def test_a_block_that_raises_leaves_nothing_behind(store):
    with suppress(ZeroDivisionError):
        async with store.writing() as work:
            await work.people.save_workspace(a_workspace())
            await work.outbox.add(an_entry())
            await work.audit.add(at=NOW, actor="ana", action="schedule", about="meeting-one", outcome="pending")
            raise ZeroDivisionError
    async with store.reading() as look:
        assert await look.people.find_workspace() is None
        assert await look.outbox.list_of("meeting-one") == []


async def test_what_is_not_committed_is_not_read_elsewhere(store):
    async with store.writing() as work, store.reading() as look:
        await work.people.save_workspace(a_workspace())
        assert await look.people.find_workspace() is None


async def test_each_read_sees_the_latest_commit(store):
    async with store.reading() as look:
        assert await look.people.find_workspace() is None
        async with store.writing() as work:
            await work.people.save_workspace(a_workspace())
        assert await look.people.find_workspace() == a_workspace()


async def test_writing_through_a_read_is_refused(store):
    async with store.reading() as look:
        with pytest.raises(Exception):  # noqa: B017, PT011 - each database has its own
            await look.people.save_workspace(a_workspace())


async def test_of_two_racing_for_a_key_one_is_told(store):
    async def take_in(made: str) -> str:
        async with store.writing() as work:
            await work.inbox.add("view:V1", made, NOW)
        return made

    results = await asyncio.gather(take_in("one"), take_in("two"), return_exceptions=True)
    assert sorted(type(result) for result in results if not isinstance(result, str)) == [AlreadyTakenIn]


async def test_claims_at_the_same_moment_share_no_entry(store):
    async with store.writing() as work:
        await work.outbox.add(*(an_entry(key=str(number)) for number in range(40)))

    async def claim(owner: str) -> list[str]:
        async with store.writing() as work:
            return [entry.key for entry in await work.outbox.claim(owner, NOW, 10)]

    claimed = await asyncio.gather(*(claim(f"owner-{number}") for number in range(4)))
    assert sorted(key for keys in claimed for key in keys) == sorted(str(number) for number in range(40))


@pytest.mark.usefixtures("people")
async def test_a_meeting_read_in_a_transaction_is_kept_from_others_until_its_end(store):
    async with store.writing() as work:
        await work.meetings.add(a_meeting(failure=""))

    async def add_a_mark() -> None:
        async with store.writing() as work:
            meeting = await work.meetings.get("meeting-one")
            await work.meetings.save(a_meeting(failure=meeting.failure + "x"))

    await asyncio.gather(*(add_a_mark() for _ in range(8)))
    async with store.reading() as look:
        assert (await look.meetings.get("meeting-one")).failure == "x" * 8
