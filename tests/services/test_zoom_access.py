import pytest

from bot.domain.failures import ZoomError
from bot.domain.outbox import OutboxKind
from bot.domain.zoom_connection import ConnectionState, ZoomGrant
from tests.builders import NOW
from tests.fakes.zoom import invalid_grant
from tests.services.grants import ANA, SPENT, Story, a_story


@pytest.fixture
async def story() -> Story:
    return await a_story()


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


async def test_wrong_credentials_of_the_operators_are_an_alarm_and_nobody_is_told_to_connect(story, caplog):
    await story.connect(SPENT)
    story.oauth.failures = [ZoomError("invalid_client")]
    with pytest.raises(ZoomError, match="invalid_client"):
        await story.access.with_grant(ANA, story.call)
    assert "operator_alarm cause=invalid_client" in caplog.text
    assert (story.connection_state, story.store.state.outbox) == (ConnectionState.CONNECTED, {})
