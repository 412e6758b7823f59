from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.app import build_app
from tests.slack_world import ADDRESSES, Slack, a_slack


@pytest.fixture
def slack() -> Slack:
    return a_slack()


@pytest.fixture
async def browser(slack: Slack) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the whole application, with a stand-in for the bot behind it."""
    transport = httpx.ASGITransport(build_app(slack.world))
    headers = {"Origin": ADDRESSES.sandbox}
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESSES.sandbox, headers=headers) as client:
        yield client
