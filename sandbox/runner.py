"""The real bot as a process of its own: prepared, started, stopped and killed like in production."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from sandbox.world import World

_OURS = ("CONSULTA_", "SLACK_", "ZOOM_", "SMTP_", "MAIL_")  # settings of the bot, never taken from the caller
_OF_THE_CALLER = (
    "CONSULTA_LEASE_SECONDS",
    "CONSULTA_MAILS_A_DAY",
    "CONSULTA_MEETINGS_A_DAY",
    "CONSULTA_SIGN_IN_WITH_SLACK",
)
_KEYS = "CONSULTA_KEYS"
_READY_SECONDS = 60
_STOP_SECONDS = 15
_ROOT = Path(__file__).parents[1]


class BotFailedError(Exception):
    """The bot ended or did not become ready; the message has the last lines it wrote."""


@dataclass(kw_only=True)
class BotProcess:
    """The bot's process. `environment` is all it gets; `command` is what starts it, and tests put a stand-in there.

    `is_reached` tells whether Slack's requests have a way to it, without which it is not ready.
    """

    port: int
    data_dir: Path
    environment: dict[str, str] = field(repr=False)
    command: tuple[str, ...] = (sys.executable, "-m", "bot")
    is_reached: Callable[[], bool] = lambda: True
    starts: int = 0
    process: Process | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process and self.is_running else None

    @property
    def log(self) -> Path:
        return self.data_dir / "bot.log"

    async def prepare(self, patients: Path) -> None:
        """Make keys when the data directory has none, migrate the database, import `patients` (an absolute path)."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.environment[_KEYS] = await self._keys()
        await self.run("migrate")
        await self.run("patients", "import", str(patients))

    async def run(self, *arguments: str) -> str:
        """Run one command of the bot to its end, and give what it wrote; BotFailedError when it failed."""
        process = await asyncio.create_subprocess_exec(
            *self.command,
            *arguments,
            env=self.environment,
            cwd=self.data_dir,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
        )
        output, _ = await process.communicate()
        text = output.decode("utf-8", "replace")
        if process.returncode:
            raise BotFailedError(f"`bot {' '.join(arguments)}` ended with {process.returncode}:\n{text}")
        return text

    async def start(self) -> None:
        """Start serving and wait until the bot says that it is ready; nothing to do when it runs."""
        if self.is_running:
            return
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                *("serve", "--host", "127.0.0.1", "--port", str(self.port)),
                env=self.environment,
                cwd=self.data_dir,
                stdin=DEVNULL,
                stdout=log,
                stderr=STDOUT,
            )
        self.starts += 1
        await self._until_ready(self.process)

    async def stop(self) -> None:
        """End it in good order (SIGTERM), or by force when it does not go."""
        if self.process is None or not self.is_running:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), _STOP_SECONDS)
        except TimeoutError:
            await self.kill()

    def strike(self) -> None:
        """Send SIGKILL now, waiting for nothing."""
        if self.process is not None and self.is_running:
            self.process.kill()

    async def kill(self) -> None:
        """End it at once (SIGKILL), in the middle of whatever it does."""
        if self.process is not None and self.is_running:
            self.process.kill()
            await self.process.wait()

    async def _keys(self) -> str:
        kept = self.data_dir / "keys"
        if kept.exists():
            return kept.read_text().strip()
        keys = _value_of(_KEYS, await self.run("keys", "new"))
        kept.touch(mode=0o600)
        kept.write_text(keys)
        return keys

    async def _until_ready(self, process: Process) -> None:
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await self._poll(process)
        except TimeoutError:
            await self.kill()
            raise BotFailedError(f"The bot was not ready after {_READY_SECONDS} s:\n{self._last_lines()}") from None

    async def _poll(self, process: Process) -> None:
        pause = 0.05
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            while not (await _is_ready(client, f"http://127.0.0.1:{self.port}/readyz") and self.is_reached()):
                if process.returncode is not None:
                    raise BotFailedError(f"The bot ended with {process.returncode}:\n{self._last_lines()}")
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, 0.5)

    def _last_lines(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])


async def _is_ready(client: httpx.AsyncClient, address: str) -> bool:
    try:
        answer = await client.get(address)
    except httpx.TransportError:
        return False
    return answer.status_code == httpx.codes.OK


def _value_of(name: str, output: str) -> str:
    for line in output.splitlines():
        if line.startswith(f"{name}="):
            return line.removeprefix(f"{name}=")
    raise BotFailedError(f"`bot keys new` printed no {name}.")


def bot_environment(
    world: World, *, public_url: str, database_url: str, smtp_sign_in: str, caller: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """All settings of the bot, pointed at the sandbox; of the caller's own only what is not the bot's.

    `smtp_sign_in` is "user:password". The exceptions are the lease, which tests make short, the day's limits, which
    they make wide, and whether people sign in with Slack.
    """
    inherited = {name: value for name, value in caller.items() if not name.startswith(_OURS)}
    chosen = {name: caller[name] for name in _OF_THE_CALLER if name in caller}
    base = world.addresses.sandbox
    app = world.slack.app
    if world.slack.sockets.is_on:
        way = {"SLACK_APP_TOKEN": app.app_token}
    else:
        way = {"SLACK_SIGNING_SECRET": app.signing_secret}
    return (
        inherited
        | chosen
        | way
        | {
            "PYTHONPATH": str(_ROOT),
            "PYTHONUNBUFFERED": "1",
            "CONSULTA_PUBLIC_URL": public_url,
            "CONSULTA_DATABASE_URL": database_url,
            "CONSULTA_SUPPORT_CONTACT": "support@clinica-norte.example",
            "CONSULTA_CLOCK_URL": f"{base}/control/clock",
            "SLACK_CLIENT_ID": app.client_id,
            "SLACK_CLIENT_SECRET": app.client_secret,
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_API_URL": f"{base}/slack/api/",
            "ZOOM_CLIENT_ID": world.zoom.app.client_id,
            "ZOOM_CLIENT_SECRET": world.zoom.app.client_secret,
            "ZOOM_WEBHOOK_SECRET": world.zoom.app.webhook_secret,
            "ZOOM_OAUTH_URL": f"{base}/zoom/oauth",
            "ZOOM_API_URL": f"{base}/zoom/v2",
            "SMTP_URL": f"smtp://{smtp_sign_in}@127.0.0.1:{world.addresses.smtp_port}",
            "MAIL_FROM": "Consulta <meetings@clinica-norte.example>",
        }
    )
