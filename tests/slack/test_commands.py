from datetime import timedelta

import pytest

from bot.slack.beneath import its_meeting_id
from bot.slack.commands import nearest_command
from bot.slack.ids import CommandWord
from tests.builders import ANA, LINKS, MADRID, NEW_YORK, a_meeting, a_patient, a_scheduled_meeting
from tests.slack.forms import an_empty_form
from tests.slack.reading import actions, sentence
from tests.slack.stage import TRIGGER


async def test_the_next_meeting_is_told_by_initials(ready):
    await ready.add(a_scheduled_meeting())
    answer = (await ready.command("")).json()
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == "Next meeting: Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time with N. C."
    assert actions(answer["blocks"]) == ["Details", "New meeting", "My meetings"]


async def test_a_meeting_in_another_zone_is_told_on_both_clocks(ready):
    await ready.add(a_meeting(zone=NEW_YORK))
    assert "3:00 to 3:50 PM, Madrid time (9:00 AM, New York time)" in (await ready.command("")).json()["text"]


async def test_who_has_no_meeting_is_told_so(ready):
    assert (await ready.command("")).json()["text"] == "You have no upcoming meetings."


async def test_who_is_not_connected_is_offered_to_connect(slack):
    answer = (await slack.command("")).json()
    assert answer["text"] == "Zoom is not connected, so nothing can be scheduled."
    assert answer["blocks"][1]["elements"][0]["url"] == LINKS.connect(ANA)


async def test_new_opens_the_form_in_the_zone_of_the_professional(ready):
    response = await ready.command("new")
    assert (response.status_code, response.text) == (200, "")
    assert ready.client.calls == [("views.open", {"trigger_id": TRIGGER, "view": an_empty_form(MADRID)})]


async def test_new_without_zoom_opens_one_sentence_and_the_way_to_connect(slack):
    await slack.command("new")
    assert sentence(slack.client.view) == "Zoom is not connected, so nothing can be scheduled."
    assert actions(slack.client.view["blocks"]) == ["Authenticate to Zoom"]


async def test_new_without_patients_leads_to_patients(slack):
    await slack.connect()
    await slack.command("new")
    assert sentence(slack.client.view) == "No patient has chosen you yet."
    assert actions(slack.client.view["blocks"]) == ["Patients"]


async def test_connect_offers_the_way_to_zoom(slack):
    assert actions((await slack.command("connect")).json()["blocks"]) == ["Authenticate to Zoom"]


async def test_connect_says_when_there_is_nothing_to_do(ready):
    assert (await ready.command("connect")).json()["text"] == "Zoom is already connected."


async def test_cancel_opens_the_form_of_the_only_meeting(ready):
    await ready.add(a_scheduled_meeting())
    await ready.command("cancel")
    assert its_meeting_id(ready.client.view) == "meeting-one"


async def test_cancel_lists_several_meetings_by_full_name(ready):
    await ready.add(a_scheduled_meeting(), a_scheduled_meeting(id="meeting-two", nonce="b" * 20))
    await ready.command("cancel")
    rows = ready.client.view["blocks"][1:]
    assert [row["accessory"]["action_id"] for row in rows] == ["cancel_meeting:0", "cancel_meeting:1"]
    assert rows[0]["text"]["text"] == "*Thu, Nov 19, 3:00 to 3:50 PM*\nScheduled."
    assert [each["text"] for each in rows[0]["fields"]] == [f"Patient: {a_patient().name}", "Topic: Follow-up"]


async def test_cancel_says_when_there_is_nothing_to_cancel(ready):
    await ready.command("cancel")
    assert sentence(ready.client.view) == "No upcoming meeting matches."


async def test_help_lists_only_what_there_is(slack):
    text = (await slack.command("help")).json()["text"]
    assert {word for word in CommandWord if f"`/meeting {word}" in text and word} == {
        "new",
        "list",
        "cancel",
        "connect",
        "disconnect",
        "patients",
        "profile",
    }


async def test_an_unknown_word_gets_the_nearest_command(slack):
    answer = (await slack.command("cancle my meeting")).json()
    assert answer["text"] == 'I don\'t know "cancle". Did you mean `/meeting cancel`?'
    assert actions(answer["blocks"]) == ["Use cancel", "Help"]


async def test_a_word_like_no_command_gets_help(slack):
    answer = (await slack.command("<!here>")).json()
    assert answer["text"] == 'I don\'t know "&lt;!here&gt;".'
    assert actions(answer["blocks"]) == ["Help"]


@pytest.mark.parametrize(("word", "near"), [("hlep", "help"), ("NEW", None), ("conect", "connect"), ("xyz", None)])
def test_only_a_near_word_is_suggested(word, near):
    assert nearest_command(word) == near


async def test_a_command_is_read_whatever_its_case(ready):
    assert (await ready.command("  HELP  ")).json()["text"].startswith("`/meeting new tomorrow 3pm`")


async def test_use_cancel_does_what_the_command_does(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("use_command", "cancel")
    assert its_meeting_id(ready.client.view) == "meeting-one"


async def test_the_help_button_opens_help_as_a_modal(slack):
    await slack.click("help")
    assert sentence(slack.client.view).startswith("`/meeting new tomorrow 3pm` opens the form, filled in.")


@pytest.mark.parametrize("action_id", ["authenticate_to_zoom", "contact_support", "from_another_version"])
async def test_a_click_with_nothing_to_do_is_only_acknowledged(slack, action_id):
    response = await slack.click(action_id)
    assert (response.status_code, response.text, slack.client.calls) == (200, "", [])


async def test_status_says_since_when_zoom_is_connected_and_when_it_last_worked(ready):
    ready.desk.listing.clock.instant += timedelta(days=2)
    async with ready.store.writing() as work:
        await work.connections.note_worked("professional-ana", ready.desk.listing.clock.instant)
    answer = (await ready.command("status")).json()
    assert answer["text"] == "Zoom has been connected since Nov 16. It last worked today at 10:00 AM."


async def test_status_without_zoom_is_the_way_to_connect(slack):
    assert actions((await slack.command("status")).json()["blocks"]) == ["Authenticate to Zoom"]
