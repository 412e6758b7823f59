"""`consulta backup` while the product writes: what it copies is whole, and has every commit older than it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

from sqlalchemy import select

from storage.engine import open_engines
from storage.schema import is_current
from storage.tables import meeting
from tests.reliability.rig import Rig, open_rig
from tests.reliability.size import sized
from tests.reliability.table import Row

FORMS, BACKUPS = sized(24, 1_000), sized(3, 20)
HOSTS = sized(3, 20)


async def submit_all(rig: Rig, accepted: set[str]) -> None:
    """Submit forms one after the other; a view is accepted once Slack has its answer."""
    for number in range(FORMS):
        payload = rig.a_form(rig.hosts[number % HOSTS], rig.now() + timedelta(days=2, minutes=20 * (number // HOSTS)))
        await rig.submit(payload)
        accepted.add(f"view:{payload['view']['id']}")


async def back_up_again_and_again(rig: Rig, folder, accepted: set[str]) -> list[tuple[int, str]]:
    """Back up in even steps; tells what each copy lacks of what was accepted before it began, and what SQLite says."""
    found = []
    for number in range(BACKUPS):
        while len(accepted) < number * FORMS // BACKUPS:
            await asyncio.sleep(0.01)
        before, copy = set(accepted), folder / f"copy-{number}.db"
        await rig.replicas[0].run("backup", str(copy))
        with closing(sqlite3.connect(copy)) as opened:
            kept = {key for (key,) in opened.execute("SELECT key FROM inbox")}
            [(verdict,)] = opened.execute("PRAGMA integrity_check").fetchall()
        found.append((len(before - kept), verdict))
    return found


async def test_a_backup_under_load_has_every_commit_older_than_it(tmp_path, tell):
    url = f"sqlite:///{tmp_path / 'consulta.db'}"
    async with open_rig(tmp_path, url, hosts=HOSTS) as rig:
        await rig.start()
        accepted: set[str] = set()
        _, copies = await asyncio.gather(submit_all(rig, accepted), back_up_again_and_again(rig, tmp_path, accepted))
    missing = sum(lacking for lacking, _ in copies)
    unsound = sum(verdict != "ok" for _, verdict in copies)
    tell(
        Row(
            promise="backup under load",
            done=f"`consulta backup` {BACKUPS} times amid {FORMS:,} forms on SQLite",
            figure=f"{missing} older commits missing; {unsound} copies unsound",
            required="0; 0",
            is_kept=(missing, unsound) == (0, 0),
        )
    )


async def test_a_restored_backup_is_served_and_goes_on(tmp_path):
    url = f"sqlite:///{tmp_path / 'consulta.db'}"
    async with open_rig(tmp_path, url) as rig:
        [replica], copy = rig.replicas, tmp_path / "copy.db"
        await replica.start()
        await rig.submit(rig.a_form(rig.hosts[0], rig.now() + timedelta(days=3)))
        await replica.run("backup", str(copy))
        await replica.stop()
        replica.environment["CONSULTA_DATABASE_URL"] = f"sqlite:///{copy}"
        await replica.start()
        async with open_engines(f"sqlite:///{copy}") as engines:
            assert await is_current(engines)
            async with engines.reader.connect() as connection:
                assert len((await connection.execute(select(meeting.c.id))).all()) == 1
        await rig.submit(rig.a_form(rig.hosts[0], rig.now() + timedelta(days=4)))
