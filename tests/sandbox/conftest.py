"""A whole sandbox on loopback, without the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from sandbox.launch import Options, Sandbox, open_sandbox


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    async with open_sandbox(Options(port=0, bot_port=0, smtp_port=0, data_dir=tmp_path, with_bot=False)) as sandbox:
        yield sandbox


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the sandbox over the network, as the bot, tests and people do."""
    async with httpx.AsyncClient(base_url=sandbox.world.addresses.sandbox, trust_env=False) as client:
        yield client
