"""The browser of the tests: the system's Chromium, which can reach nothing but this machine."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

MISSING = "no Chromium on this machine (apt-get install chromium)"
_NAMES = ("chromium", "chromium-browser")
_ARGUMENTS = (
    "--no-sandbox",  # it runs as root in containers
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-site-isolation-trials",  # a frame of its own process is blurred in pictures
    # Names outside of this machine do not exist, whoever asks for them: a page, a frame or the browser itself.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def must_run() -> bool:
    """In CI nothing is skipped: what cannot run there has failed."""
    return os.environ.get("CI") == "true"


@asynccontextmanager
async def open_browser(program: str, fonts: Path | None = None) -> AsyncIterator[Browser]:
    """Start the browser, with `fonts` (a file of fontconfig's) in the place of the machine's own settings."""
    environment: dict[str, str | float | bool] = {**os.environ}
    if fonts is not None:
        environment["FONTCONFIG_FILE"] = str(fonts)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*_ARGUMENTS], env=environment)
        yield browser
        await browser.close()
