"""The runner with a stand-in for the bot: a small program that knows the same commands."""

import os
import sys

import httpx
import pytest
from starlette.applications import Starlette

from sandbox.control.routes import control_routes
from sandbox.demo import demo_world
from sandbox.launch import free_port
from sandbox.runner import BotFailedError, BotProcess, bot_environment
from sandbox.world import Addresses

STAND_IN = """
import http.server, os, sys, pathlib
words = sys.argv[1:]
with open("commands", "a") as commands:
    print(" ".join(words[:3]), bool(os.environ.get("CONSULTA_KEYS")), file=commands)
if words == ["keys", "new"]:
    print("Keep this:\\nCONSULTA_KEYS=1:abc=")
if words[:2] == ["patients", "import"] and "missing" in words[2]:
    sys.exit("There is no such file.")
if words[0] == "serve":
    if os.environ.get("BROKEN"):
        sys.exit("SMTP_URL is not set.")
    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/readyz" else 404)
            self.end_headers()
    http.server.HTTPServer(("127.0.0.1", int(words[4])), Ready).serve_forever()
"""


@pytest.fixture
async def bot(tmp_path):
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    command = (sys.executable, str(tmp_path / "stand_in.py"))
    bot = BotProcess(port=free_port(), data_dir=tmp_path, environment=dict(os.environ), command=command)
    yield bot
    await bot.stop()


async def test_preparing_makes_keys_migrates_and_imports(bot, tmp_path):
    await bot.prepare(tmp_path / "p.csv")

    expected = ["keys new False", "migrate True", f"patients import {tmp_path}/p.csv True"]
    assert (tmp_path / "commands").read_text().splitlines() == expected
    assert bot.environment["CONSULTA_KEYS"] == "1:abc="


async def test_keys_are_made_once_and_for_their_owner_only(bot, tmp_path):
    await bot.prepare(tmp_path / "p.csv")
    await bot.prepare(tmp_path / "p.csv")

    assert (tmp_path / "commands").read_text().count("keys new") == 1
    assert oct((tmp_path / "keys").stat().st_mode)[-3:] == "600"


async def test_a_command_that_fails_shows_what_it_wrote(bot, tmp_path):
    with pytest.raises(BotFailedError, match=r"(?s)`bot patients import .*There is no such file\."):
        await bot.prepare(tmp_path / "missing.csv")


async def test_a_started_bot_is_ready_and_a_stopped_one_is_gone(bot):
    await bot.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        ready = await client.get(f"http://127.0.0.1:{bot.port}/readyz")
    running = bot.is_running
    await bot.stop()

    assert (ready.status_code, running, bot.is_running, bot.pid) == (200, True, False, None)


async def test_a_bot_that_slack_does_not_reach_yet_is_waited_for(bot):
    reached = iter([False, True])
    bot.is_reached = lambda: next(reached)
    await bot.start()

    assert list(reached) == []


async def test_a_bot_that_ends_at_once_shows_its_last_lines(bot):
    bot.environment["BROKEN"] = "yes"

    with pytest.raises(BotFailedError, match=r"(?s)ended with 1:.*SMTP_URL is not set\."):
        await bot.start()


async def test_a_killed_bot_starts_again_as_another_process(bot):
    await bot.start()
    first = bot.pid
    await bot.kill()
    await bot.start()

    assert (bot.is_running, bot.pid != first, bot.starts) == (True, True, 2)


async def test_starting_a_running_bot_changes_nothing(bot):
    await bot.start()
    first = bot.pid
    await bot.start()

    assert (bot.pid, bot.starts) == (first, 1)


def the_world():
    addresses = Addresses(sandbox="http://127.0.0.1:8020", bot="http://127.0.0.1:8021", smtp_port=8025)
    return demo_world(addresses, public_url="http://localhost:8021")


async def test_the_control_interface_kills_and_starts_the_bot(bot):
    app = Starlette(routes=control_routes(the_world(), bot))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        states = [(await client.post(f"/control/bot/{act}")).json() for act in ("start", "kill", "start", "stop")]
        states.append((await client.get("/control/bot")).json())

    assert [(state["running"], state["restarts"]) for state in states] == [
        (True, 0),
        (False, 0),
        (True, 1),
        (False, 1),
        (False, 1),
    ]


async def test_the_control_interface_tells_why_the_bot_did_not_start(bot):
    bot.environment["BROKEN"] = "yes"
    app = Starlette(routes=control_routes(the_world(), bot))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        answer = await client.post("/control/bot/start")

    assert (answer.status_code, "SMTP_URL is not set." in answer.json()["error"]) == (409, True)


def test_the_bot_gets_the_sandboxs_settings_and_none_of_the_callers():
    caller = {"PATH": "/bin", "SLACK_APP_TOKEN": "real", "CONSULTA_KEYS": "real", "CONSULTA_LEASE_SECONDS": "1"}

    environment = bot_environment(
        the_world(), public_url="http://localhost:8021", database_url="sqlite:///x", smtp_sign_in="u:p", caller=caller
    )

    assert {name: environment.get(name) for name in (*caller, "SMTP_URL", "CONSULTA_CLOCK_URL")} == {
        "PATH": "/bin",
        "SLACK_APP_TOKEN": None,
        "CONSULTA_KEYS": None,
        "CONSULTA_LEASE_SECONDS": "1",
        "SMTP_URL": "smtp://u:p@127.0.0.1:8025",
        "CONSULTA_CLOCK_URL": "http://127.0.0.1:8020/control/clock",
    }


def settings_of_slack(world):
    environment = bot_environment(
        world, public_url="http://localhost:8021", database_url="sqlite:///x", smtp_sign_in="u:p", caller={}
    )
    app = world.slack.app
    names = {app.bot_token: "bot token", app.app_token: "app token", app.signing_secret: "signing secret"}
    return {name: names[value] for name, value in environment.items() if value in names}


def test_the_bot_is_told_one_way_from_slack():
    world = the_world()
    by_http = settings_of_slack(world)
    world.slack.sockets.is_on = True

    assert by_http == {"SLACK_BOT_TOKEN": "bot token", "SLACK_SIGNING_SECRET": "signing secret"}
    assert settings_of_slack(world) == {"SLACK_BOT_TOKEN": "bot token", "SLACK_APP_TOKEN": "app token"}


def test_secrets_are_new_in_every_world():
    one, another = the_world(), the_world()

    assert one.zoom.app.client_secret != another.zoom.app.client_secret
    assert one.slack.app.signing_secret != another.slack.app.signing_secret
