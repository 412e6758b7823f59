"""The browser of the tests: the system's Chromium, which can reach nothing but this machine."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

MISSING = "no Chromium on this machine (apt-get install chromium)"
_NAMES = ("chromium", "chromium-browser")
_ARGUMENTS = (
    "--no-sandbox",  # it runs as root in containers
    "--disable-gpu",
    "--disable-background-networking",
    # Names outside of this machine do not exist, whoever asks for them: a page, a frame or the browser itself.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def must_run() -> bool:
    """In CI nothing is skipped: what cannot run there has failed."""
    return os.environ.get("CI") == "true"


@asynccontextmanager
async def open_browser(program: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*_ARGUMENTS])
        yield browser
        await browser.close()
