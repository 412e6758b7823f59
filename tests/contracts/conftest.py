"""The three stores under one contract, with what a test must be able to do to a database from outside."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.stores import Repositories, Store
from storage.engine import Engines, open_engines
from storage.tables import outbox, zoom_connection
from storage.unit_of_work import SqlStore
from storage.vault import Vault
from tests.builders import BEN, a_patient, a_professional
from tests.fakes.state import NotUniqueError
from tests.fakes.store import FakeStore


@dataclass(frozen=True, kw_only=True)
class StoreUnderTest:
    """`expire_leases` lets the database's clock pass the end of every lease."""

    store: Store
    not_unique: type[Exception]
    expire_leases: Callable[[], Awaitable[None]]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def under_test(request: pytest.FixtureRequest, vault: Vault) -> AsyncIterator[StoreUnderTest]:
    if request.param == "memory":
        yield _in_memory()
        return
    async with open_engines(request.getfixturevalue(f"{request.param}_url")) as engines:
        yield _over_sql(engines, vault)


@pytest.fixture
def store(under_test: StoreUnderTest) -> Store:
    return under_test.store


@pytest.fixture
def not_unique(under_test: StoreUnderTest) -> type[Exception]:
    """What the store raises for what is there already."""
    return under_test.not_unique


@pytest.fixture
async def work(store: Store) -> AsyncIterator[Repositories]:
    """One transaction around the whole test."""
    async with store.writing() as repositories:
        yield repositories


@pytest.fixture
async def people(store: Store) -> None:
    """Ana, Ben and Noah, for what refers to them."""
    async with store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_professional(a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))
        await work.people.save_patient(a_patient())


def _in_memory() -> StoreUnderTest:
    store = FakeStore()

    async def expire_leases() -> None:
        store.leases.now += timedelta(hours=1)

    return StoreUnderTest(store=store, not_unique=NotUniqueError, expire_leases=expire_leases)


def _over_sql(engines: Engines, vault: Vault) -> StoreUnderTest:
    async def expire_leases() -> None:
        async with engines.writer.begin() as connection:
            for table in (outbox, zoom_connection):
                await connection.execute(update(table).values(lease_until_ms=table.c.lease_until_ms - 3_600_000))

    store = SqlStore(engines=engines, vault=vault, lease=timedelta(seconds=30))
    return StoreUnderTest(store=store, not_unique=IntegrityError, expire_leases=expire_leases)
