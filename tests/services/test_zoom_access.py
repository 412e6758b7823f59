import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.failures import ZoomError
from bot.domain.outbox import OutboxKind
from bot.domain.zoom_connection import ConnectionState, ZoomGrant
from bot.services.zoom_access import ZoomAccess
from tests.builders import NOW, a_grant, a_zoom_user
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomOAuth, invalid_grant

ANA = "professional-ana"
SPENT = a_grant(expires_at=NOW + timedelta(minutes=5))


@dataclass
class Story:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeStore = field(default_factory=FakeStore)
    used: list[str] = field(default_factory=list)
    rejected: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.oauth = FakeZoomOAuth(clock=self.clock)
        self.access = self.process()

    def process(self) -> ZoomAccess:
        poll, patience = timedelta(milliseconds=1), timedelta(milliseconds=400)
        return ZoomAccess(store=self.store, oauth=self.oauth, clock=self.clock, poll=poll, patience=patience)

    async def connect(self, grant: ZoomGrant | None = None) -> None:
        self.oauth.newest = grant or a_grant()
        async with self.store.writing() as work:
            await work.connections.connect(ANA, self.oauth.newest, a_zoom_user(), self.clock.now())

    async def call(self, grant: ZoomGrant) -> str:
        """Stand for a call to Zoom, which knows the newest access token only."""
        self.used.append(grant.access_token)
        if grant.access_token != self.oauth.newest.access_token or grant.access_token in self.rejected:
            raise ZoomError("token")
        return "done"

    @property
    def connection_state(self) -> ConnectionState:
        return self.store.state.connections[ANA].connection.state

    @property
    def told(self) -> list[str]:
        return sorted(self.store.state.outbox)


@pytest.fixture
async def story() -> Story:
    story = Story()
    await story.connect()
    return story


async def test_a_fresh_grant_is_used_as_it_is(story: Story) -> None:
    answer = await story.access.with_grant(ANA, story.call)

    assert (answer, story.used, story.oauth.refreshes) == ("done", ["access-1"], 0)


async def test_a_grant_that_ends_soon_is_refreshed_before_the_call(story: Story) -> None:
    await story.connect(SPENT)

    await story.access.with_grant(ANA, story.call)

    assert (story.used, story.oauth.refreshes) == (["access-2"], 1)


async def test_the_new_grant_is_stored_before_it_is_used(story: Story) -> None:
    await story.connect(SPENT)

    async def stored_when_called(grant: ZoomGrant) -> bool:
        return story.store.state.connections[ANA].connection.grant == grant

    assert await story.access.with_grant(ANA, stored_when_called)


async def test_a_token_that_zoom_does_not_accept_is_refreshed_and_the_call_repeated_once(story: Story) -> None:
    story.rejected = {"access-1"}

    await story.access.with_grant(ANA, story.call)

    assert story.used == ["access-1", "access-2"]


async def test_a_token_refused_twice_is_left_for_a_later_try_and_disconnects_nobody(story: Story) -> None:
    story.rejected = {"access-1", "access-2"}

    with pytest.raises(ZoomError) as caught:
        await story.access.with_grant(ANA, story.call)

    assert (caught.value.code, caught.value.retryable, story.connection_state) == ("token", True, "connected")


async def test_another_failure_of_the_call_is_passed_on_without_a_refresh(story: Story) -> None:
    async def refused(_: ZoomGrant) -> None:
        raise ZoomError("refused", permanent=True)

    with pytest.raises(ZoomError, match="refused"):
        await story.access.with_grant(ANA, refused)

    assert story.oauth.refreshes == 0


async def test_without_a_connection_only_connecting_helps_and_waiting_is_worth_it() -> None:
    story = Story()

    with pytest.raises(ZoomError) as caught:
        await story.access.with_grant(ANA, story.call)

    error = caught.value
    assert (error.code, error.reconnect, error.retryable) == ("not_connected", True, True)


async def test_a_grant_that_zoom_took_back_breaks_the_connection(story: Story) -> None:
    await story.connect(SPENT)
    story.oauth.failures = [invalid_grant()]

    with pytest.raises(ZoomError, match="not_connected"):
        await story.access.with_grant(ANA, story.call)

    assert (story.connection_state, story.used) == ("broken", [])


async def test_a_broken_connection_is_told_once_and_redraws_home(story: Story) -> None:
    await story.connect(SPENT)
    story.oauth.failures = [invalid_grant()]

    for _ in range(2):
        with pytest.raises(ZoomError, match="not_connected"):
            await story.access.with_grant(ANA, story.call)

    assert story.told == [f"slack.home:{ANA}", f"slack.notice:reconnect:{ANA}:2"]


async def test_the_notice_asks_to_connect_again(story: Story) -> None:
    await story.connect(SPENT)
    story.oauth.failures = [invalid_grant()]

    with pytest.raises(ZoomError):
        await story.access.with_grant(ANA, story.call)

    async with story.store.writing() as work:
        entries = await work.outbox.claim("worker", NOW, 10)
    assert {entry.kind: entry.ids for entry in entries} == {
        OutboxKind.SLACK_NOTICE: {"notice": "reconnect"},
        OutboxKind.SLACK_HOME: {},
    }


async def test_a_zoom_user_who_left_the_account_breaks_the_connection(story: Story) -> None:
    async def gone(_: ZoomGrant) -> None:
        raise ZoomError("account_gone", permanent=True, reconnect=True)

    with pytest.raises(ZoomError, match="not_connected"):
        await story.access.with_grant(ANA, gone)

    assert story.connection_state == "broken"


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


@pytest.mark.parametrize("code", ["unknown", "invalid_client", "rate"])
async def test_a_fault_of_the_token_endpoint_disconnects_nobody(story: Story, code: str) -> None:
    await story.connect(SPENT)
    story.oauth.failures = [ZoomError(code)]

    with pytest.raises(ZoomError, match=code):
        await story.access.with_grant(ANA, story.call)

    assert (story.connection_state, story.told) == ("connected", [])


async def test_after_a_fault_of_the_token_endpoint_the_next_call_may_refresh_at_once(story: Story) -> None:
    await story.connect(SPENT)
    story.oauth.failures = [ZoomError("unknown")]
    with pytest.raises(ZoomError):
        await story.access.with_grant(ANA, story.call)

    await story.access.with_grant(ANA, story.call)

    assert story.used == ["access-2"]


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


async def test_wrong_credentials_of_the_operators_are_an_alarm_and_nobody_is_told_to_connect(story, caplog):
    await story.connect(SPENT)
    story.oauth.failures = [ZoomError("invalid_client")]
    with pytest.raises(ZoomError, match="invalid_client"):
        await story.access.with_grant(ANA, story.call)
    assert "operator_alarm cause=invalid_client" in caplog.text
    assert (story.connection_state, story.store.state.outbox) == (ConnectionState.CONNECTED, {})
