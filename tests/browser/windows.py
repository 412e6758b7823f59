"""A person's browser window, which notes everything that a page must not do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError, expect

PATIENCE_MILLISECONDS = 15_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
_HERE = frozenset({"localhost", "127.0.0.1"})
_NO_REQUEST = frozenset({"data", "blob", "about"})


class MisbehavedError(AssertionError):
    """A page did what no page may do."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """One window with its tabs, first of them `page`; `problems` must be empty when it is closed."""

    page: Page
    problems: list[str] = field(default_factory=list)

    async def leave(self) -> None:
        """Close what was opened, and leave the page; MisbehavedError names what went wrong until then."""
        _, *others = self.page.context.pages
        for other in others:
            await other.close()
        await self.page.unroute_all()
        await self.page.goto("about:blank")
        self.check()

    def check(self) -> None:
        problems = [*self.problems]
        self.problems.clear()
        if problems:
            raise MisbehavedError("\n".join(problems))


@asynccontextmanager
async def open_window(browser: Browser, **looks: Any) -> AsyncIterator[Window]:
    """Open a window that shares nothing with others; MisbehavedError at its end names what went wrong in it.

    `looks` are what a browser context takes: its size, colours, zone.
    """
    context = await browser.new_context(**{"viewport": {"width": 1440, "height": 1000}, **looks})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    window = Window(page=await context.new_page())
    _watch(context, window.problems)
    try:
        yield window
    except Exception as error:
        error.add_note("\n".join(["What the page did wrong until then:", *window.problems]))
        raise
    finally:
        await context.close()
    window.check()


def _watch(context: BrowserContext, problems: list[str]) -> None:
    """Note errors and requests that leave this machine, in whichever tab."""

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location['url']})")

    def note_error(error: WebError) -> None:
        problems.append(f"script: {error.error}")

    def note_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _NO_REQUEST and address.hostname not in _HERE:
            problems.append(f"left this machine: {request.url}")

    context.on("console", note_console)
    context.on("weberror", note_error)
    context.on("request", note_request)
