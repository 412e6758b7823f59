"""What only a real database can show, or what no port lets one do yet."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.domain.outbox import EntryState
from storage.engine import open_engines
from storage.people_tables import trust
from storage.tables import audit, outbox
from storage.types import DatabaseNow
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_patient, a_professional, a_trust, a_workspace, an_entry

LEASE = timedelta(seconds=30)


async def test_what_is_done_is_written_down(sql_store, engines):
    async with sql_store.writing() as work:
        await work.audit.add(
            at=NOW, actor="professional-ana", action="schedule", about="meeting-one", outcome="pending"
        )
    async with engines.reader.connect() as connection:
        row = (await connection.execute(select(audit))).mappings().one()
    assert {**row, "seq": 0} == {
        "seq": 0,
        "at": NOW,
        "actor": "professional-ana",
        "action": "schedule",
        "about": "meeting-one",
        "outcome": "pending",
        "on_behalf_of": None,
    }


async def test_withdrawn_trust_hides_the_patient_until_it_is_given_again(sql_store, engines):
    async with sql_store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())
    async with engines.writer.begin() as connection:
        await connection.execute(update(trust).values(withdrawn_at=NOW))
    async with sql_store.writing() as work:
        assert await work.people.find_trusting_patient("professional-ana", "patient-noah") is None
        assert await work.people.list_trusting_patients("professional-ana") == []
        assert await work.people.save_trust(a_trust())
        assert await work.people.list_trusting_patients("professional-ana") == [a_patient()]


async def test_a_lease_ends_when_the_databases_clock_says_so(sql_store, engines):
    async with sql_store.writing() as work:
        await work.outbox.add(an_entry())
        await work.outbox.claim("one", NOW, 1)
    async with engines.reader.connect() as connection:
        left = await connection.scalar(select(outbox.c.lease_until_ms - DatabaseNow()))
    assert 20_000 < left <= 30_000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_forty_at_once_who_read_and_then_write_lose_nothing_on_sqlite(sql_store):
    async def lengthen() -> None:
        async with sql_store.writing() as work:
            workspace = await work.people.find_workspace()
            await work.people.save_workspace(a_workspace(name=f"{workspace.name}x"))

    async with sql_store.writing() as work:
        await work.people.save_workspace(a_workspace(name=""))
    await asyncio.gather(*(lengthen() for _ in range(40)))
    async with sql_store.reading() as look:
        assert (await look.people.find_workspace()).name == "x" * 40


async def test_replicas_that_race_for_claims_bring_about_each_entry_once(database_url, vault):
    keys = [f"{number:03}" for number in range(100)]
    async with AsyncExitStack() as opened:
        replicas = [
            SqlStore(engines=await opened.enter_async_context(open_engines(database_url)), vault=vault, lease=LEASE)
            for _ in range(3)
        ]
        async with replicas[0].writing() as work:
            await work.outbox.add(*(an_entry(key=key) for key in keys))
        done = await asyncio.gather(*(work_off(store, f"replica-{n}") for n, store in enumerate(replicas)))
    assert sorted(key for each in done for key in each) == keys


async def work_off(store: SqlStore, owner: str) -> list[str]:
    """Claim and settle until nothing is left; returns the keys of what was done."""
    done: list[str] = []
    while True:
        async with store.writing() as work:
            claimed = await work.outbox.claim(owner, NOW, 7)
        if not claimed:
            return done
        async with store.writing() as work:
            done += [entry.key for entry in claimed if await work.outbox.settle(entry, owner, EntryState.DONE, NOW)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_claim_does_not_wait_for_another_that_is_under_way(sql_store):
    async with sql_store.writing() as work:
        await work.outbox.add(an_entry(key="first"), an_entry(key="second"))
    async with sql_store.writing() as one, sql_store.writing() as two:
        assert [entry.key for entry in await one.outbox.claim("one", NOW, 1)] == ["first"]
        assert [entry.key for entry in await two.outbox.claim("two", NOW, 1)] == ["second"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_leases_are_extended_without_waiting_for_rows_that_are_being_changed(sql_store):
    async with sql_store.writing() as work:
        await work.outbox.add(an_entry(key="first"), an_entry(key="second"))
        claimed = await work.outbox.claim("one", NOW, 2)
    async with sql_store.writing() as settling, sql_store.writing() as keeping:
        await settling.outbox.renew(an_entry(key="second"))
        await keeping.outbox.extend("one", claimed)
        assert await settling.outbox.settle(claimed[1], "one", EntryState.DONE, NOW)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= :it ORDER BY due_at, id", "ix_outbox_waiting"),
        ("SELECT id FROM outbox WHERE lease_by = :it", "ix_outbox_leased"),
        ("SELECT id FROM outbox WHERE meeting_id = :it ORDER BY id", "ix_outbox_meeting_id_id"),
        ("SELECT id FROM meeting WHERE zoom_meeting_id = :it", "ix_meeting_zoom_meeting_id"),
        (
            "SELECT id FROM meeting WHERE status IN ('scheduled', 'started') AND ends_at < :it ORDER BY ends_at, id",
            "ix_meeting_unsettled",
        ),
    ],
)
async def test_the_worker_reads_by_index(engines, query, index):
    async with engines.reader.connect() as connection:
        plan = await connection.execute(text(f"EXPLAIN QUERY PLAN {query}"), {"it": "x"})
    assert index in str(plan.all())


async def test_a_read_does_not_wait_for_a_writer(sql_store, engines):
    async with sql_store.writing() as work:
        await work.people.save_workspace(a_workspace())
        async with engines.reader.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM workspace")) == 0
