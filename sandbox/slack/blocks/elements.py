"""Interactive elements, each with its fields, limits and the rules between its fields.

The list holds what the product may use (contracts of Slack, table of element values); anything else is refused.
"""

from typing import Any

from sandbox.slack.blocks.checks import (
    Check,
    Place,
    Shape,
    boolean,
    day,
    hour,
    integer,
    list_of,
    one_of,
    string,
    url,
    zone,
)
from sandbox.slack.blocks.objects import (
    choice_option,
    confirm,
    either_options_or_groups,
    option_groups,
    overflow_option,
    plain_text,
    select_option,
    select_options,
)

_action_id = string(longest=255, shortest=1)


def _element(
    kind: str, fields: dict[str, Check], *, needs: tuple[str, ...] = (), rules: tuple[Check, ...] = ()
) -> Shape:
    return Shape(
        fields={"type": one_of(kind), "action_id": _action_id, **fields},
        required=frozenset({"type", *needs}),
        rules=rules,
    )


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """All options of an element, those in groups too."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def _initial_option_is_offered(value: object, place: Place) -> None:
    if isinstance(value, dict) and "initial_option" in value and value["initial_option"] not in offered(value):
        place.at("initial_option").refuse("initial_option must be one of the options")


def _initial_options_are_offered(value: object, place: Place) -> None:
    if isinstance(value, dict) and any(one not in value["options"] for one in value.get("initial_options", [])):
        place.at("initial_options").refuse("initial_options must be among the options")


def _lengths_agree(value: object, place: Place) -> None:
    if not isinstance(value, dict):
        return
    shortest, longest = value.get("min_length", 0), value.get("max_length", 3000)
    if shortest > longest:
        place.at("min_length").refuse("min_length must not be greater than max_length")
    initial = value.get("initial_value", "")
    if initial and not shortest <= len(initial) <= longest:
        place.at("initial_value").refuse("initial_value must respect min_length and max_length")


_focus: dict[str, Check] = {"focus_on_load": boolean}
_asking: dict[str, Check] = {"placeholder": plain_text(150), "confirm": confirm, **_focus}
_dispatch_config = Shape(
    fields={
        "trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), most=2, least=1),
    },
)
_choices: dict[str, Check] = {"options": list_of(choice_option, most=10, least=1), "confirm": confirm, **_focus}

button = _element(
    "button",
    {
        "text": plain_text(75),
        "value": string(longest=2000),
        "url": url,
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(longest=75),
    },
    needs=("text",),
)
overflow = _element(
    "overflow",
    {"options": list_of(overflow_option, most=5, least=1), "confirm": confirm},
    needs=("options",),
)
static_select = _element(
    "static_select",
    {"options": select_options, "option_groups": option_groups, "initial_option": select_option, **_asking},
    rules=(either_options_or_groups, _initial_option_is_offered),
)
external_select = _element(
    "external_select",
    {"initial_option": select_option, "min_query_length": integer(least=0, most=3000), **_asking},
)
users_select = _element("users_select", {"initial_user": string(longest=30, shortest=1), **_asking})
radio_buttons = _element(
    "radio_buttons",
    {"initial_option": choice_option, **_choices},
    needs=("options",),
    rules=(_initial_option_is_offered,),
)
checkboxes = _element(
    "checkboxes",
    {"initial_options": list_of(choice_option, most=10, least=1), **_choices},
    needs=("options",),
    rules=(_initial_options_are_offered,),
)
datepicker = _element("datepicker", {"initial_date": day, **_asking})
timepicker = _element("timepicker", {"initial_time": hour, "timezone": zone, **_asking})
plain_text_input = _element(
    "plain_text_input",
    {
        "initial_value": string(longest=3000),
        "multiline": boolean,
        "min_length": integer(least=0, most=3000),
        "max_length": integer(least=1, most=3000),
        "placeholder": plain_text(150),
        "dispatch_action_config": _dispatch_config,
        **_focus,
    },
    rules=(_lengths_agree,),
)
image = Shape(
    fields={"type": one_of("image"), "image_url": url, "alt_text": string(longest=2000, shortest=1)},
    required=frozenset({"type", "image_url", "alt_text"}),
)

_selects: dict[str, Check] = {
    "static_select": static_select,
    "external_select": external_select,
    "users_select": users_select,
    "radio_buttons": radio_buttons,
    "checkboxes": checkboxes,
    "datepicker": datepicker,
    "timepicker": timepicker,
}
IN_ACTIONS: dict[str, Check] = {"button": button, "overflow": overflow, **_selects}
IN_SECTION: dict[str, Check] = {"image": image, **IN_ACTIONS}
IN_INPUT: dict[str, Check] = {"plain_text_input": plain_text_input, **_selects}
