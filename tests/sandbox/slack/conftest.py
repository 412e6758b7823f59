from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.launch import Options, open_sandbox
from sandbox.people.person import Person
from sandbox.world import World
from tests.sandbox.slack.socket_app import App, Line, an_app
from tests.slack_world import ANA, Slack, a_slack


@pytest.fixture
def slack() -> Slack:
    return a_slack()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A sandbox on loopback with Socket Mode on, without the bot."""
    ports = {"port": 0, "bot_port": 0, "smtp_port": 0}
    async with open_sandbox(Options(**ports, data_dir=tmp_path, with_bot=False, socket_mode=True)) as sandbox:
        yield sandbox.world


@pytest.fixture
async def app(world: World) -> AsyncIterator[App]:
    async with an_app(world) as opened:
        yield opened


@pytest.fixture
async def line(app: App) -> Line:
    return await app.connect()


@pytest.fixture
def ana(world: World) -> Person:
    return Person(world=world, user_id=ANA)
