"""The shortcut New meeting does what the button does, and says no in a modal: there is no channel to say it in."""

from bot.domain.refusals import NotAProfessional
from tests.builders import MADRID
from tests.slack.forms import an_empty_form
from tests.slack.reading import sentence
from tests.slack.stage import GUEST, TRIGGER


async def test_it_opens_the_form(ready):
    response = await ready.shortcut("new_meeting")
    assert (response.status_code, response.text) == (200, "")
    assert ready.client.calls == [("views.open", {"trigger_id": TRIGGER, "view": an_empty_form(MADRID)})]


async def test_without_zoom_it_opens_one_sentence_and_the_way_to_connect(slack):
    await slack.shortcut("new_meeting")
    assert sentence(slack.client.view) == "Zoom is not connected, so nothing can be scheduled."
    assert slack.client.view["blocks"][1]["elements"][0]["action_id"] == "authenticate_to_zoom"


async def test_a_refusal_is_a_modal(ready):
    response = await ready.shortcut("new_meeting", who=GUEST)
    assert (response.text, sentence(ready.client.view)) == ("", NotAProfessional().reply)


async def test_a_failure_is_a_modal(broken):
    response = await broken.shortcut("new_meeting")
    assert response.text == ""
    assert sentence(broken.client.view).startswith("Something went wrong on our side. Nothing changed. Reference ")


async def test_one_that_another_version_offered_is_only_acknowledged(ready):
    response = await ready.shortcut("my_meetings")
    assert (response.status_code, response.text, ready.client.calls) == (200, "", [])
