from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.chromium import MISSING, find_chromium, must_run, open_browser
from tests.browser.fake_app import FakeApp, open_fake_app
from tests.browser.windows import Window, open_window
from tests.slack_world import ANA

# All of these fixtures and tests live in one event loop: a browser is started once, and speaks to the loop it began in.


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = find_chromium()
    if program is None:
        (pytest.fail if must_run() else pytest.skip)(MISSING)
    async with open_browser(program) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def app(tmp_path) -> AsyncIterator[FakeApp]:
    async with open_fake_app(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def ana(browser: Browser, app: FakeApp) -> AsyncIterator[Window]:
    """Ana before her Slack, with the test's own app installed."""
    async with open_window(browser) as window:
        await window.page.goto(f"{app.page_url}/#as={ANA}")
        yield window
