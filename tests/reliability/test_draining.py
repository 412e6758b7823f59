"""SIGTERM while work is under way: it ends what it does, gives back the rest, and is gone in time."""

import asyncio
import signal
import time
from collections import Counter
from datetime import timedelta

from bot.domain import intents
from sandbox.runner import BotProcess
from tests.reliability.conftest import kind_of
from tests.reliability.furniture import add_meeting
from tests.reliability.rig import LONG_LEASE, Rig, open_rig, until
from tests.reliability.size import DICE, sized
from tests.reliability.table import Row

TERMS = sized(3, 100)
AT_FIRST = 60  # and as many again whenever fewer wait
HOSTS = sized(5, 50)
MOST_SECONDS = 25


async def add_reminders(rig: Rig, numbers: range) -> None:
    starts_at, hour = rig.now() + timedelta(minutes=50), timedelta(hours=1)
    async with rig.store.writing() as work:
        for number in numbers:
            meeting = await add_meeting(work, rig.world, rig.hosts[number % HOSTS], number, starts_at)
            await work.outbox.add(*intents.reminders(meeting, [hour], starts_at - 2 * hour))


async def end(rig: Rig, replica: BotProcess) -> float:
    """Ask a process to end in the moment of an exchange; gives the seconds until it was gone, in good order."""
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        replica.process.send_signal(signal.SIGTERM)

    rig.world.traffic.after(DICE.randint(1, 20), ask)
    await until(lambda: asked, "an exchange")
    status = await asyncio.wait_for(replica.process.wait(), MOST_SECONDS + 5)
    assert status == 0
    return time.monotonic() - asked[0]


async def test_a_process_that_is_asked_to_end_leaves_nothing_undone_or_done_twice(database, tmp_path, tell):
    replicas = 1 if database.startswith("sqlite") else 2
    async with open_rig(tmp_path, database, replicas=replicas, hosts=HOSTS, lease=LONG_LEASE) as rig:
        await add_reminders(rig, range(AT_FIRST))
        await rig.start()
        seconds = []
        for number in range(TERMS):
            replica = rig.replicas[number % replicas]
            if await rig.waiting("mail.reminder") < AT_FIRST:
                first = (number + 1) * AT_FIRST
                await add_reminders(rig, range(first, first + AT_FIRST))
            seconds.append(await end(rig, replica))
            await replica.start()
        await until(rig.is_done, "the last reminder", seconds=600)
        mails = Counter(rig.mails("Reminder"))
        ended = await rig.ended("mail.reminder")
    lost, doubled = ended.total() - len(mails), mails.total() - len(mails)
    tell(
        Row(
            promise="a process asked to end",
            done=f"SIGTERM {TERMS} times amid {ended.total():,} mails on {kind_of(database)}, {replicas} replicas",
            figure=f"{lost} lost; {doubled} duplicates; gone within {max(seconds):.1f} s",
            required=f"0; 0; {MOST_SECONDS} s",
            is_kept=(lost, doubled) == (0, 0) and max(seconds) <= MOST_SECONDS,
        )
    )
