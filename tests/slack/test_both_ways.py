"""Each kind of request, by HTTP and through the socket: the same answers, the same calls."""

import pytest

from bot.slack.home import home_of_stranger
from tests.builders import LINKS, MADRID, a_scheduled_meeting
from tests.slack.forms import an_empty_form
from tests.slack.socket_server import a_socket_stage
from tests.slack.stage import GUEST, STRANGER, TRIGGER, TYPED, submitted

FORM = submitted(an_empty_form(MADRID), **TYPED)


@pytest.fixture(params=["http", "socket mode"])
async def either(request, ready):
    if request.param == "http":
        yield ready
        return
    async with a_socket_stage(ready) as stage:
        yield stage


def meetings_of(stage):
    return list(stage.store.state.meetings.values())


async def test_a_command_is_answered_in_its_acknowledgement(either):
    await either.add(a_scheduled_meeting())
    answer = (await either.command("")).json()
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == "Next meeting: Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time with N. C."


async def test_a_command_that_opens_a_form_is_only_acknowledged(either):
    response = await either.command("new")
    assert (response.status_code, response.text) == (200, "")
    assert either.client.calls == [("views.open", {"trigger_id": TRIGGER, "view": an_empty_form(MADRID)})]


async def test_a_shortcut_opens_the_form(either):
    response = await either.shortcut("new_meeting")
    assert (response.text, either.client.methods) == ("", ["views.open"])


async def test_a_click_opens_the_form(either):
    response = await either.click("new_meeting")
    assert (response.text, either.client.methods) == ("", ["views.open"])


async def test_a_form_makes_a_meeting_and_shows_that_it_is_under_way(either):
    answer = (await either.submit(FORM)).json()
    [meeting] = meetings_of(either)
    assert (answer["response_action"], meeting.topic) == ("update", "Follow-up")
    assert answer["view"]["blocks"][0]["text"]["text"].startswith("*Scheduling*")


async def test_what_is_wrong_is_said_beside_its_field(either):
    past = submitted(an_empty_form(MADRID), **{**TYPED, "date": "2026-11-01"})
    assert (await either.submit(past)).json() == {
        "response_action": "errors",
        "errors": {"date": "This time has passed. Choose a later one."},
    }
    assert meetings_of(either) == []


async def test_the_same_form_submitted_again_gives_the_meeting_it_made(either):
    first, second = [(await either.submit(FORM)).json() for _ in range(2)]
    assert (first, len(meetings_of(either))) == (second, 1)


async def test_options_come_back(either):
    options = (await either.choose("patient", "noah")).json()["options"]
    assert [option["value"] for option in options] == ["patient-noah"]


async def test_an_event_draws_home(either):
    response = await either.open_home(who=STRANGER)
    assert (response.text, either.client.view) == ("", home_of_stranger(LINKS))


async def test_whom_we_do_not_serve_is_refused(either):
    answer = (await either.command("help", who=GUEST)).json()
    assert answer["text"].endswith("Your Slack account is not set up as a professional here.")


async def test_what_breaks_is_answered_all_the_same(either):
    def reading():
        raise RuntimeError("Noah Clarke")

    either.store.reading = reading
    assert (await either.command("help")).json()["text"].startswith("Something went wrong on our side.")
