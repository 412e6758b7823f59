"""Connections in Socket Mode: their addresses, greetings, pings and ends."""

import asyncio

import aiohttp
import httpx
import pytest

from sandbox import launch
from sandbox.people.person import Person
from sandbox.slack.linking import LINK_PATH
from sandbox.world import World
from tests.sandbox.slack.socket_app import App, Line
from tests.slack_world import Slack


@pytest.fixture
async def control(world: World):
    async with httpx.AsyncClient(base_url=f"{world.addresses.sandbox}/control/slack", trust_env=False) as client:
        yield client


async def opened(slack: Slack, token: str) -> dict:
    answer = await slack.request("POST", "/slack/api/apps.connections.open", token=token)
    return answer.json()


async def refused(app: App, address: str, **headers: str) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        await app.http.ws_connect(address, headers=headers)
    return error.value.status


async def test_the_token_of_the_bot_opens_no_connection(slack: Slack) -> None:
    slack.world.slack.sockets.is_on = True
    answers = [await opened(slack, token) for token in ("", "xapp-1-other", slack.world.slack.app.bot_token)]
    assert [answer["error"] for answer in answers] == ["not_authed", "invalid_auth", "not_allowed_token_type"]


async def test_the_token_of_the_app_opens_connections_and_nothing_else(slack: Slack) -> None:
    slack.world.slack.sockets.is_on = True
    token = slack.world.slack.app.app_token
    other = await slack.request("POST", "/slack/api/auth.test", token=token)
    assert (await opened(slack, token))["url"].startswith(f"ws://127.0.0.1:8020{LINK_PATH}?ticket=")
    assert other.json() == {"ok": False, "error": "not_allowed_token_type"}


async def test_the_scope_of_the_app_level_token_is_looked_at(slack: Slack) -> None:
    object.__setattr__(slack.world.slack.app, "app_token_scopes", frozenset({"authorizations:read"}))
    answer = await opened(slack, slack.world.slack.app.app_token)
    expected = {"error": "missing_scope", "needed": "connections:write", "provided": "authorizations:read"}
    assert answer == {"ok": False, **expected}


async def test_without_socket_mode_there_is_no_address(slack: Slack) -> None:
    answer = await opened(slack, slack.world.slack.app.app_token)
    assert answer == {"ok": False, "error": "socket_mode_not_enabled"}


async def test_the_address_is_not_kept_in_the_traffic(world: World, app: App) -> None:
    await app.address()
    assert world.traffic.to("slack")[-1].answer == {"ok": True}


async def test_the_first_message_greets_the_app(app: App) -> None:
    first, second = await app.connect(), await app.connect()
    debug = {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 3600}
    greeting = {"type": "hello", "debug_info": debug, "connection_info": {"app_id": "A0CONSULTA1"}}
    assert first.hello == {**greeting, "num_connections": 1}
    assert second.hello == {**greeting, "num_connections": 2}


async def test_an_address_is_good_for_one_connection(app: App) -> None:
    address = await app.address()
    await app.http.ws_connect(address)
    assert [await refused(app, each) for each in (address, address.replace("ticket=", "ticket=x"))] == [404, 404]


async def test_an_address_is_good_for_half_a_minute(world: World, app: App) -> None:
    address = await app.address()
    now = world.slack.real_now()
    world.slack.real_now = lambda: now + 31
    assert await refused(app, address) == 404


async def test_a_page_elsewhere_opens_no_connection(app: App) -> None:
    assert await refused(app, await app.address(), Origin="http://evil.example") == 403


async def test_an_eleventh_connection_is_one_too_many(app: App) -> None:
    *most, last = [await app.connect() for _ in range(11)]
    told = {"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "applink-sandbox"}}
    assert (most[-1].hello["num_connections"], last.hello) == (10, told)
    assert await last.is_closed()


async def test_a_ping_is_answered(app: App) -> None:
    line = await app.connect(autoping=False)
    await line.socket.ping(b"sdk-ping-pong:1")
    pong = await line.socket.receive()
    assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1")


@pytest.fixture
def quick_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "_SECONDS_BETWEEN_PINGS", 0.01)


@pytest.mark.usefixtures("quick_pings")
async def test_the_app_is_pinged(app: App) -> None:
    line = await app.connect(autoping=False)
    assert (await line.socket.receive()).type is aiohttp.WSMsgType.PING


async def test_a_connection_is_warned_and_then_ended(world: World, app: App) -> None:
    world.slack.sockets.life, world.slack.sockets.warned_before = 0.02, 0.01
    world.slack.acknowledge_within = 0.01
    line = await app.connect()
    assert [(await line.hears())["reason"] for _ in range(2)] == ["warning", "refresh_requested"]
    assert await line.is_closed()


async def test_a_connection_to_debug_lives_for_six_minutes(app: App) -> None:
    line = await app.connect("&debug_reconnects=true")
    assert line.hello["debug_info"]["approximate_connection_time"] == 360


async def test_a_warned_connection_still_takes_requests(line: Line, ana: Person, control: httpx.AsyncClient) -> None:
    answer = await control.post("/sockets/dismiss", json={"reason": "warning"})
    assert (await line.hears())["reason"] == "warning"
    assert answer.json() == {"is_on": True, "connections": [{"number": 1, "is_leaving": False}]}
    _, outcome = await line.answers(ana.type_command("/meeting"))
    assert outcome.result == "done"


async def test_a_refreshed_connection_takes_no_more_but_acknowledges(
    line: Line, ana: Person, control: httpx.AsyncClient
) -> None:
    under_way = asyncio.create_task(ana.type_command("/meeting"))
    envelope = await line.hears()
    dismissing = asyncio.create_task(control.post("/sockets/dismiss", json={"reason": "refresh_requested"}))
    assert (await line.hears())["reason"] == "refresh_requested"
    refused = await ana.type_command("/meeting")
    await line.acknowledges(envelope)
    assert ((await under_way).result, refused.result) == ("done", "failed")
    await line.socket.close()
    assert (await dismissing).json() == {"is_on": True, "connections": []}


async def test_without_socket_mode_connections_end_and_requests_go_to_the_address(
    world: World, line: Line, ana: Person, control: httpx.AsyncClient
) -> None:
    await control.post("/sockets/dismiss", json={"reason": "link_disabled"})
    assert (await line.hears())["reason"] == "link_disabled"
    assert await line.is_closed()
    await ana.type_command("/meeting")
    assert [exchange.method for exchange in world.traffic.to("bot")] == ["POST"]


async def test_socket_mode_can_be_switched_on_again(app: App, ana: Person, control: httpx.AsyncClient) -> None:
    for is_on in (False, True):
        answer = await control.post("/sockets", json={"on": is_on})
    line = await app.connect()
    _, outcome = await line.answers(ana.type_command("/meeting"))
    assert (answer.json(), outcome.result) == ({"is_on": True, "connections": []}, "done")


@pytest.mark.parametrize(("path", "body"), [("/sockets", {"on": 1}), ("/sockets/dismiss", {"reason": "a whim"})])
async def test_what_slack_does_not_do_is_refused(control: httpx.AsyncClient, path: str, body: dict) -> None:
    assert (await control.post(path, json=body)).status_code == 400
