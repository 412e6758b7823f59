"""What replicas count and claim at the same moment, over real databases."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain.outbox import OutboxKind
from bot.services.following_clocks import FollowingClocks
from tests.builders import NOW, a_grant, a_patient, a_professional, a_scheduled_meeting, a_zoom_user, an_entry
from tests.fakes.edges import FakeClock, FakeWaker

TODAY = date(2026, 11, 16)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def store(sql_store):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    return sql_store


async def test_of_many_who_take_the_last_of_a_days_changes_one_gets_it(store):
    async def take() -> bool:
        async with store.writing() as work:
            return await work.upkeep.take_change("professional-ana", TODAY, 5)

    taken = await asyncio.gather(*(take() for _ in range(20)))
    assert sum(taken) == 5


async def test_however_many_claim_at_once_one_deletion_of_a_host_is_under_way(store):
    removals = [
        an_entry(key=f"removal-{number}", kind=OutboxKind.ZOOM_DELETE, due_at=NOW - number * MINUTE)
        for number in range(6)
    ]
    async with store.writing() as work:
        await work.outbox.add(*removals)

    async def claim(owner: str) -> list[str]:
        async with store.writing() as work:
            return [entry.key for entry in await work.outbox.claim(owner, NOW, 4)]

    claimed = await asyncio.gather(*(claim(f"worker-{number}") for number in range(8)))
    assert [key for keys in claimed for key in keys] == ["removal-5"]


class TimeZones:
    """Data of which nobody knows the release."""

    def version(self) -> str:
        return ""

    def keep_to(self, version: str) -> None:
        """The zones of the tests stay as they are."""


async def test_replicas_that_follow_the_clocks_at_once_move_a_meeting_once(store):
    elsewhere = a_scheduled_meeting()
    drifted = a_scheduled_meeting(
        starts_at=elsewhere.starts_at + timedelta(hours=1), wall_start=elsewhere.wall_start
    )  # as if it had been derived by other rules
    async with store.writing() as work:
        await work.meetings.add(drifted)
    followers = [
        FollowingClocks(store=store, clock=FakeClock(), waker=FakeWaker(), zones=TimeZones()) for _ in range(4)
    ]
    await asyncio.gather(*(each.follow() for each in followers))
    async with store.reading() as look:
        meeting = await look.meetings.get("meeting-one")
        mails = await look.outbox.list_mails(["meeting-one"])
    assert (meeting.starts_at, meeting.version, len(mails)) == (elsewhere.starts_at, 2, 1)
