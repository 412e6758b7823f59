import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC
from types import SimpleNamespace

import pytest

from bot import serving


class FakeWorker:
    """Asks the process to end as soon as it works, and writes down when it was stopped and could end."""

    def __init__(self, asked_by: signal.Signals, written: list[str]) -> None:
        self._asked_by = asked_by
        self._stopped = asyncio.Event()
        self._written = written

    async def run(self) -> None:
        os.kill(os.getpid(), self._asked_by)
        await self._stopped.wait()
        self._written.append("work ended")

    async def stop(self, _) -> None:
        self._written.append("worker stopped")
        self._stopped.set()


class FakeSocket:
    def __init__(self, written: list[str]) -> None:
        self._written = written

    async def stop(self) -> None:
        self._written.append("socket stopped")


class FakeMetronome:
    def start(self) -> None: ...

    async def stop(self, _) -> None: ...


@pytest.fixture
def raised():
    """What reaches the process itself, where it would end it."""
    raised = []
    before = {
        each: signal.signal(each, lambda number, _: raised.append(number)) for each in (signal.SIGINT, signal.SIGTERM)
    }
    yield raised
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.fixture
def warmed():
    """The zones of the times with which the reading of words was warmed."""
    return []


@pytest.fixture
def serve(monkeypatch, sqlite_url, warmed):
    """Serve until the worker asks to end; tells what was done meanwhile."""

    async def serve(asked_by: signal.Signals, *, with_socket: bool) -> list[str]:
        written: list[str] = []

        @asynccontextmanager
        async def open_product(_):
            socket = FakeSocket(written) if with_socket else None
            yield SimpleNamespace(
                web=None,
                worker=FakeWorker(asked_by, written),
                metronome=FakeMetronome(),
                socket=socket,
                leaving=asyncio.Event(),
            )

        monkeypatch.setattr(serving, "open_product", open_product)
        monkeypatch.setattr(serving, "warm", lambda *, now: warmed.append(now.tzinfo))
        await serving.serve(SimpleNamespace(database_url=sqlite_url), host="127.0.0.1", port=0)
        return written

    return serve


@pytest.mark.parametrize("asked_by", [signal.SIGINT, signal.SIGTERM])
async def test_the_worker_ends_its_work_before_the_process_does(serve, raised, asked_by):
    assert (await serve(asked_by, with_socket=False), raised) == (["worker stopped", "work ended"], [])


async def test_nothing_more_is_taken_from_slack_before_the_worker_ends(serve, raised):
    written = await serve(signal.SIGTERM, with_socket=True)
    assert written == ["socket stopped", "worker stopped", "work ended"]


async def test_the_reading_of_words_is_warmed_once_while_serving(serve, raised, warmed):
    await serve(signal.SIGTERM, with_socket=False)
    assert (warmed, raised) == ([UTC], [])


def test_the_start_does_not_wait_for_dateparser():
    look = "import bot.serving, sys; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0  # noqa: S603 - our own words
