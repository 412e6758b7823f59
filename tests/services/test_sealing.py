from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError
from bot.services.sealing import Sealing
from tests.builders import NOW
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore


class FakeOperator:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.is_away = False

    async def tell(self, subject: str, text: str, *, key: str) -> None:
        if self.is_away:
            raise DeliveryError("smtp_unreachable")
        self.told.append(text)


@pytest.fixture
def operator():
    return FakeOperator()


@pytest.fixture
async def sealing(operator):
    """The trail has two days, of which both are over."""
    store = FakeStore()
    async with store.writing() as work:
        for days in (2, 1):
            at = NOW - timedelta(days=days)
            await work.audit.add(at=at, actor="ana", action="cancel", about="meeting-one", outcome="cancelled")
    return Sealing(store=store, clock=FakeClock(), operator=operator)


async def seals(sealing):
    async with sealing.store.reading() as look:
        return await look.audit.list_seals()


async def test_each_day_is_sealed_once(sealing):
    await sealing.seal()
    first = await seals(sealing)
    await sealing.seal()
    assert [(seal.day.isoformat(), seal.rows) for seal in first] == [("2026-11-14", 1), ("2026-11-15", 1)]
    assert await seals(sealing) == first


async def test_a_day_without_rows_is_sealed_too(sealing):
    await sealing.seal()
    sealing.clock.advance(timedelta(days=2))
    await sealing.seal()
    assert [seal.rows for seal in await seals(sealing)] == [1, 1, 0, 0]


async def test_the_operator_gets_the_newest_anchor_once(sealing, operator):
    await sealing.seal()
    await sealing.seal()
    [text] = operator.told
    assert f"--anchor {(await seals(sealing))[-1].anchor}" in text


async def test_an_anchor_that_was_not_taken_is_mailed_the_next_time(sealing, operator):
    operator.is_away = True
    await sealing.seal()
    operator.is_away = False
    await sealing.seal()
    assert len(operator.told) == 1


async def test_what_was_sealed_is_found_as_it_was(sealing):
    await sealing.seal()
    anchor = (await seals(sealing))[-1].anchor
    assert await sealing.verify((anchor,)) == (2, [])
    assert await sealing.verify(("2026-11-15:" + "0" * 64,)) == (
        2,
        ["2026-11-15: the seal of this day is not that of the anchor"],
    )
