import asyncio
import os
import signal
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from bot import serving


class FakeWorker:
    """Asks the process to end as soon as it works, and writes down whether it could end in good order."""

    def __init__(self, asked_by: signal.Signals) -> None:
        self._asked_by = asked_by
        self._stopped = asyncio.Event()
        self.ended = False

    async def run(self) -> None:
        os.kill(os.getpid(), self._asked_by)
        await self._stopped.wait()
        self.ended = True

    async def stop(self, _) -> None:
        self._stopped.set()


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


@pytest.mark.parametrize("asked_by", [signal.SIGINT, signal.SIGTERM])
async def test_the_worker_ends_its_work_before_the_process_does(monkeypatch, sqlite_url, raised, asked_by):
    worker = FakeWorker(asked_by)

    @asynccontextmanager
    async def open_product(_):
        scheduler = SimpleNamespace(start=lambda: None, shutdown=lambda *, wait: None)
        yield SimpleNamespace(web=None, worker=worker, scheduler=scheduler)

    monkeypatch.setattr(serving, "open_product", open_product)
    await serving.serve(SimpleNamespace(database_url=sqlite_url), host="127.0.0.1", port=0)
    assert (worker.ended, raised) == (True, [])
