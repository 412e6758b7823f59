"""Starting and ending the whole sandbox: Slack, Zoom, mail, page and control in one event loop, the bot beside it."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from sandbox.app import build_app
from sandbox.changes import Changes
from sandbox.demo import PATIENTS, demo_world
from sandbox.mail.server import PASSWORD, USER, serve_mail
from sandbox.runner import BotProcess, bot_environment
from sandbox.world import Addresses, World

# Longer than clients keep an idle connection (httpx 5 s, aiohttp 15 s): else both ends close it at the same moment, and
# a request is lost now and then.
_KEEPS_CONNECTIONS = 75
_SECONDS_BETWEEN_PINGS = 10


@dataclass(frozen=True, kw_only=True)
class Options:
    """Ports of 0 mean any free one; without `database_url` the bot gets a fresh SQLite file in `data_dir`.

    With `socket_mode` Slack's requests go through sockets that the bot opens, not to an address of the bot.
    """

    port: int = 8020
    bot_port: int = 8021
    smtp_port: int = 8025
    data_dir: Path = Path(".demo")
    database_url: str | None = None
    with_bot: bool = True
    socket_mode: bool = False


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """A sandbox that runs. `bot_url` is what people open; localhost, as Zoom's redirect address is bound to it."""

    world: World
    bot: BotProcess
    bot_url: str


@asynccontextmanager
async def open_sandbox(options: Options) -> AsyncIterator[Sandbox]:
    """Start everything on loopback and end it in good order, the bot first. OSError when a port is taken."""
    web, mail = _listener(options.port), _listener(options.smtp_port)
    bot_port = options.bot_port or free_port()
    sandbox = _sandbox(options, web=web, mail=mail, bot_port=bot_port)
    app = build_app(sandbox.world, sandbox.bot if options.with_bot else None)
    async with _mail_server(sandbox.world, mail), _web_server(app, web, sandbox.world.changes):
        try:
            if options.with_bot:
                await sandbox.bot.prepare(PATIENTS)
                await sandbox.bot.start()
            yield sandbox
        finally:
            await sandbox.bot.stop()


def _sandbox(options: Options, *, web: socket.socket, mail: socket.socket, bot_port: int) -> Sandbox:
    bot_url = f"http://localhost:{bot_port}"
    addresses = Addresses(
        sandbox=f"http://127.0.0.1:{_port(web)}",
        bot=f"http://127.0.0.1:{bot_port}",
        smtp_port=_port(mail),
    )
    world = demo_world(addresses, public_url=bot_url)
    sockets = world.slack.sockets
    sockets.is_on = options.socket_mode
    data_dir = options.data_dir.resolve()
    environment = bot_environment(
        world,
        public_url=bot_url,
        database_url=options.database_url or _fresh_database(data_dir),
        smtp_sign_in=f"{USER}:{PASSWORD}",
    )
    bot = BotProcess(port=bot_port, data_dir=data_dir, environment=environment, is_reached=lambda: sockets.is_reached)
    return Sandbox(world=world, bot=bot, bot_url=bot_url)


def _fresh_database(data_dir: Path) -> str:
    """The world is made anew at each start, and a database of an older world would not fit it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    for old in data_dir.glob("consulta.db*"):
        old.unlink()
    return f"sqlite:///{data_dir / 'consulta.db'}"


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener


def _port(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def free_port() -> int:
    """Find a port that nobody is given while the bot is dead: below those of outgoing connections."""
    for port in random.sample(range(20_000, 32_000), 100):
        with suppress(OSError), _listener(port):
            return port
    raise OSError("no port is free")


class _Server(uvicorn.Server):
    """A uvicorn that leaves signals to whoever runs it and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_listening = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_listening.set()


@asynccontextmanager
async def _web_server(app: ASGIApp, listener: socket.socket, changes: Changes) -> AsyncIterator[None]:
    """Serve until left; open pages are let go first, as uvicorn would wait for their streams."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=_KEEPS_CONNECTIONS,
        ws_ping_interval=_SECONDS_BETWEEN_PINGS,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.is_listening.wait()
        yield
    finally:
        changes.end()
        server.should_exit = True
        await running


@asynccontextmanager
async def _mail_server(world: World, listener: socket.socket) -> AsyncIterator[None]:
    server = await serve_mail(world, listener)
    try:
        yield
    finally:
        server.close()
