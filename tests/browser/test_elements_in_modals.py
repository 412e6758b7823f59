"""Each element of a form: filled in on the page, it is submitted as Slack documents it."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.browser.documented import asked_for_options, clicked_in_view, closed, submitted
from tests.browser.hands import choose, find_by_typing, pick, press, tick, write, write_and_enter
from tests.slack_world import ANA, BEN, an_input, element, modal, option, plain, text_input

pytestmark = pytest.mark.asyncio(loop_scope="session")

TWO = [option("one"), option("two")]
GROUPS = [{"label": plain("First"), "options": [option("one")]}, {"label": plain("Second"), "options": [option("two")]}]
DESCRIBED = [{**option("one"), "description": plain("The first")}, option("two")]


async def nothing(page):
    """Leave the field as it is."""


# What the form asks for, what the person does, and what is submitted of it.
USES = {
    "a text": (text_input(), write("Topic", "Follow-up"), {"value": "Follow-up"}),
    "a long text": (text_input(multiline=True), write("Topic", "One\nTwo"), {"value": "One\nTwo"}),
    "an untouched text": (text_input(initial_value="Check"), nothing, {"value": "Check"}),
    "a static select": (element("static_select", options=TWO), choose("Topic", "Two"), {"selected_option": TWO[1]}),
    "a static select with groups": (
        element("static_select", option_groups=GROUPS),
        find_by_typing("Topic", "tw", "Two"),
        {"selected_option": TWO[1]},
    ),
    "an external select": (
        element("external_select", min_query_length=1),
        find_by_typing("Topic", "t", "Two"),
        {"selected_option": TWO[1]},
    ),
    "a users select": (element("users_select"), choose("Topic", "Ben Okafor"), {"selected_user": BEN}),
    "a date picker": (element("datepicker"), write("Topic", "2027-02-28"), {"selected_date": "2027-02-28"}),
    "a time picker": (element("timepicker"), write("Topic", "15:30"), {"selected_time": "15:30"}),
    "checkboxes": (element("checkboxes", options=TWO), tick("One", "Two"), {"selected_options": TWO}),
    "radio buttons": (
        element("radio_buttons", options=DESCRIBED),
        pick("One"),
        {"selected_option": DESCRIBED[0]},
    ),
}


@pytest.mark.parametrize(("asked", "use", "value"), USES.values(), ids=USES)
async def test_a_form_submits(app, ana, asked, use, value):
    app.replies["block_suggestion"] = {"options": [TWO[1]]}
    content = modal(an_input("topic", asked), callback_id="form", private_metadata="m1")
    await app.open_modal(ANA, content)
    await ana.page.get_by_role("dialog", name="New").wait_for()
    await use(ana.page)
    await press("Save")(ana.page)
    state = {"topic": {"act": {"type": asked["type"], **value}}}
    assert await app.next("view_submission") == submitted(content, state)


EMPTY = {
    "a text": (text_input(), {"value": None}),
    "a static select": (element("static_select", options=TWO), {"selected_option": None}),
    "a users select": (element("users_select"), {"selected_user": None}),
    "a date picker": (element("datepicker"), {"selected_date": None}),
    "a time picker": (element("timepicker"), {"selected_time": None}),
    "checkboxes": (element("checkboxes", options=TWO), {"selected_options": []}),
    "radio buttons": (element("radio_buttons", options=TWO), {"selected_option": None}),
}


async def test_what_is_optional_and_empty_is_submitted_as_nothing(app, ana):
    blocks = [an_input(f"b{number}", asked, optional=True) for number, (asked, _) in enumerate(EMPTY.values())]
    content = modal(*blocks)
    await app.open_modal(ANA, content)
    await press("Save")(ana.page)
    state = {
        f"b{number}": {"act": {"type": asked["type"], **value}} for number, (asked, value) in enumerate(EMPTY.values())
    }
    assert await app.next("view_submission") == submitted(content, state)


async def test_enter_reports_a_text_that_dispatches(app, ana):
    content = modal(an_input("topic", text_input(), dispatch_action=True))
    await app.open_modal(ANA, content)
    await write_and_enter("Topic", "Follow-up")(ana.page)
    state = {"topic": {"act": {"type": "plain_text_input", "value": "Follow-up"}}}
    told = {"type": "plain_text_input", "action_id": "act", "block_id": "topic", "value": "Follow-up"}
    assert await app.next("block_actions") == clicked_in_view(content, told, state)


async def test_an_external_select_asks_the_app_for_what_is_typed(app, ana):
    app.replies["block_suggestion"] = {"options": TWO}
    content = modal(an_input("patient", element("external_select", min_query_length=1)))
    await app.open_modal(ANA, content)
    await ana.page.get_by_role("combobox", name="Patient").fill("t")
    assert await app.next("block_suggestion") == asked_for_options(content, "patient", "t")
    await expect(ana.page.get_by_role("listbox").get_by_role("option")).to_have_text(["One", "Two"])


async def test_a_required_and_empty_field_is_named_and_the_app_hears_nothing(app, ana):
    hint = plain("What it is about.")
    await app.open_modal(ANA, modal(an_input("topic", text_input(), hint=hint)))
    await press("Save")(ana.page)
    field = ana.page.get_by_label("Topic", exact=True)
    described = re.compile(r"^What it is about\. .*Please complete this required field\.$")
    await expect(field).to_have_accessible_description(described)
    await expect(field).to_be_focused()
    assert not app.has_received("view_submission")


async def test_the_errors_of_the_app_stand_beside_their_fields_and_what_was_typed_stays(app, ana):
    app.replies["view_submission"] = {"response_action": "errors", "errors": {"topic": "Write another topic."}}
    await app.open_modal(ANA, modal(an_input("topic")))
    await write("Topic", "Follow-up")(ana.page)
    await press("Save")(ana.page)
    await ana.page.get_by_text("Write another topic.").wait_for()
    assert await ana.page.get_by_label("Topic").input_value() == "Follow-up"


async def test_an_optional_field_says_so(app, ana):
    await app.open_modal(ANA, modal(an_input("note", optional=True), an_input("topic")))
    await ana.page.get_by_label("Note (optional)").wait_for()
    assert await ana.page.get_by_text("(optional)").count() == 1


async def test_an_image_is_read_out_by_its_words(app, ana):
    dot = f"{app.page_url}/static/icon.svg"
    block = {"type": "image", "block_id": "map", "image_url": dot, "alt_text": "The way to the clinic"}
    await app.open_modal(ANA, modal(block))
    await ana.page.get_by_role("img", name="The way to the clinic").wait_for()


async def test_escape_closes_a_modal_and_the_app_that_asked_is_told(app, ana):
    content = modal(an_input("topic"), notify_on_close=True)
    await app.open_modal(ANA, content)
    await ana.page.get_by_role("dialog", name="New").wait_for()
    await ana.page.keyboard.press("Escape")
    state = {"topic": {"act": {"type": "plain_text_input", "value": None}}}
    assert await app.next("view_closed") == closed(content, state)


async def test_what_was_entered_goes_before_the_form_however_slow_the_line_is(app, ana):
    await app.open_modal(ANA, modal(an_input("day", element("datepicker")), an_input("hour", element("timepicker"))))
    is_asked, is_through = asyncio.Event(), asyncio.Event()

    async def hold_up(route):
        is_asked.set()
        await is_through.wait()
        await route.continue_()

    await ana.page.route("**/choose", hold_up)
    await write("Day", "2027-02-28")(ana.page)
    await write("Hour", "15:30")(ana.page)
    await is_asked.wait()
    await press("Save")(ana.page)
    is_through.set()
    values = (await app.next("view_submission"))["view"]["state"]["values"]
    assert (values["day"]["act"]["selected_date"], values["hour"]["act"]["selected_time"]) == ("2027-02-28", "15:30")
