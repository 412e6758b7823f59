import asyncio
import contextlib
import json
import signal
import sys

import httpx
import pytest

from sandbox.launch import Options, open_sandbox
from sandbox.zoom.grants import Right


@contextlib.asynccontextmanager
async def command(tmp_path, *arguments):
    ports = ("--port", "0", "--bot-port", "0", "--smtp-port", "0", "--no-bot", "--data", str(tmp_path))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *ports, *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_command_tells_where_it_is_and_ends_cleanly_when_asked(tmp_path, number):
    async with command(tmp_path, "--json") as process:
        facts = json.loads(await process.stdout.readline())
        async with httpx.AsyncClient(trust_env=False) as client:
            state = await client.get(f"{facts['sandbox']}/control/state")
        process.send_signal(number)

        assert (facts.keys(), state.status_code) == ({"sandbox", "bot", "smtp_port", "bot_pid"}, 200)
        assert await asyncio.wait_for(process.wait(), 10) == 0


@pytest.mark.parametrize(("way", "is_on"), [((), False), (("--socket-mode",), True)])
async def test_socket_mode_is_on_when_asked_for(tmp_path, way, is_on):
    async with command(tmp_path, "--json", *way) as process:
        facts = json.loads(await process.stdout.readline())
        async with httpx.AsyncClient(trust_env=False) as client:
            sockets = await client.get(f"{facts['sandbox']}/control/slack/sockets")

    assert sockets.json() == {"is_on": is_on, "connections": []}


async def test_the_command_prints_what_to_open(tmp_path):
    async with command(tmp_path) as process:
        lines = [(await process.stdout.readline()).decode() for _ in range(3)]

    assert lines[0] == "Consulta's sandbox is running: a Slack, a Zoom and a mail server on this machine.\n"
    assert lines[2].startswith("  Open    http://127.0.0.1:")


async def test_a_port_that_is_taken_is_said_at_once(sandbox, tmp_path):
    taken = Options(port=sandbox.world.addresses.smtp_port, data_dir=tmp_path, with_bot=False)

    with pytest.raises(OSError, match="in use"):
        async with open_sandbox(taken):
            pass


async def test_a_new_world_gets_a_new_database(tmp_path):
    (tmp_path / "consulta.db").write_text("of an older world")
    options = Options(port=0, bot_port=0, smtp_port=0, data_dir=tmp_path, with_bot=False)

    async with open_sandbox(options) as sandbox:
        assert sandbox.bot.environment["CONSULTA_DATABASE_URL"] == f"sqlite:///{tmp_path}/consulta.db"
        assert not (tmp_path / "consulta.db").exists()


async def test_a_database_of_ones_own_is_left_alone(tmp_path):
    (tmp_path / "consulta.db").write_text("mine")
    options = Options(
        port=0, bot_port=0, smtp_port=0, data_dir=tmp_path, with_bot=False, database_url="postgresql://here/mine"
    )

    async with open_sandbox(options) as sandbox:
        assert sandbox.bot.environment["CONSULTA_DATABASE_URL"] == "postgresql://here/mine"
    assert (tmp_path / "consulta.db").read_text() == "mine"


def with_a_token(sandbox):
    (host, *_) = sandbox.world.zoom.accounts.values()
    scopes = sandbox.world.zoom.app.scopes
    expires_at = sandbox.world.clock.now().replace(year=9999)
    sandbox.world.zoom.grants.access["t"] = Right(user_id=host.user_id, scopes=scopes, expires_at=expires_at)
    return {"Authorization": "Bearer t", "Accept": "application/json"}


async def test_a_cut_connection_gives_no_answer_but_the_meeting_is_made(sandbox, browser):
    headers = with_a_token(sandbox)
    sandbox.world.faults.switch_on("zoom_create_then_cut", times=1)

    with pytest.raises(httpx.RemoteProtocolError):
        await browser.post("/zoom/v2/users/me/meetings", json={"agenda": "Ref abc"}, headers=headers)

    assert [meeting.agenda for meeting in sandbox.world.zoom.meetings.values()] == ["Ref abc"]


async def test_after_the_cut_the_meeting_is_found_in_the_list(sandbox, browser):
    headers = with_a_token(sandbox)
    sandbox.world.faults.switch_on("zoom_create_then_cut", times=1)
    with contextlib.suppress(httpx.RemoteProtocolError):
        await browser.post("/zoom/v2/users/me/meetings", json={"agenda": "Ref abc"}, headers=headers)

    listed = (await browser.get("/zoom/v2/users/me/meetings", headers=headers)).json()

    assert [meeting["agenda"] for meeting in listed["meetings"]] == ["Ref abc"]


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Host": "[broken"}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
)
async def test_what_another_site_makes_a_browser_send_is_refused(browser, headers):
    answer = await browser.post("/control/clock", json={"advance_seconds": 1}, headers=headers)

    assert answer.status_code == 403


async def test_localhost_is_as_good_a_name(sandbox, browser):
    host = sandbox.world.addresses.sandbox.removeprefix("http://").replace("127.0.0.1", "localhost")

    headers = {"Host": host, "Origin": f"http://{host}"}

    answer = await browser.post("/control/clock", json={"advance_seconds": 1}, headers=headers)

    assert answer.status_code == 200
