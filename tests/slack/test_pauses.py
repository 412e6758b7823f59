"""Slack's pauses, by method and channel."""

from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError
from bot.domain.meeting import CardPlace, MeetingStatus
from bot.slack.messenger import SlackMessenger
from tests.builders import BEN, a_professional
from tests.fakes.edges import FakeClock
from tests.fakes.slack import FakeSlackClient
from tests.slack.examples import a_card
from tests.slack.stage import LINKS

PLACE = CardPlace(channel="D0ANA000001", ts="1.1", posted_as=MeetingStatus.SCHEDULED)


@pytest.fixture
def messenger():
    return SlackMessenger(client=FakeSlackClient(), links=LINKS, clock=FakeClock())


async def slow_down(messenger, seconds="30"):
    """Have one message refused for so long."""
    client = messenger.client
    client.status, client.headers_of_answers = 429, {"Retry-After": seconds}
    client.refuse("chat.postMessage", "ratelimited")
    with pytest.raises(DeliveryError) as refused:
        await messenger.post_card(a_card())
    client.status, client.headers_of_answers, client.answers = 200, {}, {}
    client.calls.clear()
    return refused.value


async def test_while_slack_wants_a_pause_it_is_not_asked_again(messenger):
    first = await slow_down(messenger)
    with pytest.raises(DeliveryError) as again:
        await messenger.post_card(a_card())
    assert (again.value.retry_at, messenger.client.calls) == (first.retry_at, [])


async def test_another_channel_and_another_method_are_not_held_up(messenger):
    await slow_down(messenger)
    await messenger.update_card(PLACE, a_card())
    await messenger.post_card(a_card(professional=a_professional(slack_user_id=BEN.slack_user_id)))
    assert messenger.client.methods == ["chat.update", "chat.postMessage"]


async def test_after_the_pause_slack_is_asked_again(messenger):
    await slow_down(messenger)
    messenger.clock.advance(timedelta(seconds=31))
    await messenger.post_card(a_card())
    assert messenger.client.methods == ["chat.postMessage"]


async def test_without_a_time_there_is_nothing_to_keep(messenger):
    await slow_down(messenger, seconds="soon")
    await messenger.post_card(a_card())
    assert messenger.client.methods == ["chat.postMessage"]
