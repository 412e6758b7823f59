"""Each rule of Block Kit by one view that breaks it, and the words Slack has for it."""

from typing import Any

import pytest

from sandbox.slack.blocks.surfaces import check_view
from sandbox.slack.refusal import SlackRefusal
from tests.slack_world import actions, an_input, button, element, home, modal, option, plain, section, text_input

TWO = [option("one"), option("two")]
CONFIRM = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go"), "deny": plain("Stay")}


def in_actions(inner: dict[str, Any]) -> dict[str, Any]:
    return modal(actions(inner))


def in_input(inner: dict[str, Any]) -> dict[str, Any]:
    return modal(an_input(inner=inner))


def confirming(**changes: Any) -> dict[str, Any]:
    return in_actions(button(confirm={**CONFIRM, **changes}))


B = "/view/blocks/0"
E = f"{B}/elements/0"
REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("title", modal(title=plain("x" * 25)), "must be less than 25 characters", "/view/title/text"),
    ("submit", modal(submit=plain("x" * 25)), "must be less than 25 characters", "/view/submit/text"),
    ("close", modal(close=plain("x" * 25)), "must be less than 25 characters", "/view/close/text"),
    (
        "private_metadata",
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters",
        "/view/private_metadata",
    ),
    ("callback_id", modal(callback_id="x" * 256), "must be less than 256 characters", "/view/callback_id"),
    ("external_id", modal(external_id="x" * 256), "must be less than 256 characters", "/view/external_id"),
    ("mrkdwn title", modal(title={"type": "mrkdwn", "text": "x"}), "unsupported type: mrkdwn", "/view/title"),
    ("no title", {"type": "modal", "blocks": []}, "missing required field: title", "/view"),
    ("unknown key", modal(colour="red"), "no more properties allowed: colour", "/view"),
    ("unknown kind", {"type": "page", "blocks": []}, "unsupported type: page", "/view"),
    ("blocks", modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed", "/view/blocks"),
    ("blocks no list", modal() | {"blocks": {}}, "must be an array", "/view/blocks"),
    ("block_id", modal(section(block_id="x" * 256)), "must be less than 256 characters", f"{B}/block_id"),
    ("block_id twice", modal(section(), section()), "block_id already exists: said", "/view/blocks"),
    ("action_id", in_actions(button(action_id="x" * 256)), "must be less than 256 characters", f"{E}/action_id"),
    ("action_id twice", modal(actions(button(), button())), "action_id already exists: act", B),
    ("unknown block", modal({"type": "table"}), "unsupported type: table", B),
    ("type no word", modal({"type": []}), "unsupported type: []", B),
    ("section text", modal(section("x" * 3001)), "must be less than 3001 characters", f"{B}/text/text"),
    ("section empty", modal({"type": "section"}), "missing required field: text", B),
    ("empty text", modal(section("")), "must be more than 0 characters", f"{B}/text/text"),
    ("fields", modal(section(fields=[plain("x")] * 11)), "no more than 10 items allowed", f"{B}/fields"),
    ("field", modal(section(fields=[plain("x" * 2001)])), "must be less than 2001 characters", f"{B}/fields/0/text"),
    (
        "header",
        modal({"type": "header", "text": plain("x" * 151)}),
        "must be less than 151 characters",
        f"{B}/text/text",
    ),
    (
        "context",
        modal({"type": "context", "elements": [plain("x")] * 11}),
        "no more than 10 items allowed",
        f"{B}/elements",
    ),
    ("button in context", modal({"type": "context", "elements": [button()]}), "unsupported type: button", E),
    (
        "actions",
        modal(actions(*[button(action_id=str(n)) for n in range(26)])),
        "no more than 25 items allowed",
        f"{B}/elements",
    ),
    ("text input in actions", in_actions(text_input()), "unsupported type: plain_text_input", E),
    ("button in input", in_input(button()), "unsupported type: button", f"{B}/element"),
    ("overflow in input", in_input(element("overflow", options=TWO)), "unsupported type: overflow", f"{B}/element"),
    ("label", modal(an_input(label=plain("x" * 2001))), "must be less than 2001 characters", f"{B}/label/text"),
    ("hint", modal(an_input(hint=plain("x" * 2001))), "must be less than 2001 characters", f"{B}/hint/text"),
    ("optional", modal(an_input(optional="yes")), "must be a boolean", f"{B}/optional"),
    ("max_length", in_input(text_input(max_length=3001)), "must be between 1 and 3000", f"{B}/element/max_length"),
    (
        "initial_value",
        in_input(text_input(max_length=2, initial_value="abc")),
        "initial_value must respect min_length and max_length",
        f"{B}/element/initial_value",
    ),
    (
        "placeholder",
        in_input(text_input(placeholder=plain("x" * 151))),
        "must be less than 151 characters",
        f"{B}/element/placeholder/text",
    ),
    ("no options", in_actions(element("static_select")), "must have either options or option_groups", E),
    (
        "options",
        in_actions(element("static_select", options=[option(str(n)) for n in range(101)])),
        "no more than 100 items allowed",
        f"{E}/options",
    ),
    (
        "groups",
        in_actions(element("static_select", option_groups=[{"label": plain("x"), "options": TWO}] * 101)),
        "no more than 100 items allowed",
        f"{E}/option_groups",
    ),
    (
        "group label",
        in_actions(element("static_select", option_groups=[{"label": plain("x" * 76), "options": TWO}])),
        "must be less than 76 characters",
        f"{E}/option_groups/0/label/text",
    ),
    (
        "option text",
        in_actions(element("static_select", options=[option("a") | {"text": plain("x" * 76)}])),
        "must be less than 76 characters",
        f"{E}/options/0/text/text",
    ),
    (
        "option value",
        in_actions(element("static_select", options=[option("a") | {"value": "x" * 151}])),
        "must be less than 151 characters",
        f"{E}/options/0/value",
    ),
    (
        "option description",
        in_actions(element("static_select", options=[option("a") | {"description": plain("x" * 76)}])),
        "must be less than 76 characters",
        f"{E}/options/0/description/text",
    ),
    (
        "mrkdwn option",
        in_actions(element("static_select", options=[{"text": {"type": "mrkdwn", "text": "x"}, "value": "x"}])),
        "unsupported type: mrkdwn",
        f"{E}/options/0/text",
    ),
    (
        "initial_option",
        in_actions(element("static_select", options=TWO, initial_option=option("three"))),
        "initial_option must be one of the options",
        f"{E}/initial_option",
    ),
    (
        "initial_options",
        in_actions(element("checkboxes", options=TWO, initial_options=[option("three")])),
        "initial_options must be among the options",
        f"{E}/initial_options",
    ),
    (
        "checkboxes",
        in_actions(element("checkboxes", options=[option(str(n)) for n in range(11)])),
        "no more than 10 items allowed",
        f"{E}/options",
    ),
    (
        "radio",
        in_actions(element("radio_buttons", options=[option(str(n)) for n in range(11)])),
        "no more than 10 items allowed",
        f"{E}/options",
    ),
    (
        "overflow",
        in_actions(element("overflow", options=[option(str(n)) for n in range(6)])),
        "no more than 5 items allowed",
        f"{E}/options",
    ),
    (
        "day",
        in_actions(element("datepicker", initial_date="2026-02-30")),
        "must match format: YYYY-MM-DD",
        f"{E}/initial_date",
    ),
    ("hour", in_actions(element("timepicker", initial_time="9:00")), "must match format: HH:mm", f"{E}/initial_time"),
    ("zone", in_actions(element("timepicker", timezone="Mars")), "must be a valid IANA time zone", f"{E}/timezone"),
    ("button text", in_actions(button("x" * 76)), "must be less than 76 characters", f"{E}/text/text"),
    ("button value", in_actions(button(value="x" * 2001)), "must be less than 2001 characters", f"{E}/value"),
    ("button url", in_actions(button(url="javascript:x")), "must be a valid url", f"{E}/url"),
    (
        "long url",
        in_actions(button(url="https://x.example/" + "x" * 3000)),
        "must be less than 3001 characters",
        f"{E}/url",
    ),
    (
        "accessibility",
        in_actions(button(accessibility_label="x" * 76)),
        "must be less than 76 characters",
        f"{E}/accessibility_label",
    ),
    ("style", in_actions(button(style="red")), "must be one of: primary, danger", f"{E}/style"),
    (
        "confirm title",
        confirming(title=plain("x" * 101)),
        "must be less than 101 characters",
        f"{E}/confirm/title/text",
    ),
    ("confirm text", confirming(text=plain("x" * 301)), "must be less than 301 characters", f"{E}/confirm/text/text"),
    (
        "confirm yes",
        confirming(confirm=plain("x" * 31)),
        "must be less than 31 characters",
        f"{E}/confirm/confirm/text",
    ),
    ("confirm no", confirming(deny=plain("x" * 31)), "must be less than 31 characters", f"{E}/confirm/deny/text"),
    (
        "focus twice",
        modal(an_input("a", text_input(focus_on_load=True)), an_input("b", text_input(focus_on_load=True))),
        "focus_on_load can be set to true on only one element",
        "/view/blocks",
    ),
    (
        "input without submit",
        {"type": "modal", "title": plain("x"), "blocks": [an_input()]},
        "missing required field: submit (a modal with an input block needs it)",
        "/view",
    ),
]


@pytest.mark.parametrize(("view", "words", "pointer"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_a_view_that_breaks_a_rule_is_refused_with_the_place(view: dict[str, Any], words: str, pointer: str) -> None:
    with pytest.raises(SlackRefusal) as refused:
        check_view(view, kind="modal")
    assert (refused.value.error, refused.value.messages) == (
        "invalid_arguments",
        [f"[ERROR] {words} [json-pointer:{pointer}]"],
    )


ACCEPTED = {
    "every element of actions": modal(
        actions(
            button(value="v", url="https://x.example/?a=b", style="danger", confirm=CONFIRM, action_id="1"),
            element("overflow", options=TWO, action_id="2"),
            element("static_select", options=TWO, initial_option=TWO[1], action_id="3"),
            element("external_select", min_query_length=0, placeholder=plain("Type"), action_id="4"),
            element("datepicker", initial_date="2028-02-29", action_id="5"),
            element("timepicker", initial_time="23:59", timezone="Europe/Madrid", action_id="6"),
            element("users_select", action_id="7"),
        )
    ),
    "every element of input": modal(
        an_input("a", text_input(max_length=3, initial_value="abc", multiline=True)),
        an_input("b", element("checkboxes", options=TWO, initial_options=TWO), optional=True),
        an_input("c", element("radio_buttons", options=TWO), dispatch_action=True),
        an_input("d", element("static_select", option_groups=[{"label": plain("G"), "options": TWO}])),
    ),
    "the same action in two blocks": modal(actions(button(), block_id="a"), actions(button(), block_id="b")),
    "at every limit": modal(
        *[section("x" * 3000, block_id=str(number)) for number in range(50)],
        title=plain("x" * 24),
        private_metadata="x" * 3000,
    ),
    "no submit without input": {"type": "modal", "title": plain("Told"), "blocks": [section()]},
}


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view in ACCEPTED.items()])
def test_a_good_view_is_accepted(view: dict[str, Any]) -> None:
    assert check_view(view, kind="modal") == view


def test_a_home_has_no_title() -> None:
    with pytest.raises(SlackRefusal, match="no more properties allowed: title"):
        check_view(home() | {"title": plain("Home")}, kind="home")


def test_a_home_takes_inputs_without_a_submit() -> None:
    assert check_view(home(an_input()), kind="home") == home(an_input())


def test_a_modal_is_no_home() -> None:
    with pytest.raises(SlackRefusal, match="must be home"):
        check_view(modal(), kind="home")


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    blocks = [section("x" * 3000, block_id=str(number)) for number in range(90)]
    with pytest.raises(SlackRefusal, match="view_too_large"):
        check_view(modal(*blocks), kind="modal")
