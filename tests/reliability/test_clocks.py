"""Replicas whose clocks differ by a minute, and an application clock that jumps by a day and back."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.domain import intents
from tests.reliability.conftest import kind_of
from tests.reliability.furniture import add_meeting
from tests.reliability.rig import LONG_LEASE, Rig, open_rig, until
from tests.reliability.size import DICE, sized
from tests.reliability.table import Row

MAILS = sized(80, 4_000)
HOSTS = sized(4, 50)
JUMPS = (1, -1, 0, 2, -2, 0)  # days, in turn
SKEW = timedelta(seconds=30)


class SkewedClock:
    """Tells its offset as the sandbox does, to one process."""

    def __init__(self, offset: timedelta) -> None:
        self.offset, self.port, self.asked = offset, 0, 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/clock"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        body = json.dumps({"offset_seconds": self.offset.total_seconds()}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def skewed(*offsets: timedelta) -> AsyncIterator[list[SkewedClock]]:
    clocks = [SkewedClock(offset) for offset in offsets]
    servers = [await asyncio.start_server(clock.answer, "127.0.0.1", 0) for clock in clocks]
    for clock, server in zip(clocks, servers, strict=True):
        clock.port = server.sockets[0].getsockname()[1]
    try:
        yield clocks
    finally:
        for server in servers:
            server.close()


async def add_invitations(rig: Rig, spread: timedelta) -> None:
    """Invitations to meetings in ten days, due at moments within `spread` around now."""
    async with rig.store.writing() as work:
        for number in range(MAILS):
            starts_at = rig.now() + timedelta(days=10)
            meeting = await add_meeting(work, rig.world, rig.hosts[number % HOSTS], number, starts_at)
            await work.outbox.add(intents.invitation(meeting, rig.now() + spread * (DICE.random() - 0.5)))


def counted(rig: Rig, promise: str, done: str) -> Row:
    """Count the invitations that were lost, and those that came twice."""
    mails = Counter(rig.mails("Your online meeting"))
    lost, doubled = MAILS - len(mails), mails.total() - len(mails)
    return Row(
        promise=promise,
        done=done,
        figure=f"{lost} lost; {doubled} duplicates",
        required="0; 0",
        is_kept=(lost, doubled) == (0, 0),
    )


async def all_came(rig: Rig) -> bool:
    return (await rig.ended("mail.invitation"))["waiting"] == 0


async def test_clocks_that_differ_do_no_work_twice(new_postgresql_database, tmp_path, tell):
    url = new_postgresql_database()
    async with skewed(SKEW, -SKEW) as clocks, open_rig(tmp_path, url, replicas=2, hosts=HOSTS, lease=LONG_LEASE) as rig:
        for replica, clock in zip(rig.replicas, clocks, strict=True):
            replica.environment["CONSULTA_CLOCK_URL"] = clock.url
        await add_invitations(rig, spread=timedelta(seconds=2))
        await rig.start()
        await until(lambda: all_came(rig), "the last mail", seconds=600)
        done = f"{MAILS:,} mails on PostgreSQL, 2 replicas with clocks {SKEW.seconds} s ahead and behind"
        tell(counted(rig, "clocks that differ", done))


async def test_a_clock_that_jumps_loses_and_repeats_nothing(database, tmp_path, tell):
    replicas = 1 if database.startswith("sqlite") else 2
    async with (
        skewed(timedelta()) as [clock],
        open_rig(tmp_path, database, replicas=replicas, hosts=HOSTS, lease=LONG_LEASE) as rig,
    ):
        for replica in rig.replicas:
            replica.environment["CONSULTA_CLOCK_URL"] = clock.url
        await add_invitations(rig, spread=timedelta(days=2))
        await rig.start()
        for days in JUMPS:
            clock.offset, asked = timedelta(days=days), clock.asked
            await until(lambda asked=asked: clock.asked > asked + 4 * replicas, "a clock that was looked at")
        clock.offset = timedelta(days=3)
        await until(lambda: all_came(rig), "the last mail", seconds=600)
        where, jumps = kind_of(database), len(JUMPS) + 1
        done = f"{MAILS:,} mails on {where}, {replicas} replicas, {jumps} jumps of up to 4 days"
        tell(counted(rig, "a clock that jumps", done))
