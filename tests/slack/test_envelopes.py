import asyncio

import pytest

from bot.slack import envelopes
from bot.slack.envelopes import Envelopes


@pytest.fixture
def handled():
    """What was handled, in order."""
    return []


@pytest.fixture
def answer(handled):
    kept = Envelopes()

    async def answer(envelope_id):
        async def handle():
            handled.append(envelope_id)
            await asyncio.sleep(0)
            return {"number": len(handled)}

        return await kept.answer(envelope_id, handle)

    return answer


async def test_each_envelope_is_handled_and_answered(answer, handled):
    assert [await answer("a"), await answer("b")] == [{"number": 1}, {"number": 2}]
    assert handled == ["a", "b"]


async def test_one_that_comes_again_is_answered_as_before(answer, handled):
    assert [await answer("a"), await answer("a")] == [{"number": 1}] * 2
    assert handled == ["a"]


async def test_one_that_comes_again_meanwhile_waits_for_the_answer(answer, handled):
    assert await asyncio.gather(answer("a"), answer("a")) == [{"number": 1}] * 2
    assert handled == ["a"]


async def test_what_was_answered_is_not_kept_for_long(answer, handled, monkeypatch):
    monkeypatch.setattr(envelopes, "_SECONDS_KEPT", 0)
    await answer("a")
    await answer("a")
    assert handled == ["a", "a"]
