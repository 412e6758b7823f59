"""Zoom takes requests and never answers, and people go on working in Slack."""

import asyncio
import time
from datetime import timedelta
from statistics import quantiles

from tests.reliability.conftest import kind_of
from tests.reliability.proxy import Mode, open_proxy
from tests.reliability.rig import LONG_LEASE, Rig, is_accepted, open_rig, until
from tests.reliability.size import IS_FULL, sized
from tests.reliability.table import Row

# Ten minutes on one database; the other one's share of the whole is two.
HANG_SECONDS = {"SQLite": sized(5, 120), "PostgreSQL": sized(5, 600)}
HOSTS = sized(3, 50)
MOST_MS = 500
MADE = sized(10, 1_000)  # forms; the rest of what is sent are commands that look


async def send_and_time(rig: Rig, number: int) -> tuple[float, bool]:
    """Submit a form; gives how many milliseconds the acknowledgement took, and whether it was accepted."""
    starts_at = rig.now() + timedelta(days=2, minutes=20 * (number // HOSTS))
    body, headers = rig.signed(rig.a_form(rig.hosts[number % HOSTS], starts_at))
    began = time.perf_counter()
    answer = await rig.send(rig.replicas[number % len(rig.replicas)], body, headers)
    return (time.perf_counter() - began) * 1000, is_accepted(answer)


async def work_on(rig: Rig, seconds: int) -> list[tuple[float, bool]]:
    """Submit forms at an even pace for as long as Zoom hangs."""
    loop, sent = asyncio.get_running_loop(), []
    ends = loop.time() + seconds
    while loop.time() < ends and len(sent) < MADE:
        due = loop.time() + seconds / MADE
        sent.append(asyncio.create_task(send_and_time(rig, len(sent))))
        await asyncio.sleep(max(0.0, due - loop.time()))
    return list(await asyncio.gather(*sent))


async def is_made(rig: Rig) -> bool:
    # A pause of up to five minutes between two tries takes no time here.
    if await rig.waiting("zoom.create") == 0:
        rig.world.clock.advance(timedelta(seconds=30))
    return (await rig.ended("zoom.create"))["waiting"] == 0


async def test_a_zoom_that_hangs_keeps_nobody_waiting(database, tmp_path, tell):
    replicas, seconds = 1 if database.startswith("sqlite") else 2, HANG_SECONDS[kind_of(database)]
    async with open_rig(tmp_path, database, replicas=replicas, hosts=HOSTS, lease=LONG_LEASE) as rig:
        async with open_proxy(int(rig.world.addresses.sandbox.rpartition(":")[2])) as proxy:
            for replica in rig.replicas:
                replica.environment["ZOOM_API_URL"] = f"http://127.0.0.1:{proxy.port}/zoom/v2"
            proxy.decide = lambda: Mode.HANG
            await rig.start()
            answers = await work_on(rig, seconds)
            hung = proxy.done[Mode.HANG]
            proxy.decide = lambda: Mode.PASS
            await until(lambda: is_made(rig), "the last meeting", seconds=900)
        accepted = sum(is_taken for _, is_taken in answers)
        entries = await rig.ended("zoom.create")
        lost = max(accepted, entries.total()) - entries["done"]
        doubled = len(rig.world.zoom.meetings) - entries["done"]
    p99 = quantiles([milliseconds for milliseconds, _ in answers], n=100)[98]
    tell(
        Row(
            promise="a Zoom that hangs",
            done=f"{seconds} s, {len(answers):,} forms on {kind_of(database)}, {replicas} replicas, "
            f"{hung} requests that were never answered",
            figure=f"acknowledged within {p99:.0f} ms (p99); {lost} lost, {doubled} duplicates",
            required=f"p99 at most {MOST_MS} ms; 0; 0" if IS_FULL else "0; 0 (times count at full size)",
            # A short run among other tests says nothing of times; it does of what was lost.
            is_kept=lost == 0 and doubled == 0 and (not IS_FULL or p99 <= MOST_MS),
        )
    )
