"""Meetings made at Zoom while processes are killed and the network cuts requests and answers."""

import asyncio
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from bot.domain.meeting import MeetingStatus
from sandbox.runner import BotProcess
from storage.tables import meeting
from tests.reliability.conftest import kind_of
from tests.reliability.proxy import Mode, Proxy, open_proxy
from tests.reliability.rig import Rig, open_rig, until
from tests.reliability.size import DICE, sized
from tests.reliability.table import Row

CREATES, KILLS = sized(24, 2_000), sized(5, 200)
A_HOST = 60  # Zoom allows a hundred a day, tries included
HOSTS = sized(4, CREATES // A_HOST + 1)
FAULTS = (Mode.REFUSE, Mode.CUT_BEFORE, Mode.CUT_AFTER, Mode.CUT_MIDWAY)


def cutting(proxy: Proxy) -> None:
    """Have three connections of ten break in one of four ways, after some answers or at once."""
    proxy.decide = lambda: DICE.choice(FAULTS) if DICE.random() < 0.3 else Mode.PASS
    proxy.spare = lambda: DICE.randint(0, 2)


async def submit_under_fire(rig: Rig) -> None:
    """Submit some forms at once, and kill one process in the moment of an exchange; so again and again."""
    first = rig.now() + timedelta(days=2)
    forms = [
        rig.a_form(rig.hosts[number % HOSTS], first + timedelta(minutes=20) * (number // HOSTS))
        for number in range(CREATES)
    ]
    for number in range(KILLS):
        victim = DICE.choice(rig.replicas)
        rig.world.traffic.after(DICE.randint(1, 12), victim.strike)
        fired = asyncio.create_task(restart_once_dead(rig, victim))
        await asyncio.gather(*(rig.submit(form) for form in forms[number::KILLS]))
        await fired


async def restart_once_dead(rig: Rig, victim: BotProcess) -> None:
    """Wait for the kill; where nothing is left to be exchanged, it comes now."""

    async def is_over() -> bool:
        return not victim.is_running or await rig.is_done()

    await until(is_over, "a kill")
    rig.world.traffic.forget()
    await rig.restart(victim)


async def is_made(rig: Rig) -> bool:
    return (
        await rig.waiting("zoom.create", "zoom.delete", "mail.invitation") == 0
        and (await rig.ended("zoom.create"))["waiting"] == 0
    )


async def is_made_later(rig: Rig) -> bool:
    """Look, and let some time pass: what failed waits for up to five minutes."""
    rig.world.clock.advance(timedelta(seconds=20))
    return await is_made(rig)


async def at_zoom(rig: Rig) -> tuple[int, int, int]:
    """Count what stands at Zoom twice, what nobody here knows of, and what is known here and missing there."""
    there = [each for each in rig.world.zoom.meetings.values() if each.deleted_at is None]
    references = Counter(each.agenda.partition("\n")[0] for each in there)
    async with rig.engines.reader.connect() as connection:
        found = await connection.execute(
            select(meeting.c.zoom_meeting_id).where(meeting.c.status == MeetingStatus.SCHEDULED)
        )
        known = {zoom_meeting_id for (zoom_meeting_id,) in found}
    ids = {each.id for each in there}
    return references.total() - len(references), len(ids - known), len(known - ids)


async def test_every_accepted_meeting_is_made_at_zoom_exactly_once(database, tmp_path, tell):
    replicas = 1 if database.startswith("sqlite") else 2
    async with open_rig(tmp_path, database, replicas=replicas, hosts=HOSTS) as rig:
        async with open_proxy(int(rig.world.addresses.sandbox.rpartition(":")[2])) as proxy:
            for replica in rig.replicas:
                replica.environment["ZOOM_API_URL"] = f"http://127.0.0.1:{proxy.port}/zoom/v2"
            cutting(proxy)
            await rig.start()
            await submit_under_fire(rig)
            proxy.decide = lambda: Mode.PASS  # what waits for its next try need not wait for a better network
            await until(lambda: is_made_later(rig), "the last meeting", seconds=900)
            cuts = sum(proxy.done[fault] for fault in FAULTS)
        doubled, orphans, ghosts = await at_zoom(rig)
        made = (await rig.ended("zoom.create"))["done"]
    tell(
        Row(
            promise="meetings made at Zoom",
            done=f"{CREATES:,} on {kind_of(database)}, {replicas} replicas, {KILLS} kills, {cuts} connections cut",
            figure=f"{orphans} orphans; {doubled} duplicates; {ghosts} missing; {CREATES - made} not made",
            required="0; 0; 0; 0",
            is_kept=(doubled, orphans, ghosts, CREATES - made) == (0, 0, 0, 0),
        )
    )
