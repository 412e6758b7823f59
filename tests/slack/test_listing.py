from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from tests.builders import ANA, BEN, NOW, a_patient, a_scheduled_meeting
from tests.slack.stage import chosen

DAY = timedelta(days=1)
MIA = a_patient(id="patient-mia", name="Mía García", mail="mia@patients.example")


def nth(number, **changes):
    plain = {"id": f"meeting-{number:03}", "nonce": f"{number:020}", "starts_at": NOW + number * DAY}
    return a_scheduled_meeting(**{"topic": f"Topic {number}", **plain, **changes})


def topics(view):
    """The topics of the rows in the list, not of the next meeting above it."""
    rows = [block for block in view["blocks"] if "fields" in block and block.get("block_id") != "next"]
    return [row["fields"][1]["text"].removeprefix("Topic: ") for row in rows]


def words(view):
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section" and "text" in block]


def element(view, action_id):
    found = [each for block in view["blocks"] for each in [*block.get("elements", []), block.get("accessory") or {}]]
    return next(each for each in found if str(each.get("action_id", "")).partition(":")[0] == action_id)


@pytest.fixture
async def listed(ready):
    """Twelve meetings to come, one of Mia's, and one that was cancelled."""
    await ready.trust(a_patient(), MIA)
    await ready.add(
        *(nth(number) for number in range(1, 12)),
        nth(12, patient_id=MIA.id),
        nth(13, status=MeetingStatus.CANCELLED),
    )
    return ready


async def in_home(slack, action_id, value="", **more):
    """Use an element of Home; returns Home as it is published then."""
    slack.client.calls.clear()
    await slack.click(action_id, value, view={"type": "home", "id": "V0HOME"}, **more)
    return slack.client.view


async def select_in_home(slack, action_id, value):
    slack.client.calls.clear()
    action = {"type": "static_select", "action_id": action_id, "block_id": "b", "selected_option": chosen(value)}
    await slack.interact("block_actions", ANA, actions=[action], view={"type": "home", "id": "V0HOME"})
    return slack.client.view


async def test_home_lists_ten_and_leads_to_the_rest(listed):
    await listed.open_home()
    first = listed.client.view
    assert topics(first) == [f"Topic {number}" for number in range(1, 11)]
    second = await in_home(listed, "next_page", element(first, "next_page")["value"])
    assert topics(second) == ["Topic 11", "Topic 12"]
    back = await in_home(listed, "previous_page", element(second, "previous_page")["value"])
    assert topics(back) == topics(first)


async def test_home_is_filtered_by_status_and_patient_and_stays_so(listed):
    assert topics(await select_in_home(listed, "filter_status", "cancelled")) == ["Topic 13"]
    assert words(await select_in_home(listed, "filter_patient", MIA.id)) == [
        "*Tue, Nov 17, 10:00 to 10:50 AM*\nScheduled.",
        "No meeting matches.",
    ]
    assert topics(await select_in_home(listed, "filter_status", "upcoming")) == ["Topic 12"]
    listed.client.calls.clear()
    await listed.open_home()
    assert topics(listed.client.view) == ["Topic 12"]


async def test_home_is_searched_with_enter_and_cleared(listed):
    found = await in_home(listed, "search", "garcia")
    assert topics(found) == ["Topic 12"]
    cleared = await in_home(listed, "clear_filters")
    search = next(block for block in cleared["blocks"] if block["type"] == "input")
    assert (len(topics(cleared)), search["block_id"]) == (10, "search:1")


async def test_a_row_offers_what_is_possible_now(listed):
    await listed.open_home()
    menu = element(listed.client.view, "meeting_menu")
    assert [option["value"] for option in menu["options"]][-1] == "cancel_meeting:meeting-001"
    await in_home(listed, "meeting_menu", "cancel_meeting:meeting-001")
    assert listed.client.view["callback_id"] == "cancel_meeting"


async def test_the_command_opens_the_list_with_its_words_as_a_search(listed):
    await listed.command("list mía garcia")
    assert (topics(listed.client.view), words(listed.client.view)[0]) == (["Topic 12"], "Showing: mía garcia.")


async def test_the_modal_is_searched_by_submitting_it(listed):
    await listed.command("list")
    view = {**listed.client.view, "id": "V0LIST", "state": {"values": {"search:0": {"search": {"value": "garcia"}}}}}
    answer = (await listed.submit(view)).json()
    assert (answer["response_action"], topics(answer["view"])) == ("update", ["Topic 12"])


async def test_the_modal_is_turned_over_and_filtered_in_place(listed):
    await listed.command("list")
    drawn = listed.client.view
    turned = await in_modal(listed, drawn, "next_page", element(drawn, "next_page")["value"])
    assert topics(turned) == ["Topic 11", "Topic 12"]
    assert topics(await in_modal(listed, turned, "filter_status", "cancelled")) == ["Topic 13"]


async def test_a_change_that_came_too_late_for_the_modal_is_dropped(listed):
    await listed.command("list")
    drawn = listed.client.view
    listed.client.refuse("views.update", "hash_conflict")
    await in_modal(listed, drawn, "clear_filters", "")
    assert listed.client.methods == ["views.update"]


async def in_modal(slack, view, action_id, value):
    slack.client.calls.clear()
    await slack.click(action_id, value, view={**view, "id": "V0LIST", "hash": "1.abc"})
    ((_, arguments),) = slack.client.calls
    assert (arguments["view_id"], arguments["hash"]) == ("V0LIST", "1.abc")
    return arguments["view"]


async def test_an_act_over_the_list_redraws_it(listed):
    await listed.command("list")
    drawn = {**listed.client.view, "id": "V0LIST", "hash": "1.abc"}
    listed.client.calls.clear()
    await listed.click("meeting_menu", "cancel_meeting:meeting-001", view=drawn)
    form = {**listed.client.view, "id": "V0FORM", "previous_view_id": "V0LIST", "root_view_id": "V0LIST"}
    listed.client.calls.clear()
    await listed.submit({**form, "state": {"values": {"reason": {"reason": {"value": "I am ill."}}}}})
    assert topics(listed.client.view)[0] == "Topic 2"


async def test_the_patient_filter_offers_all_and_ones_own(listed):
    answer = (await listed.choose("filter_patient")).json()
    assert [option["text"]["text"] for option in answer["options"]] == ["All patients", "Mía García", "Noah Clarke"]


async def test_a_colleagues_list_is_their_own(listed):
    await listed.open_home(who=BEN)
    assert topics(listed.client.view) == []


async def test_cancel_with_words_asks_about_the_one_that_fits(listed):
    await listed.command("cancel garcia")
    assert listed.client.view["private_metadata"] == '{"meeting":"meeting-012"}'


async def test_cancel_with_words_that_fit_several_lists_them(listed):
    await listed.command("cancel topic 1")
    assert topics(listed.client.view) == ["Topic 1", "Topic 10", "Topic 11", "Topic 12"]


@pytest.mark.parametrize("value", ["", "after x y", "after 1e400 m", "sideways 5 m", "after 99999999999999 m"])
async def test_a_page_that_is_not_ours_is_the_first(listed, value):
    assert topics(await in_home(listed, "next_page", value))[:1] in (["Topic 1"], [])


async def test_who_is_not_connected_is_shown_the_way_instead_of_a_list(slack):
    answer = (await slack.command("list")).json()
    assert answer["text"] == "Zoom is not connected, so nothing can be scheduled."
