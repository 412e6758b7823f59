"""The audit trail is tampered with in every way there is, by somebody who can write to the database."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NoReturn

import pytest
from sqlalchemy import delete, select, update

from bot.domain.audit import GENESIS, Seal, seal_day
from bot.services.sealing import Sealing
from storage.tables import audit, audit_seal
from storage.unit_of_work import SqlStore
from tests.builders import NOW
from tests.fakes.edges import FakeClock
from tests.reliability.conftest import kind_of
from tests.reliability.size import DICE
from tests.reliability.table import Row

TAMPERINGS = 500
DAYS, ROWS_A_DAY = 5, 20
ANCHORED = DAYS - 1  # the anchor of the last day has been mailed
WAYS = ("mutate", "delete", "insert", "reorder", "truncate", "rewrite")


class Undone(Exception):
    """The tampering was looked at, and is undone with its transaction."""


@pytest.fixture
async def trail(sql_store):
    """Some sealed days, as the store they are in."""
    async with sql_store.writing() as work:
        for number in range(DAYS * ROWS_A_DAY):
            at = NOW - timedelta(days=DAYS - number // ROWS_A_DAY)
            await work.audit.add(at=at, actor="ana", action="cancel", about=f"meeting-{number}", outcome="cancelled")
    await Sealing(store=sql_store, clock=FakeClock(instant=NOW)).seal()
    return sql_store


async def tamper(connection, way: str, seqs: Sequence[int]) -> None:
    one, other = DICE.sample(seqs, 2)
    at = NOW - timedelta(days=DICE.randint(1, DAYS), seconds=1)
    match way:
        case "mutate":
            field = DICE.choice(["actor", "action", "about", "outcome"])
            await connection.execute(update(audit).where(audit.c.seq == one).values({field: "nobody"}))
        case "delete":
            await connection.execute(delete(audit).where(audit.c.seq == one))
        case "insert":
            row = {"at": at, "actor": "ana", "action": "cancel", "about": "meeting-x", "outcome": "cancelled"}
            await connection.execute(audit.insert().values(row))
        case "reorder":
            for seq, to in ((one, -1), (other, one), (-1, other)):
                await connection.execute(update(audit).where(audit.c.seq == seq).values(seq=to))
        case "truncate":
            last = DICE.randint(1, DAYS - 1)
            await connection.execute(delete(audit).where(audit.c.at > NOW - timedelta(days=last)))
            await connection.execute(delete(audit_seal).where(audit_seal.c.day > (NOW - timedelta(days=last)).date()))
            await connection.execute(delete(audit_seal).where(audit_seal.c.day == NOW.date() - timedelta(days=1)))
        case "rewrite":
            await connection.execute(delete(audit).where(audit.c.seq == one))


async def seal_anew(work) -> None:
    """Compute the whole chain once more over what is there now."""
    previous = GENESIS
    for old in await work.audit.list_seals():
        seal = seal_day(old.day, await work.audit.rows_of(old.day), previous)
        values = {"rows": seal.rows, "digest": seal.digest}
        await work.connection.execute(update(audit_seal).where(audit_seal.c.day == seal.day).values(values))
        previous = seal.digest


def undo() -> NoReturn:
    raise Undone


async def is_noticed(store: SqlStore, way: str, anchor: str) -> bool:
    """Tamper in a transaction, verify inside of it, and undo it."""
    problems: list[str] = []
    try:
        async with store.writing() as work:
            seqs = list((await work.connection.execute(select(audit.c.seq))).scalars())
            await tamper(work.connection, way, seqs)
            if way == "rewrite":
                await seal_anew(work)
            problems = (await Sealing(store=_Inside(work), clock=FakeClock(instant=NOW)).verify((anchor,)))[1]
            undo()
    except Undone:
        return bool(problems)


class _Inside:
    """A store that reads within the one transaction."""

    def __init__(self, work) -> None:
        self._work = work

    def reading(self):
        return self

    async def __aenter__(self):
        return self._work

    async def __aexit__(self, *_):
        """The transaction goes on."""


async def last_anchor(store: SqlStore) -> str:
    async with store.reading() as look:
        seal: Seal = await look.audit.last_seal()
    assert seal.day == date(2026, 11, 15)
    return seal.anchor


async def test_no_tampering_stays_unnoticed(trail, database_url, tell):
    anchor = await last_anchor(trail)
    assert await Sealing(store=trail, clock=FakeClock(instant=NOW)).verify((anchor,)) == (DAYS, [])
    found = [await is_noticed(trail, WAYS[number % len(WAYS)], anchor) for number in range(TAMPERINGS)]
    tell(
        Row(
            promise="the audit trail",
            done=f"{TAMPERINGS} times a row changed, removed, added, moved, the end cut, or all sealed anew, "
            f"on {kind_of(database_url)}",
            figure=f"{sum(found)} noticed",
            required=f"{TAMPERINGS}",
            is_kept=all(found),
        )
    )


async def test_without_an_anchor_a_trail_sealed_anew_passes_for_a_true_one(trail):
    async with trail.writing() as work:
        await work.connection.execute(delete(audit).where(audit.c.seq == 1))
        await seal_anew(work)
    assert (await Sealing(store=trail, clock=FakeClock(instant=NOW)).verify())[1] == []
