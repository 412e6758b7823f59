"""A neighbour who is away is tried now and then, and nothing that waits is spent on it."""

from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError, ZoomError
from bot.services.breaker import Breaker
from bot.services.delivering import Delivering, Settlement
from tests.builders import NOW, an_entry
from tests.fakes.edges import FakeClock
from tests.fakes.effects import KIND, FakeEffect
from tests.fakes.store import FakeStore

SECOND = timedelta(seconds=1)
AWAY = ZoomError("unknown")


def opened():
    breaker = Breaker(name="zoom")
    for _ in range(5):
        breaker.note(AWAY)
    return breaker


@pytest.mark.parametrize("code", ["unknown", "slack_unreachable", "slack_http_503", "smtp_timeout"])
def test_five_failures_in_a_row_that_say_away_open_it(code):
    breaker = Breaker(name="any")
    for _ in range(4):
        breaker.note(DeliveryError(code))
    assert not breaker.is_open
    breaker.note(DeliveryError(code))
    assert breaker.is_open


@pytest.mark.parametrize(
    "code", ["rate", "daily_limit", "not_connected", "refused", "smtp_550", "smtp_cut", "slack_ratelimited"]
)
def test_an_answer_is_an_answer_whatever_it_says(code):
    breaker = opened()
    breaker.note(ZoomError(code))
    assert not breaker.is_open


def test_while_it_is_open_one_is_tried_each_half_minute():
    breaker = opened()
    given = []
    for seconds in range(0, 95, 5):
        now = NOW + seconds * SECOND
        allowed = breaker.allowed(4, now)
        if allowed:
            breaker.note_try(now)
        given.append(allowed)
    assert (sum(given), max(given)) == (4, 1)


def test_a_success_closes_it():
    breaker = opened()
    breaker.note(None)
    assert breaker.allowed(4, NOW) == 4


def test_a_clock_that_was_set_back_keeps_nobody_away_for_longer():
    breaker = opened()
    breaker.note_try(NOW)
    assert breaker.allowed(4, NOW - timedelta(days=1)) == 1


async def test_what_waits_is_not_spent_while_the_neighbour_is_away_and_all_goes_out_after():
    store, clock, effect = FakeStore(), FakeClock(), FakeEffect()
    delivering = Delivering(
        store=store, clock=clock, effects={KIND: effect}, owner="worker", spread=lambda: 0.0, breaker=opened()
    )
    async with store.writing() as work:
        await work.outbox.add(*(an_entry(key=str(number), kind=KIND) for number in range(9)))
    effect.outcomes = [AWAY]
    for _ in range(6):  # half a minute of ticks
        for entry in await delivering.claim(4):
            await delivering.deliver(entry)
        clock.advance(5 * SECOND)
    attempts = [stored.entry.attempts for stored in store.state.outbox.values()]
    assert sum(attempts) == 1
    effect.outcomes = [Settlement()] * 9
    clock.advance(30 * SECOND)
    for _ in range(4):
        for entry in await delivering.claim(4):
            await delivering.deliver(entry)
    assert {stored.entry.state.value for stored in store.state.outbox.values()} == {"done"}
