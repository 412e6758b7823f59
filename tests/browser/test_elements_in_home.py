"""Each element outside of a form: used on the page, it is reported to the app at once, as Slack documents it."""

import pytest

from tests.browser.documented import clicked_in_message, clicked_in_view
from tests.browser.hands import choose, find_by_typing, follow, pick, pick_from_menu, press, tick, write
from tests.slack_world import ANA, BEN, actions, button, element, home, option, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")

TWO = [option("one"), option("two")]
GROUPS = [{"label": plain("First"), "options": [option("one")]}, {"label": plain("Second"), "options": [option("two")]}]
ASK = {"placeholder": plain("Length")}

# What the app shows, what the person does, and what the app is told of it beside the element's name.
USES = {
    "a button": (
        button("Approve", value="m1", style="primary"),
        press("Approve"),
        {"text": plain("Approve"), "value": "m1", "style": "primary"},
    ),
    "an overflow menu": (element("overflow", options=TWO), pick_from_menu("Two"), {"selected_option": TWO[1]}),
    "a static select": (
        element("static_select", options=TWO, initial_option=TWO[0], **ASK),
        choose("Length", "Two"),
        {"selected_option": TWO[1], "initial_option": TWO[0], **ASK},
    ),
    "a static select with groups": (
        element("static_select", option_groups=GROUPS, **ASK),
        find_by_typing("Length", "tw", "Two"),
        {"selected_option": TWO[1], **ASK},
    ),
    "an external select": (
        element("external_select", min_query_length=1, **ASK),
        find_by_typing("Length", "t", "Two"),
        {"selected_option": TWO[1], "min_query_length": 1, **ASK},
    ),
    "a users select": (
        element("users_select", **ASK),
        choose("Length", "Ben Okafor"),
        {"selected_user": BEN, **ASK},
    ),
    "a date picker": (
        element("datepicker", initial_date="2027-01-31", **ASK),
        write("Length", "2027-02-28"),
        {"selected_date": "2027-02-28", "initial_date": "2027-01-31", **ASK},
    ),
    "a time picker": (element("timepicker", **ASK), write("Length", "15:30"), {"selected_time": "15:30", **ASK}),
    "checkboxes": (element("checkboxes", options=TWO), tick("Two"), {"selected_options": [TWO[1]]}),
    "radio buttons": (
        element("radio_buttons", options=TWO, initial_option=TWO[0]),
        pick("Two"),
        {"selected_option": TWO[1], "initial_option": TWO[0]},
    ),
}


@pytest.mark.parametrize(("shown", "use", "told"), USES.values(), ids=USES)
async def test_the_app_is_told_of(app, ana, shown, use, told):
    app.replies["block_suggestion"] = {"options": [TWO[1]]}
    content = home(actions(shown))
    await app.publish_home(ANA, content)
    await use(ana.page)
    action = {"type": shown["type"], "action_id": "act", "block_id": "row", **told}
    held = {name: value for name, value in told.items() if name.startswith("selected_")}
    state = {"row": {"act": {"type": shown["type"], **held}}} if held and shown["type"] != "overflow" else {}
    assert await app.next("block_actions") == clicked_in_view(content, action, state)


async def test_a_link_button_opens_its_link_and_is_reported_too(app, ana):
    content = home(actions(button("Read on", url=app.leaflet_url)))
    await app.publish_home(ANA, content)
    await follow("Read on")(ana.page)
    told = {"type": "button", "action_id": "act", "block_id": "row", "text": plain("Read on"), "url": app.leaflet_url}
    assert await app.next("block_actions") == clicked_in_view(content, told)
    assert [page.url for page in ana.page.context.pages[1:]] == [app.leaflet_url]


async def test_a_button_under_a_message_names_the_message(app, ana):
    message = {"text": "Scheduled.", "blocks": [actions(button("Cancel meeting", value="m1"))]}
    await app.call("chat.postMessage", channel=ANA, **message)
    await ana.page.get_by_role("tab", name="Messages").click()
    await press("Cancel meeting")(ana.page)
    told = {"type": "button", "action_id": "act", "block_id": "row", "text": plain("Cancel meeting"), "value": "m1"}
    assert await app.next("block_actions") == clicked_in_message(message, told)


async def test_only_the_confirmed_click_reaches_the_app(app, ana):
    confirm = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go"), "deny": plain("Stay")}
    content = home(actions(button("Delete", confirm=confirm, style="danger")))
    await app.publish_home(ANA, content)
    for answer in ("Stay", "Go"):
        assert not app.has_received("block_actions")
        await press("Delete")(ana.page)
        await ana.page.get_by_role("alertdialog", name="Sure?").get_by_role("button", name=answer).click()
    told = {"type": "button", "action_id": "act", "block_id": "row", "text": plain("Delete"), "style": "danger"}
    assert await app.next("block_actions") == clicked_in_view(content, {**told, "confirm": confirm})
