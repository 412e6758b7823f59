"""What is left of a patient in the files, once they had their data erased."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.services.erasing import Erasing, ErasingPatient
from storage.people_tables import invitation, patient
from storage.tables import meeting
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, a_trust, an_invitation
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.workers import a_delivering, deliver_due

CANARY = "Zzq-canary"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_neither_what_was_written_nor_its_sealed_bytes_are_in_the_files(sql_store, engines, sqlite_file: Path):
    clock = FakeClock()
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient(name=f"{CANARY} Noah"))
        await work.people.save_trust(a_trust())
        await work.invitations.add(an_invitation(name=CANARY))
        await work.meetings.add(
            a_scheduled_meeting(topic=CANARY, status=MeetingStatus.ENDED, starts_at=NOW - timedelta(days=1))
        )
    sealed = await sealed_values(engines)
    assert [value in stored_in(sqlite_file) for value in sealed] == [True, True, True]
    await Erasing(store=sql_store, clock=clock, waker=FakeWaker()).begin("patient-noah")
    clock.advance(timedelta(minutes=2))
    effects = {OutboxKind.PATIENT_ERASE: ErasingPatient(store=sql_store, clock=clock)}
    worker = a_delivering(store=sql_store, clock=clock, effects=effects)
    await deliver_due(worker, 9)

    with closing(sqlite3.connect(sqlite_file)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    assert [value in stored_in(sqlite_file) for value in (*sealed, CANARY.encode())] == [False] * 4
    async with sql_store.reading() as look:
        left = [await look.people.get_patient("patient-noah"), await look.meetings.get("meeting-one")]
    assert CANARY not in repr([vars(each) for each in left])


def stored_in(file: Path) -> bytes:
    return b"".join(each.read_bytes() for each in file.parent.glob("consulta.db*"))


async def sealed_values(engines):
    async with engines.reader.connect() as connection:
        return [
            (await connection.execute(select(table.c.sealed))).scalar_one() for table in (patient, meeting, invitation)
        ]
