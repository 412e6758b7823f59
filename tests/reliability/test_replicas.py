"""Several processes: five that migrate at once, a second on a SQLite file, and one that leaves."""

import asyncio
import signal

import httpx

from sandbox.runner import BotFailedError
from storage.engine import open_engines
from storage.schema import is_current
from tests.reliability.rig import Rig, open_rig, until


async def test_five_that_migrate_at_once_all_succeed(database, tmp_path, new_postgresql_database):
    is_file = database.startswith("sqlite")
    empty = f"sqlite:///{tmp_path / 'new.db'}" if is_file else new_postgresql_database()
    async with open_rig(tmp_path, database, replicas=5) as rig:
        for replica in rig.replicas:
            replica.environment["CONSULTA_DATABASE_URL"] = empty
        await asyncio.gather(*(replica.run("migrate") for replica in rig.replicas))
        async with open_engines(empty) as engines:
            assert await is_current(engines)


async def test_a_second_process_on_a_sqlite_file_is_refused_with_one_line(tmp_path):
    database = tmp_path / "consulta.db"
    async with open_rig(tmp_path, f"sqlite:///{database}", replicas=2) as rig:
        first, second = rig.replicas
        await first.start()
        refusal = await refused(second)
        assert refusal == f"consulta: another process serves {database}; stop it first"
        assert first.is_running


async def refused(replica) -> str:
    try:
        await replica.run("serve", "--port", str(replica.port))
    except BotFailedError as error:
        return str(error).strip().splitlines()[-1]
    return ""


async def status_of(rig: Rig, path: str, port: int) -> int:
    """Ask a process; 0 when nobody listens any more."""
    try:
        return (await rig.http.get(f"http://127.0.0.1:{port}{path}")).status_code
    except httpx.HTTPError:
        return 0


async def test_a_process_that_is_asked_to_leave_is_not_ready_and_then_gone(tmp_path):
    async with open_rig(tmp_path, f"sqlite:///{tmp_path / 'consulta.db'}") as rig:
        [replica] = rig.replicas
        await replica.start()
        assert [await status_of(rig, path, replica.port) for path in ("/livez", "/readyz")] == [200, 200]
        replica.process.send_signal(signal.SIGTERM)

        async def is_not_ready() -> bool:
            return await status_of(rig, "/readyz", replica.port) != 200

        await until(is_not_ready, "not ready")
        assert await replica.process.wait() == 0
