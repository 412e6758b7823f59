import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.parting import Leave, PartingStep
from bot.domain.refusals import NotManageable
from bot.domain.zoom_connection import ConnectionState
from bot.slack.commands import connect_message
from bot.slack.modals.disconnect import disconnect_form, parting_view
from bot.slack.modals.plain import message_modal
from tests.builders import LINKS, a_professional, a_scheduled_meeting
from tests.slack.facts import an_own_meeting
from tests.slack.stage import chosen, submitted

ONE = Leave(first=(an_own_meeting(),), count=1)
WHAT_IT_MEANS = (
    "Consulta deletes its Zoom authorization and tells Zoom to revoke it. "
    "You can't manage meetings until you connect again."
)
MESSAGE = connect_message(a_professional(), LINKS)


def words(view):
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


async def send(slack, fate, reason="", leave=ONE):
    view = submitted(disconnect_form(leave), upcoming=chosen(fate), reason=reason)
    return (await slack.submit(view)).json()


async def connection(slack):
    async with slack.store.reading() as look:
        return await look.connections.find("professional-ana")


@pytest.mark.parametrize("way", ["command", "button"])
async def test_disconnecting_asks_what_becomes_of_the_meetings(ready, way):
    await ready.add(a_scheduled_meeting())
    await (ready.command("disconnect") if way == "command" else ready.click("disconnect_zoom"))
    [(method, arguments)] = ready.client.calls
    assert (method, arguments["view"]["title"]["text"]) == ("views.open", "Disconnect Zoom")
    assert words(arguments["view"]) == [
        WHAT_IT_MEANS,
        "Thu, Nov 19, 3:00 to 3:50 PM, Noah Clarke",
    ]


def test_the_two_fates_and_the_reason_are_asked_for():
    [fates, reason] = [block for block in disconnect_form(ONE)["blocks"] if block["type"] == "input"]
    assert [option["text"]["text"] for option in fates["element"]["options"]] == [
        "Keep them in Zoom",
        "Cancel them and email the patients",
    ]
    assert fates["element"]["initial_option"]["value"] == "keep"
    assert (reason["label"]["text"], reason["optional"]) == ("Reason your patients read", True)


def test_more_than_five_are_counted():
    view = disconnect_form(Leave(first=(an_own_meeting(),) * 5, count=7))
    assert [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"] == ["and 2 more"]


async def test_with_nothing_ahead_nothing_is_asked(ready):
    await ready.command("disconnect")
    assert [block["type"] for block in ready.client.view["blocks"]] == ["section"]


async def test_keeping_begins_to_disconnect(ready):
    await ready.add(a_scheduled_meeting())
    assert await send(ready, "keep") == {"response_action": "update", "view": parting_view(PartingStep.ASKING)}
    assert (await connection(ready)).state is ConnectionState.DISCONNECTING


async def test_cancelling_needs_a_reason_beside_the_field(ready):
    await ready.add(a_scheduled_meeting())
    errors = {"reason": "Write a reason for your patients."}
    assert await send(ready, "cancel") == {"response_action": "errors", "errors": errors}
    assert (await connection(ready)).state is ConnectionState.CONNECTED


async def test_cancelling_cancels_and_clears_first(ready):
    await ready.add(a_scheduled_meeting())
    answer = await send(ready, "cancel", "I am moving.")
    assert answer == {"response_action": "update", "view": parting_view(PartingStep.CLEARING)}
    async with ready.store.reading() as look:
        assert (await look.meetings.get("meeting-one")).status is MeetingStatus.CANCELLED


async def test_a_double_click_disconnects_once(ready):
    await ready.add(a_scheduled_meeting())
    first = await send(ready, "keep")
    assert await send(ready, "keep") == first


async def test_home_says_that_zoom_is_being_disconnected(ready):
    await send(ready, "keep", leave=Leave())
    await ready.open_home()
    assert words(ready.client.view)[0] == "Disconnecting from Zoom."


async def test_who_is_not_connected_gets_the_connect_button(slack):
    answer = (await slack.command("disconnect")).json()
    assert answer["text"] == MESSAGE.text
    view = {"response_action": "update", "view": message_modal(MESSAGE)}
    assert await send(slack, "keep") == view


async def test_the_menu_of_a_disconnecting_professional_only_shows_details(ready):
    await ready.add(a_scheduled_meeting())
    await send(ready, "keep")
    await ready.open_home()
    [menu] = [block["accessory"] for block in ready.client.view["blocks"] if "accessory" in block]
    assert [option["text"]["text"] for option in menu["options"]] == ["Details"]


async def test_a_meeting_cannot_be_managed_any_more(ready):
    await ready.add(a_scheduled_meeting())
    await send(ready, "keep")
    await ready.click("cancel_meeting", "meeting-one")
    assert words(ready.client.view) == [NotManageable().reply]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (PartingStep.CONFIRMED, "Zoom is disconnected. Authorization deleted here; Zoom confirmed."),
        (PartingStep.NOT_ANSWERED, "Disconnecting from Zoom. Zoom did not answer; we keep asking."),
        (PartingStep.CLEARING, "Disconnecting from Zoom. Your canceled meetings are being cleared first."),
    ],
)
def test_the_result_says_how_far_it_has_come(step, sentence):
    assert words(parting_view(step)) == [sentence]
    assert parting_view(step)["close"]["text"] == "Done"
