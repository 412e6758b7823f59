"""Mails to a server that fails in five ways, and is away for ten minutes."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.domain import intents
from bot.domain.outbox import OutboxKind
from tests.reliability.conftest import kind_of
from tests.reliability.furniture import add_meeting
from tests.reliability.rig import LONG_LEASE, Rig, open_rig, until
from tests.reliability.size import DICE, sized
from tests.reliability.table import Row

MAILS = sized(60, 2_000)
HOSTS = sized(6, 80)
FAILING = 0.3
AWAY = timedelta(minutes=10)
FOR_GOOD = 50  # each so many-th mailbox does not exist
FAULTS = ("greylisted", "full after the letter", "cut before the letter", "accepted and cut")


class FailingServer:
    """Keeps what it accepts; how it treats each letter is thrown by dice."""

    def __init__(self) -> None:
        self.accepted: list[str] = []
        self.cut_after: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.failures: Counter[str] = Counter()
        self.port = 0

    def _fails(self, *ways: str) -> str:
        """Choose one of the ways, or none; each of all is as likely as the others."""
        way = DICE.choice(FAULTS)
        if DICE.random() < FAILING and way in ways:
            self.failures[way] += 1
            return way
        return ""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):  # noqa: N802 - theirs
        if int(address[1:6]) % FOR_GOOD == 0:
            self.refused.add(address)
            return "550 5.1.1 No such mailbox here"
        way = self._fails("greylisted", "cut before the letter")
        if way == "cut before the letter":
            server.transport.abort()
        if way:
            return "451 4.7.1 Greylisted, please try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - theirs
        way = self._fails("full after the letter", "accepted and cut")
        if way == "full after the letter":
            return "452 4.3.1 Insufficient system storage"
        self.accepted.extend(envelope.rcpt_tos)
        if way == "accepted and cut":
            self.cut_after.update(envelope.rcpt_tos)
            server.transport.abort()
        return "250 2.0.0 Kept"


@asynccontextmanager
async def failing(server: FailingServer) -> AsyncIterator[None]:
    """Serve, at the same port each time."""
    listener = socket.create_server(("127.0.0.1", server.port))
    server.port = listener.getsockname()[1]
    loop = asyncio.get_running_loop()
    running = await loop.create_server(
        lambda: SMTP(server, hostname="mail.failing.example", loop=loop), sock=listener, reuse_address=True
    )
    try:
        yield
    finally:
        running.close()


async def add_mails(rig: Rig) -> None:
    async with rig.store.writing() as work:
        for number in range(MAILS):
            starts_at = rig.now() + timedelta(days=5)
            meeting = await add_meeting(work, rig.world, rig.hosts[number % HOSTS], number, starts_at)
            await work.outbox.add(intents.invitation(meeting, rig.now()))


async def move_on_until_settled(rig: Rig) -> None:
    """Let the clock pass each pause between two tries: the pauses are the product's, and take no time here."""
    for _ in count():
        if (await rig.ended("mail.invitation"))["waiting"] == 0:
            return
        if await rig.waiting(OutboxKind.MAIL_INVITATION) == 0:
            rig.world.clock.advance(timedelta(minutes=1))
        await asyncio.sleep(0.05)


def told(rig: Rig) -> int:
    """Count the professionals' messages about a mail that was refused."""
    return sum(message.text.startswith("The email about") for message in rig.world.slack.messages)


async def test_each_mail_is_delivered_or_told(database, tmp_path, tell):
    server = FailingServer()
    async with open_rig(tmp_path, database, hosts=HOSTS, lease=LONG_LEASE) as rig:
        async with failing(server):
            [replica] = rig.replicas
            replica.environment["SMTP_URL"] = f"smtp://127.0.0.1:{server.port}"
            await add_mails(rig)
            await rig.start()
            await until(lambda: len(server.accepted) > MAILS // 4, "a quarter of the mails", seconds=300)
        away_from = len(server.accepted)
        for _ in range(int(AWAY / timedelta(minutes=1))):
            rig.world.clock.advance(timedelta(minutes=1))
            await until(lambda: replica.is_running, "the process")
        during = len(server.accepted) - away_from
        async with failing(server), asyncio.timeout(1200):
            await move_on_until_settled(rig)
            await until(lambda: told(rig) >= len(server.refused), "the last word in Slack", seconds=300)
        ended = await rig.ended("mail.invitation")
    accepted = Counter(server.accepted)
    copies = accepted.total() - len(accepted)
    lost = MAILS - len(accepted) - told(rig)
    assert during == 0
    tell(
        Row(
            promise="mails to a failing server",
            done=f"{MAILS:,} on {kind_of(database)}, {server.failures.total()} failures of {len(server.failures)} "
            f"kinds and {len(server.refused)} refusals for good, away for {AWAY.seconds // 60} minutes",
            figure=f"{len(accepted):,} delivered, {told(rig)} told, {lost} neither; {copies} copies "
            f"after {server.cut_after.total()} answers lost",
            required=f"{MAILS:,} delivered or told; copies only of those whose answer was lost",
            is_kept=lost == 0
            and ended["dead"] == len(server.refused)
            and all(times - 1 <= server.cut_after[who] for who, times in accepted.items()),
        )
    )
