from datetime import timedelta

import pytest

from bot.work_stores import AlreadyTakenIn
from tests.builders import NOW


async def test_what_is_new_was_not_taken_in(work):
    assert await work.inbox.find("view:V1") is None


async def test_what_was_taken_in_tells_what_it_made(work):
    await work.inbox.add("view:V1", "meeting-one", NOW)
    assert await work.inbox.find("view:V1") == "meeting-one"


async def test_the_same_request_is_not_taken_in_twice(store):
    async with store.writing() as work:
        await work.inbox.add("view:V1", "meeting-one", NOW)
    with pytest.raises(AlreadyTakenIn):
        async with store.writing() as work:
            await work.inbox.add("view:V1", "meeting-two", NOW)
    async with store.reading() as look:
        assert await look.inbox.find("view:V1") == "meeting-one"


async def test_only_old_keys_are_purged(work):
    await work.inbox.add("old", "meeting-one", NOW)
    await work.inbox.add("new", "meeting-two", NOW + timedelta(days=1))
    assert await work.inbox.purge(NOW + timedelta(days=1)) == 1
    assert await work.inbox.find("old") is None
    assert await work.inbox.find("new") == "meeting-two"
