import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from bot.domain.meeting import MeetingStatus
from storage.people_tables import professional
from storage.tables import meeting
from storage.types import DatabaseNow
from tests.builders import NOW, a_meeting, a_patient, a_professional


@pytest.mark.parametrize("seen_at", [datetime(2026, 11, 16, 9, 0), NOW.astimezone(timezone(timedelta(hours=1)))])
async def test_only_an_aware_utc_time_is_written(engines, seen_at):
    async with engines.writer.connect() as connection:
        with pytest.raises(StatementError, match="an aware UTC time is needed"):
            await connection.execute(update(professional).values(seen_at=seen_at))


async def test_a_time_comes_back_in_utc_to_the_microsecond(sql_store):
    seen_at = datetime(2026, 11, 16, 9, 0, 0, 123456, tzinfo=UTC)
    async with sql_store.writing() as work:
        saved = await work.people.save_professional(a_professional(seen_at=seen_at))
    assert saved.seen_at == seen_at
    assert saved.seen_at.tzinfo is UTC


async def test_a_wall_time_with_a_zone_is_refused(engines):
    async with engines.writer.connect() as connection:
        with pytest.raises(StatementError, match="a wall time is naive"):
            await connection.execute(select(meeting).where(meeting.c.wall_start == NOW))


async def test_the_database_clock_tells_milliseconds(engines):
    async with engines.reader.connect() as connection:
        told = await connection.scalar(select(DatabaseNow()))
    assert abs(told - time.time() * 1000) < 60_000


async def test_a_word_that_is_none_of_its_kind_is_refused_by_the_database(sql_store, engines):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
    async with engines.writer.connect() as connection:
        with pytest.raises(IntegrityError):
            await connection.exec_driver_sql("UPDATE professional SET standing = 'boss'")


async def test_a_status_is_stored_as_its_word(sql_store, engines):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.meetings.add(a_meeting(status=MeetingStatus.CANCELLED_ON_ZOOM))
    async with engines.reader.connect() as connection:
        assert await connection.scalar(text("SELECT status FROM meeting")) == "cancelled_on_zoom"


async def test_a_professional_must_exist_to_be_referred_to(sql_store):
    with pytest.raises(IntegrityError):
        async with sql_store.writing() as work:
            await work.meetings.add(a_meeting())


def test_zones_are_columns_of_names():
    assert professional.c.zone.type.impl.length == 64
