"""The product with an app-level token: started, checked and asked by Socket Mode, before the sandbox's Slack."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from bot.checking import check
from bot.services.zoom_access import ZoomAccess
from bot.settings import Settings, read_settings
from bot.surroundings import NotStarted
from bot.wiring import open_product
from sandbox.launch import Options, open_sandbox
from sandbox.people import sight
from sandbox.people.person import Person
from sandbox.slack.workspace import Workspace
from storage.migrating import migrate
from storage.vault import new_key_ring

ANA = "U0ANA000001"


@pytest.fixture
async def sandbox(tmp_path):
    ports = {"port": 0, "bot_port": 0, "smtp_port": 0}
    async with open_sandbox(Options(**ports, data_dir=tmp_path, with_bot=False, socket_mode=True)) as opened:
        yield opened


@pytest.fixture
def slack(sandbox) -> Workspace:
    return sandbox.world.slack


@pytest.fixture
async def settings(sandbox, tmp_path) -> Settings:
    """Settings for Socket Mode alone."""
    settings = read_settings({**sandbox.bot.environment, "CONSULTA_KEYS": new_key_ring()}, tmp_path / ".env")
    await migrate(settings.database_url)
    return settings


async def connected(slack: Workspace) -> None:
    """Wait until Slack has greeted the product."""
    async with asyncio.timeout(20):
        while not slack.sockets.is_reached:
            await asyncio.sleep(0)


async def status(product, path, method="GET"):
    transport = httpx.ASGITransport(app=product.web)
    async with httpx.AsyncClient(transport=transport, base_url="https://consulta.example") as http:
        return (await http.request(method, path)).status_code


async def test_a_command_is_answered_while_the_pages_are_served(sandbox, slack, settings):
    async with open_product(settings) as product:
        await connected(slack)
        assert (await Person(world=sandbox.world, user_id=ANA).type_command("/meeting", "help")).result == "done"
        [answer] = sight.ephemerals(sandbox.world, ANA)
        assert answer["text"].startswith("`/meeting new tomorrow 3pm`")
        assert [await status(product, path) for path in ("/livez", "/privacy")] == [200, 200]


async def test_at_the_end_the_socket_is_closed(slack, settings):
    async with open_product(settings):
        await connected(slack)
        [connection] = slack.sockets.connections
    await connection.gone


async def test_at_the_end_grants_under_renewal_are_waited_for_while_zoom_can_answer(settings, monkeypatch):
    could_answer = []

    async def end(access):
        could_answer.append(not access.oauth.http.is_closed)

    monkeypatch.setattr(ZoomAccess, "end", end)
    async with open_product(settings):
        pass
    assert could_answer == [True]


@pytest.mark.parametrize(("secret", "expected"), [("", 404), ("0123456789abcdef", 401)])
async def test_slacks_address_is_there_only_with_a_signing_secret(settings, secret, expected):
    async with open_product(replace(settings, slack_signing_secret=secret)) as product:
        assert await status(product, "/slack/events", "POST") == expected


async def test_without_a_token_slack_is_not_asked_for_a_socket(slack, settings):
    async with open_product(replace(settings, slack_app_token="")) as product:
        assert (product.socket, slack.sockets.tickets) == (None, {})


async def test_a_token_that_slack_refuses_keeps_the_product_from_starting(settings):
    with pytest.raises(NotStarted) as error:
        async with open_product(replace(settings, slack_app_token="xapp-1-of-another-app")):
            pass
    assert str(error.value) == "Slack did not accept SLACK_APP_TOKEN (slack_invalid_auth)"


async def test_the_product_starts_while_slack_gives_no_socket(slack, settings):
    slack.spent["apps.connections.open"] = (0.0, slack.real_now())
    async with open_product(settings) as product:
        assert await status(product, "/livez") == 200
        assert slack.sockets.opened == 0


async def findings(settings):
    return [finding.words for finding in await check(settings)]


async def test_the_check_has_a_line_for_socket_mode_and_opens_no_connection(slack, settings):
    lines = await findings(settings)
    assert lines[-6:-3] == ["Slack: fine", "Socket Mode: fine", "Zoom: fine"]
    assert (len(slack.sockets.tickets), slack.sockets.opened) == (1, 0)


async def test_the_check_says_what_to_do_about_a_token_that_is_refused(settings):
    words = (
        "Socket Mode: SLACK_APP_TOKEN was not taken, or nobody answered (slack_invalid_auth); "
        "it needs the scope connections:write, and Socket Mode to be on"
    )
    assert words in await findings(replace(settings, slack_app_token="xapp-1-of-another-app"))
