"""What somebody who steals the database, or writes into it, gets out of it."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage.people_tables import patient
from storage.tables import meeting, replaced_grant, zoom_connection
from storage.vault import TamperedError
from tests.builders import NOW, a_grant, a_patient, a_professional, a_scheduled_meeting, a_zoom_user, an_attempt

SECRETS = (
    "Noah",
    "Clarke",
    "noah@",
    "Follow-up",
    "diary",
    "is ill",
    "pwd=abc",
    "access-1",
    "refresh-1",
    "vvvv",
    "HMO-4711",
)
SEALED = (patient, meeting, zoom_connection, replaced_grant)
ACCOUNT = ("zoom-user-ana", "zoom-account-norte")


@pytest.fixture
async def filled(sql_store):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.people.save_patient(a_patient(id="patient-mia", name="Mia Clarke", external_id="HMO-4711"))
        await work.meetings.add(a_scheduled_meeting(description="Bring the diary").cancelled("Ana is ill", NOW))
        await work.connections.add_attempt(an_attempt())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.replaced_grants.keep("professional-ana", 1, a_grant())
    return sql_store


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("filled")
def test_the_files_of_the_database_tell_nothing(sqlite_file: Path):
    stored = b"".join(file.read_bytes() for file in sqlite_file.parent.glob("consulta.db*"))
    assert b"meeting-one" in stored
    assert [secret for secret in (*SECRETS, *ACCOUNT) if secret.encode() in stored] == []


@pytest.mark.usefixtures("filled")
async def test_no_column_holds_what_is_to_be_sealed(engines):
    async with engines.reader.connect() as connection:
        rows = [row for table in SEALED for row in await connection.execute(select(table))]
    assert [secret for secret in (*SECRETS, *ACCOUNT) if secret in repr(rows)] == []


async def test_a_sealed_value_moved_to_another_row_is_refused(filled, engines):
    noahs = select(patient.c.sealed).where(patient.c.id == "patient-noah").scalar_subquery()
    async with engines.writer.begin() as connection:
        await connection.execute(update(patient).where(patient.c.id == "patient-mia").values(sealed=noahs))
    async with filled.reading() as look:
        with pytest.raises(TamperedError, match="patient-mia"):
            await look.people.get_patient("patient-mia")
