"""The product as processes over one database, before a sandbox in this process: all that is done to it is counted."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from sandbox.launch import Options, Sandbox, free_port, open_sandbox
from sandbox.runner import BotProcess
from sandbox.slack.delivery import interaction_delivery
from sandbox.world import World
from storage.engine import Engines, open_engines
from storage.migrating import migrate
from storage.tables import outbox
from storage.unit_of_work import SqlStore
from storage.vault import Vault, new_key_ring, parse_key_ring
from tests import waiting
from tests.builders import MADRID
from tests.reliability.furniture import Host, furnish
from tests.slack.forms import an_empty_form
from tests.slack.stage import chosen, submitted

# Where processes die their work is soon taken over; elsewhere a lease must outlast a machine that is busy with others.
LEASE, LONG_LEASE = timedelta(seconds=1), timedelta(seconds=30)
# Longer than elsewhere, and looking more often: strikes are to come in the moment.
until = partial(waiting.until, seconds=90, pause=0.02)
_VIEWS = count(1)


def is_accepted(answer: httpx.Response | None) -> bool:
    """Tell whether a form was accepted: an apology is an update as well, and shows the form once more."""
    return answer is not None and '"update"' in answer.text and '"callback_id"' not in answer.text


@dataclass(frozen=True, kw_only=True)
class Rig:
    """`replicas` are the processes of the product; `hosts` the professionals, each with Zoom connected."""

    sandbox: Sandbox
    engines: Engines
    store: SqlStore
    replicas: Sequence[BotProcess]
    hosts: Sequence[Host]
    http: httpx.AsyncClient

    @property
    def world(self) -> World:
        return self.sandbox.world

    def now(self) -> datetime:
        return self.world.clock.now()

    async def start(self) -> None:
        await asyncio.gather(*(replica.start() for replica in self.replicas))

    async def restart(self, replica: BotProcess) -> None:
        """Kill it wherever it is, and start it anew."""
        await replica.kill()
        await replica.start()

    def a_form(self, host: Host, starts_at: datetime, **typed: Any) -> dict[str, Any]:
        """The payload of a filled form for the host's patient, as Slack sends it, under a view id of its own."""
        wall = starts_at.astimezone(MADRID)
        fields = {"topic": "Follow-up", "date": f"{wall:%Y-%m-%d}", "hour": f"{wall:%H:%M}", **typed}
        picked = {"duration": chosen("15"), "patient": chosen(host.patient.id), "zone": chosen("Europe/Madrid")}
        who = host.professional
        return {
            "type": "view_submission",
            "team": {"id": who.slack_team_id},
            "user": {"id": who.slack_user_id, "team_id": who.slack_team_id},
            "trigger_id": "12345.98765.trigger",
            "view": {**submitted(an_empty_form(MADRID), **fields, **picked), "id": f"V{next(_VIEWS):09}"},
        }

    def signed(self, payload: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        """One request to the byte, to be sent as often as one likes."""
        delivery = interaction_delivery(self.world, dict(payload))
        return delivery.body, delivery.headers

    async def send(self, replica: BotProcess, body: bytes, headers: Mapping[str, str]) -> httpx.Response | None:
        """Bring it to this replica; None when nobody answered."""
        try:
            url = f"http://127.0.0.1:{replica.port}/slack/events"
            return await self.http.post(url, content=body, headers=dict(headers))
        except httpx.HTTPError:
            return None

    async def submit(self, payload: Mapping[str, Any]) -> None:
        """Send to one replica after the other until it is accepted, as a person presses again: the same view."""
        turns = iter(self.replicas * 1000)

        async def is_taken() -> bool:
            return is_accepted(await self.send(next(turns), *self.signed(payload)))

        await until(is_taken, "an accepted form")

    async def waiting(self, *kinds: str) -> int:
        """Count the effects that are due and not brought about, of these kinds or of all."""
        query = select(func.count()).where(outbox.c.state == "waiting", outbox.c.due_at <= self.now())
        async with self.engines.reader.connect() as connection:
            return int(await connection.scalar(query.where(outbox.c.kind.in_(kinds)) if kinds else query))

    async def ended(self, kind: str) -> Counter[str]:
        """Count the entries of a kind by how they stand."""
        async with self.engines.reader.connect() as connection:
            found = await connection.execute(select(outbox.c.state).where(outbox.c.kind == kind))
            return Counter(str(state) for (state,) in found)

    async def is_done(self) -> bool:
        return await self.waiting() == 0

    def mails(self, subject: str = "") -> list[tuple[str, str]]:
        """List recipient and Message-ID of each mail that came, in order."""
        kept = self.world.mail.messages
        return [(mail.recipient, mail.headers["Message-ID"]) for mail in kept if mail.subject.startswith(subject)]

    def logs(self) -> str:
        return "\n".join(replica.log.read_text(errors="replace") for replica in self.replicas if replica.log.exists())


@asynccontextmanager
async def open_rig(
    folder: Path,
    database_url: str,
    *,
    replicas: int = 1,
    hosts: int = 1,
    lease: timedelta = LEASE,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Rig]:
    """Open the sandbox and a furnished database, and describe processes that are not started yet."""
    keys = new_key_ring()
    settings = {"CONSULTA_KEYS": keys, "CONSULTA_LEASE_SECONDS": str(lease.total_seconds()), **(settings or {})}
    ports = {"port": 0, "bot_port": 0, "smtp_port": 0}
    options = Options(**ports, data_dir=folder, database_url=database_url, with_bot=False)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(open_sandbox(options))
        await migrate(database_url)
        engines = await stack.enter_async_context(open_engines(database_url))
        store = SqlStore(engines=engines, vault=Vault(keys=parse_key_ring(keys)), lease=lease)
        http = httpx.AsyncClient(trust_env=False, timeout=httpx.Timeout(30), limits=httpx.Limits(max_connections=50))
        rig = Rig(
            sandbox=sandbox,
            engines=engines,
            store=store,
            replicas=[_replica(sandbox, folder, number, settings) for number in range(replicas)],
            hosts=await furnish(store, sandbox.world, hosts),
            http=await stack.enter_async_context(http),
        )
        try:
            yield rig
        finally:
            await asyncio.gather(*(replica.stop() for replica in rig.replicas))


def _replica(sandbox: Sandbox, folder: Path, number: int, settings: Mapping[str, str]) -> BotProcess:
    """One process of the product; the first listens where the sandbox's Slack and Zoom look for it."""
    data_dir = folder / f"replica-{number}"
    data_dir.mkdir(parents=True, exist_ok=True)
    return replace(
        sandbox.bot,
        port=free_port() if number else sandbox.bot.port,
        data_dir=data_dir,
        environment={**sandbox.bot.environment, **settings},
    )
