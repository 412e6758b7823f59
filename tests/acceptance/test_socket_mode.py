"""What may happen to a socket while people work, as processes on loopback; in any order, on one product."""

import pytest

from tests.acceptance.stage import Json, Person, Stage, texts
from tests.waiting import until

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("stage", ["sqlite-socket"], indirect=True, scope="module"),
]


async def helped(ana: Person) -> bool:
    """Ask for help, and tell whether it came."""
    before = len(await ana.see("ephemerals"))
    await ana.command("help")
    answers = (await ana.see("ephemerals"))[before:]
    return ["/meeting new" in texts(each) for each in answers] == [True]


async def connections(stage: Stage) -> list[Json]:
    return (await stage.look("slack/sockets"))["connections"]


async def connected_anew(stage: Stage, last: int) -> None:
    """Wait for a connection later than number `last`, and for no other."""

    async def is_connected() -> bool:
        [*standing] = [each["number"] for each in await connections(stage)]
        return len(standing) == 1 and standing[0] > last

    await until(is_connected, "a new connection")


async def test_a_killed_bot_connects_again_and_goes_on(stage, ana):
    await stage.act("bot/kill")
    lost = await ana.do("command", command="/meeting", text="help")
    await stage.act("bot/start")
    assert lost["error"].startswith("/meeting failed with the error")
    assert await helped(ana)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_slack_ends_is_followed_by_another(stage, ana, reason):
    [connection] = await connections(stage)
    await stage.act("slack/sockets/dismiss", reason=reason)
    await connected_anew(stage, connection["number"])
    assert await helped(ana)


async def test_nothing_is_acknowledged_that_slack_would_not_take(stage, ana):
    await ana.do("home")
    assert await helped(ana)
    exchanges = await stage.look("traffic")
    assert [each["body"] for each in exchanges if each["method"] == "ACKNOWLEDGE"] == []
    assert {each["path"] for each in exchanges if each["to"] == "bot"} >= {"slash_commands", "events_api"}
