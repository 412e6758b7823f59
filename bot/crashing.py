"""Named points at which a test has the process killed, to see what a crash there leaves behind.

The product itself does not know of them: where a point is named in the settings, what passes it is wrapped. Settings
refuse that anywhere but before the sandbox.
"""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.stores import Repositories, Store

T = TypeVar("T")

_SLACK_PATH = "/slack/events"


class CrashPoint(StrEnum):
    """From a submitted form to the last word on its card: each moment whose crash leaves something else behind."""

    COMMITTING = "committing"  # a person's act is written, and not committed
    COMMITTED = "committed"  # it is, and Slack has no answer yet
    ACKNOWLEDGED = "acknowledged"  # Slack has one, and nothing was done yet
    CLAIMED = "claimed"  # the worker holds an entry, and has not begun
    ZOOM_ASKED = "zoom_asked"  # the next thing is to ask Zoom for a meeting
    ZOOM_ANSWERED = "zoom_answered"  # Zoom has made it, and it is stored nowhere
    MAIL_ACCEPTED = "mail_accepted"  # the mail server has the mail, and nobody knows
    SLACK_POSTED = "slack_posted"  # the card stands in Slack, and where is stored nowhere
    MARKED = "marked"  # an entry is settled, and what follows from it has not begun
    REFRESHED = "refreshed"  # Zoom has spent the old refresh token, and the new one is stored nowhere


@dataclass(frozen=True, kw_only=True)
class Crash:
    """Kills this process when `point` is passed; at None, as everywhere outside of tests, it does nothing at all."""

    point: CrashPoint | None = None

    def at(self, point: CrashPoint | None) -> None:
        if point is not None and point is self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, inner: T, **points: tuple[CrashPoint | None, CrashPoint | None]) -> T:
        """Give `inner` back, the named methods having a point before and one after them."""
        watched = {name: around for name, around in points.items() if self.point in around}
        return cast("T", _Watched(self, inner, watched)) if self.point and watched else inner

    def watch_commits(self, store: Store) -> Store:
        """Give the store back, its transactions ending at COMMITTING."""
        return cast("Store", _Committing(self, store)) if self.point is CrashPoint.COMMITTING else store

    def watch_answers(self, app: ASGIApp) -> ASGIApp:
        """Give the application back, what it answers to Slack ending at ACKNOWLEDGED."""
        if self.point is not CrashPoint.ACKNOWLEDGED:
            return app

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_and_crash(message: Message) -> None:
                await send(message)
                if scope.get("path") == _SLACK_PATH and message["type"] == "http.response.body":
                    self.at(CrashPoint.ACKNOWLEDGED)

            await app(scope, receive, send_and_crash)

        return watched


class _Watched:
    """Stands for any port: what is not watched is its own."""

    def __init__(
        self, crash: Crash, inner: object, points: dict[str, tuple[CrashPoint | None, CrashPoint | None]]
    ) -> None:
        self._crash, self._inner, self._points = crash, inner, points

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has there
        found: Callable[..., Awaitable[object]] = getattr(self._inner, name)
        if name not in self._points:
            return found
        before, after = self._points[name]

        async def passed(*arguments: object, **named: object) -> object:
            self._crash.at(before)
            result = await found(*arguments, **named)
            if result != []:  # an empty claim is no claim
                self._crash.at(after)
            return result

        return passed


class _Committing:
    def __init__(self, crash: Crash, inner: Store) -> None:
        self._crash, self._inner = crash, inner
        self.reading = inner.reading

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Repositories]:
        async with self._inner.writing() as work:
            yield work
            self._crash.at(CrashPoint.COMMITTING)
