"""The process is killed at each named point between a submitted form and the last word on its card."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.crashing import CrashPoint
from tests.reliability.furniture import a_grant_of
from tests.reliability.rig import Rig, open_rig, until
from tests.reliability.size import IS_FULL
from tests.reliability.table import Row

KILLED = -9
# One kill at each point; which database has it alternates, but at full size.
POINTS = [
    (point, database)
    for number, point in enumerate(CrashPoint)
    for database in ("sqlite", "postgresql")
    if IS_FULL or ("sqlite", "postgresql")[number % 2] == database
]


async def crash_at(rig: Rig, point: CrashPoint) -> None:
    """Submit a form to a process that kills itself there, and start it anew without that. It must have died."""
    [replica] = rig.replicas
    if point is CrashPoint.REFRESHED:
        await let_the_grant_end(rig)
    replica.environment["CONSULTA_CRASH_AT"] = point
    await replica.start()
    payload = rig.a_form(rig.hosts[0], rig.now() + timedelta(days=3))
    await rig.send(replica, *rig.signed(payload))
    await until(lambda: not replica.is_running, f"a crash at {point}: is the point still there?")
    del replica.environment["CONSULTA_CRASH_AT"]
    await replica.start()
    await rig.submit(payload)


async def let_the_grant_end(rig: Rig) -> None:
    host = rig.hosts[0]
    ending = a_grant_of(rig.world, host.zoom, lasts=timedelta(minutes=1))
    async with rig.store.writing() as work:
        await work.connections.connect(host.professional.id, ending, host.zoom, rig.now())


@pytest.mark.parametrize(("point", "database"), POINTS, indirect=["database"], ids=str)
async def test_no_crash_loses_or_doubles_a_meeting(point, database, tmp_path, tell):
    async with open_rig(tmp_path, database) as rig:
        await crash_at(rig, point)
        if point is CrashPoint.REFRESHED:
            await asked_to_connect_again(rig)
        await until(lambda: rig.mails("Your online meeting"), "the invitation")
        await until(rig.is_done, "the end of all work")
        made = [each for each in rig.world.zoom.meetings.values() if each.deleted_at is None]
        mails = Counter(rig.mails("Your online meeting"))
    extra = mails.total() - len(mails)
    tell(
        Row(
            promise="a crash at each named point",
            done=f"killed at {point}, {'SQLite' if database.startswith('sqlite') else 'PostgreSQL'}",
            figure=f"{len(made)} meeting at Zoom, {len(mails)} mail, {extra} copies of it",
            required="1 meeting, 1 mail, at most 1 copy with the same Message-ID",
            is_kept=len(made) == 1 and len(mails) == 1 and extra <= int(point is CrashPoint.MAIL_ACCEPTED),
        )
    )


async def asked_to_connect_again(rig: Rig) -> None:
    """The new token is lost with the process: the professional is asked once, and what waits goes out afterwards."""
    host = rig.hosts[0]

    def asked() -> list[str]:
        mine = rig.world.slack.messages_of(host.professional.slack_user_id)
        return [message.text for message in mine if "connect again" in message.text]

    await until(asked, "the request to connect again")
    assert len(asked()) == 1
    grant = a_grant_of(rig.world, host.zoom)
    async with rig.store.writing() as work:
        await work.connections.connect(host.professional.id, grant, host.zoom, rig.now())
        await work.outbox.hasten(host.professional.id, ("zoom.create",), rig.now())
