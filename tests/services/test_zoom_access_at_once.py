import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.failures import ZoomError
from bot.domain.zoom_connection import ConnectionState, ZoomGrant
from tests.builders import a_grant
from tests.services.grants import ANA, SPENT, Story, a_story


@pytest.fixture
async def story() -> Story:
    return await a_story()


async def test_a_grant_lost_to_a_new_connection_made_meanwhile_is_no_loss(story: Story) -> None:
    await story.connect(SPENT)
    refresh = story.oauth.refresh

    async def connected_anew(grant: ZoomGrant) -> ZoomGrant:
        story.oauth.refresh = refresh  # type: ignore[method-assign]  # once
        await story.connect(a_grant(access_token="access-new", refresh_token="refresh-new"))
        return await refresh(grant)

    story.oauth.refresh = connected_anew  # type: ignore[method-assign]  # the moment of the race

    await story.access.with_grant(ANA, story.call)

    assert (story.used, story.told) == (["access-new"], [])


async def test_a_refresh_by_another_process_is_waited_for(story: Story) -> None:
    await story.connect(SPENT)
    async with story.store.writing() as work:
        await work.connections.take_lease(ANA, 2, "other")
    waiting = asyncio.create_task(story.access.with_grant(ANA, story.call))
    renewed = await story.oauth.refresh(SPENT)

    async with story.store.writing() as work:
        await work.connections.save_refreshed(ANA, 2, renewed)
    await waiting

    assert (story.used, story.oauth.refreshes) == (["access-2"], 1)


async def test_a_lease_that_never_ends_is_not_waited_for_without_end(story: Story) -> None:
    await story.connect(SPENT)
    async with story.store.writing() as work:
        await work.connections.take_lease(ANA, 2, "other")

    with pytest.raises(ZoomError) as caught:
        await story.access.with_grant(ANA, story.call)

    assert (caught.value.code, caught.value.retryable) == ("unknown", True)


async def test_the_lease_of_a_dead_process_is_taken_over(story: Story) -> None:
    await story.connect(SPENT)
    async with story.store.writing() as work:
        await work.connections.take_lease(ANA, 2, "dead")
    story.store.leases.now += timedelta(minutes=1)

    await story.access.with_grant(ANA, story.call)

    assert story.used == ["access-2"]


async def test_a_caller_who_gives_up_does_not_burn_the_token(story: Story) -> None:
    await story.connect(SPENT)
    call = asyncio.create_task(story.access.with_grant(ANA, story.call))
    while not story.oauth.refreshes:
        await asyncio.sleep(0)

    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    await story.process().with_grant(ANA, story.call)

    assert (story.used, story.oauth.refreshes) == (["access-2"], 1)


async def test_a_refresh_whose_caller_has_gone_is_waited_for_at_the_end(story: Story) -> None:
    await story.connect(SPENT)
    answer, refresh = asyncio.Event(), story.oauth.refresh

    async def refresh_slowly(grant: ZoomGrant) -> ZoomGrant:
        renewed = await refresh(grant)
        await answer.wait()
        return renewed

    story.oauth.refresh = refresh_slowly  # type: ignore[method-assign]  # until the test lets Zoom answer
    call = asyncio.create_task(story.access.with_grant(ANA, story.call))
    while not story.oauth.refreshes:
        await asyncio.sleep(0)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)

    ending = asyncio.create_task(story.access.end())
    await asyncio.sleep(0)
    assert not ending.done()
    answer.set()
    await ending

    assert story.store.state.connections[ANA].connection.grant == story.oauth.newest


async def test_with_nothing_under_way_there_is_nothing_to_wait_for_at_the_end(story: Story) -> None:
    await story.access.end()


async def lose_database_when_refreshed(story: Story, *, writes: int) -> None:
    """Let the database be away for so many writes from the moment of Zoom's answer on."""
    await story.connect(SPENT)
    refresh = story.oauth.refresh

    async def refresh_and_lose(grant: ZoomGrant) -> ZoomGrant:
        renewed = await refresh(grant)
        story.store.failing_writes = writes
        return renewed

    story.oauth.refresh = refresh_and_lose  # type: ignore[method-assign]  # the moment of the fault


async def test_a_database_that_is_away_when_zoom_answers_burns_no_grant(story: Story) -> None:
    await lose_database_when_refreshed(story, writes=3)

    await story.access.with_grant(ANA, story.call)

    assert (story.used, story.oauth.refreshes, story.connection_state) == (["access-2"], 1, "connected")


async def test_a_database_that_stays_away_is_not_waited_for_without_end(story: Story) -> None:
    await lose_database_when_refreshed(story, writes=10_000)

    with pytest.raises(OSError, match="away"):
        await story.access.with_grant(ANA, story.call)


@given(pauses=st.lists(st.integers(0, 6), min_size=2, max_size=20), rounds=st.integers(1, 4))
def test_however_many_processes_race_no_refresh_token_is_used_twice(pauses: list[int], rounds: int) -> None:
    async def race() -> tuple[int, ConnectionState]:
        story = Story()
        await story.connect(SPENT)
        for _ in range(rounds):
            await asyncio.gather(*(_late(story, pause) for pause in pauses))
            story.clock.advance(timedelta(minutes=55))
        return story.oauth.refreshes, story.connection_state

    assert asyncio.run(race()) == (rounds, "connected")


async def _late(story: Story, pause: int) -> None:
    for _ in range(pause):
        await asyncio.sleep(0)
    await story.process().with_grant(ANA, story.call)
