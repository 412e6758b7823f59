from datetime import timedelta

import pytest

from bot.domain.day_message import MessagePlace
from bot.slack.nudges import nudge_message
from tests.builders import ANA, LINKS, NEW_YORK, a_meeting, a_professional
from tests.slack.facts import an_own_meeting

PLACE = MessagePlace(channel="D0ANA000001", ts="1763000000.000100")


def nudge(minutes, **changes):
    return nudge_message(an_own_meeting(at=a_meeting().starts_at - timedelta(minutes=minutes), **changes), LINKS)


def test_it_says_when_the_meeting_starts_on_the_professionals_clock():
    assert nudge(10).text == "Your meeting starts at 3:00 PM."
    assert nudge(10, professional=a_professional(zone=NEW_YORK)).text == "Your meeting starts at 9:00 AM."


@pytest.mark.parametrize(("minutes", "action", "is_link"), [(15, "start_link", True), (30, "start_meeting", False)])
def test_start_is_a_link_within_the_window_and_asks_for_one_before(minutes, action, is_link):
    [button] = nudge(minutes).blocks[1]["elements"]
    assert (button["action_id"], "url" in button) == (action, is_link)


async def test_it_is_posted_to_the_person_and_its_place_is_told(messenger):
    own = an_own_meeting()
    assert await messenger.post_nudge(own) == PLACE
    ((method, arguments),) = messenger.client.calls
    told = nudge_message(own, LINKS).text
    assert (method, arguments["channel"], arguments["text"]) == ("chat.postMessage", ANA.slack_user_id, told)


async def test_it_is_taken_away_from_where_it_stands(messenger):
    await messenger.delete_message(PLACE)
    assert messenger.client.calls == [("chat.delete", {"channel": PLACE.channel, "ts": PLACE.ts})]
