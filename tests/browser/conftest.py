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


# A page that is loaded again in the same window takes half the time; so the tests of a file share one, and a sandbox.
@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def installed_app(tmp_path_factory) -> AsyncIterator[FakeApp]:
    async with open_fake_app(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def anas_window(browser: Browser) -> AsyncIterator[Window]:
    async with open_window(browser) as window:
        yield window


@pytest.fixture
def app(installed_app: FakeApp) -> FakeApp:
    """The test's own app in a workspace in which nothing has happened yet."""
    installed_app.begin_anew()
    return installed_app


@pytest_asyncio.fixture(loop_scope="session")
async def ana(app: FakeApp, anas_window: Window) -> AsyncIterator[Window]:
    """Ana before her Slack, with the test's own app installed."""
    await anas_window.page.goto(f"{app.page_url}/#as={ANA}")
    yield anas_window
    await anas_window.leave()
