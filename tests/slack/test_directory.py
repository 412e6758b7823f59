from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.domain.failures import DeliveryError
from bot.domain.people import Standing
from bot.slack.directory import SlackClientDirectory, identify_workspace
from bot.slack.web_api import build_client
from tests.builders import ANA, TEAM, a_member, a_workspace
from tests.fakes.slack import FakeSlackClient

USER = {
    "id": ANA.slack_user_id,
    "team_id": TEAM,
    "name": "ana",
    "real_name": "Ana Ruiz",
    "tz": "Europe/Madrid",
    "locale": "en-GB",
}


@pytest.fixture
def directory():
    return SlackClientDirectory(client=FakeSlackClient())


async def member(directory, **changes):
    directory.client.answers["users.info"] = {"user": {**USER, **changes}}
    return await directory.find_member(ANA.slack_user_id)


async def test_a_full_member_is_found_with_zone_and_language(directory):
    assert await member(directory) == a_member(language="en-GB")
    ((method, arguments),) = directory.client.calls
    assert (method, arguments["user"], bool(arguments["include_locale"])) == ("users.info", ANA.slack_user_id, True)


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"deleted": True, "is_bot": True}, Standing.DEACTIVATED),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.GUEST),
    ],
)
async def test_whoever_is_no_full_member_is_told_apart(directory, changes, standing):
    assert (await member(directory, **changes)).standing is standing


async def test_who_has_chosen_no_language_speaks_english(directory):
    assert (await member(directory, locale=None)).language == "en"


@pytest.mark.parametrize("tz", [None, "Mars/Olympus"])
async def test_an_unknown_zone_becomes_utc(directory, tz):
    assert (await member(directory, tz=tz)).zone == ZoneInfo("UTC")


@pytest.mark.parametrize("mark", ["is_admin", "is_owner"])
async def test_who_administers_the_workspace_is_told_from_others(directory, mark):
    assert [(await member(directory, **{mark: is_so})).is_admin for is_so in (True, False)] == [True, False]


async def test_whom_slack_does_not_know_is_nobody(directory):
    directory.client.refuse("users.info", "user_not_found")
    assert await directory.find_member("U0NOBODY001") is None


async def test_a_silent_slack_is_a_failure(directory):
    directory.client.broken = TimeoutError()
    with pytest.raises(DeliveryError, match="slack_unreachable"):
        await directory.find_member(ANA.slack_user_id)


async def test_the_workspace_is_the_one_of_the_token():
    client = FakeSlackClient()
    client.answers["auth.test"] = {"team_id": TEAM, "team": "Clinica Norte", "bot_id": "B0CONSULTA1"}
    client.answers["bots.info"] = {"bot": {"app_id": "A0CONSULTA1"}}
    assert await identify_workspace(client) == a_workspace()
    assert client.calls[1] == ("bots.info", {"bot": "B0CONSULTA1"})


async def test_the_client_retries_nothing_and_speaks_to_the_given_address():
    async with aiohttp.ClientSession() as session:
        client = build_client("xoxb-1", "http://127.0.0.1:9/api", session)
    assert (client.base_url, client.retry_handlers, client.session) == ("http://127.0.0.1:9/api/", [], session)
