"""Serving: the web server and the worker in one process, started and ended in good order."""

import asyncio
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import FrameType

import uvicorn

from bot.clock import SystemClock
from bot.settings import Settings
from bot.slack.socket_mode import SlackSocket
from bot.surroundings import NotStarted
from bot.web.connections import GuardedConnection
from bot.when.reader import warm
from bot.wiring import Product, open_product
from storage.engine import serve_lock
from storage.schema import ensure_current

_log = logging.getLogger("consulta.serving")

# A request to us ends within Slack's 3 s; an effect within Zoom's 10 s and its mark; a refresh that is left after both
# within 10 s. Together the 30 s that supervisors commonly wait before they kill.
_REQUESTS_END_SECONDS = 5
_WORK_ENDS = timedelta(seconds=15)
_DUTIES_END = timedelta(seconds=5)


class _Server(uvicorn.Server):
    """Ends when asked to, by Ctrl-C or SIGTERM; from then on nothing is taken, from the web or from Slack's socket.

    uvicorn raises the signal once more when it has ended, and that kills the process while the worker is at work. Here
    only a second signal does so.
    """

    def __init__(self, config: uvicorn.Config, slack: SlackSocket | None, leaving: asyncio.Event) -> None:
        super().__init__(config)
        self._slack = slack
        self._leaving = leaving
        self._warming: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; only then load what the first unusual date in a text would wait for, beside the loop."""
        await super().startup(sockets=sockets)
        self._warming = asyncio.create_task(asyncio.to_thread(warm, now=SystemClock().now()))

    async def warmed(self) -> None:
        """Wait until that is loaded."""
        if self._warming is not None:
            await self._warming

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._leaving.set()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let end what is under way, on both at the same time: each may take its seconds."""
        ends = [super().shutdown(sockets), *([self._slack.stop()] if self._slack else [])]
        await asyncio.gather(*ends)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        for each in signals:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)


async def serve(settings: Settings, *, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises ServedElsewhere, NoDatabase and NotStarted before others notice."""
    with serve_lock(settings.database_url), _listener(host, port) as listener:
        await ensure_current(settings.database_url)
        async with open_product(settings) as product:
            config = uvicorn.Config(
                product.web,
                http=GuardedConnection,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                timeout_graceful_shutdown=_REQUESTS_END_SECONDS,
            )
            product.metronome.start()
            _log.info("serving host=%s port=%s", host, port)
            await _run(_Server(config, product.socket, product.leaving), listener, product)
    _log.info("stopped")


def _listener(host: str, port: int) -> socket.socket:
    """Listen before anything else is done: a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # Python repeats the address there
        raise NotStarted(f"cannot listen on {host}, port {port}: {reason}") from error


async def _run(server: _Server, listener: socket.socket, product: Product) -> None:
    working = asyncio.create_task(product.worker.run())
    try:
        await server.serve(sockets=[listener])
    finally:
        await asyncio.gather(product.worker.stop(_WORK_ENDS), product.metronome.stop(_DUTIES_END))
        with suppress(asyncio.CancelledError):
            await working
        await server.warmed()
