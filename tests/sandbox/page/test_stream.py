"""Word of changes: to whom it comes, and that it says nothing else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from sandbox.page.stream import word_of_changes
from tests.slack_world import ANA, BEN, Slack, home, modal, section

WORLD, SLACK = "event: world\ndata: {}\n\n", "event: slack\ndata: {}\n\n"

Act = Callable[[Slack], Awaitable[object]]


async def heard(words: AsyncIterator[str], slack: Slack) -> list[str]:
    """All words up to now: then the world is ended, and the stream with it."""
    slack.world.changes.end()
    return [word async for word in words]


async def begun(slack: Slack, user_id: str = ANA) -> AsyncIterator[str]:
    """A stream of which the words at its beginning were heard."""
    words = word_of_changes(slack.world, user_id)
    assert [await anext(words), await anext(words)] == [SLACK, WORLD]
    return words


async def next_word(words: AsyncIterator[str], act: Awaitable[object]) -> str:
    waiting = asyncio.ensure_future(anext(words))
    await act
    async with asyncio.timeout(10):
        return await waiting


@pytest.mark.parametrize(
    "act",
    [
        lambda slack: slack.call("chat.postMessage", channel=ANA, text="Meeting scheduled."),
        lambda slack: slack.call("views.publish", user_id=ANA, view=home(section())),
        lambda slack: slack.open_modal(modal(section())),
    ],
)
async def test_what_a_person_sees_anew_is_told_to_them_first(slack: Slack, act: Act):
    assert await next_word(await begun(slack), act(slack)) == SLACK


async def test_what_another_person_sees_is_only_a_request_more(slack: Slack):
    words = await begun(slack)
    assert await next_word(words, slack.open_modal(modal(section()), BEN)) == WORLD
    assert await heard(words, slack) == []


async def test_an_act_that_goes_over_no_wire_is_told_too(browser: httpx.AsyncClient, slack: Slack):
    words = await begun(slack)
    assert await next_word(words, browser.post("/control/faults", json={"name": "zoom_down"})) == WORLD


async def test_a_change_that_shows_nowhere_is_not_told(slack: Slack):
    words = await begun(slack)
    slack.world.changes.note()
    assert await heard(words, slack) == []


async def test_streams_end_with_the_sandbox(slack: Slack):
    assert await heard(await begun(slack), slack) == []
