import pytest

from bot.domain.zoom_connection import ConnectionState
from bot.slack.home import home_not_loaded, home_of_stranger, home_view
from tests.builders import ANA, a_connection, a_scheduled_meeting
from tests.slack.examples import an_own_meeting, home_facts
from tests.slack.stage import GUEST, LINKS

DISCONNECTED = home_facts(connection=None, has_patients=False)


def texts(view):
    """The words of each block, the first element's where it has several."""
    parts = [block.get("text") or block.get("label") or block["elements"][0] for block in view["blocks"]]
    words = [part.get("text") or part["placeholder"] for part in parts]
    return [each if isinstance(each, str) else each["text"] for each in words]


async def test_home_of_somebody_not_connected(slack):
    await slack.open_home()
    assert slack.client.calls == [
        ("views.publish", {"user_id": ANA.slack_user_id, "view": home_view(DISCONNECTED, LINKS)})
    ]


async def test_home_of_somebody_connected(ready):
    await ready.open_home()
    assert texts(ready.client.view) == [
        "Meetings",
        "Zoom is connected. It has been since today, and last worked today at 10:00 AM.",
        "New meeting",
        "My meetings",
        "All patients",
        "Search",
        "Upcoming meetings, soonest first.",
        "No upcoming meetings. Click New meeting to schedule one.",
        f"Times are in Madrid time. Questions? <{LINKS.support}|Contact support>. <{LINKS.privacy}|Privacy>.",
    ]


async def test_home_tells_of_meetings_left_in_zoom(slack):
    await slack.add(a_scheduled_meeting(), a_scheduled_meeting(id="two", nonce="b" * 20))
    await slack.open_home()
    assert texts(slack.client.view)[-1] == (
        "*2 upcoming meetings are still in Zoom.* Patients can open their links. "
        "You can't manage them here until you connect."
    )


def test_a_single_meeting_left_in_zoom_is_told_as_one():
    view = home_view(home_facts(connection=None, upcoming=1), LINKS)
    assert texts(view)[-1].startswith("*1 upcoming meeting is still in Zoom.* Patients can open its link.")


async def test_home_without_patients_leads_to_them(slack):
    await slack.connect()
    await slack.open_home()
    assert "No patient has chosen you yet." in texts(slack.client.view)


async def test_home_of_a_guest_says_what_this_is(slack):
    await slack.open_home(who=GUEST)
    assert slack.client.view == home_of_stranger(LINKS)


async def test_the_messages_tab_draws_nothing(slack):
    await slack.open_home(tab="messages")
    assert slack.client.calls == []


async def test_home_that_cannot_be_loaded_says_so(broken):
    await broken.open_home()
    reference = texts(broken.client.view)[1].rsplit(" ", 1)[-1].rstrip(".")
    assert broken.client.view == home_not_loaded(reference, LINKS)


@pytest.mark.parametrize(
    ("at_risk", "words"),
    [
        (0, "The next meeting is {when}."),
        (1, "1 meeting in the next 7 days depends on it. The next is {when}."),
        (2, "2 meetings in the next 7 days depend on it. The next is {when}."),
    ],
)
def test_a_connection_that_ended_is_shown_with_what_depends_on_it(at_risk, words):
    broken = a_connection(grant=None, state=ConnectionState.BROKEN)
    facts = home_facts(connection=broken, at_risk=at_risk, next=an_own_meeting())
    said = words.format(when="Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time")
    assert home_view(facts, LINKS)["blocks"][1]["text"]["text"] == f"*Zoom needs you to connect again.* {said}"
