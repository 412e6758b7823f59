"""What interactive elements hold: their initial values, and the state that Slack reports of them."""

import copy
import secrets
from typing import Any

from sandbox.slack.blocks.layout import interactive
from sandbox.slack.workspace import Json, State

# Type of element -> (the key under which Slack reports its value, the key of its initial value). Buttons and
# overflow menus hold nothing and are never part of a state.
VALUE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}


def with_ids(blocks: list[Json], before: list[Json] | None = None) -> list[Json]:
    """A copy of `blocks` with the ids and the defaults that Slack adds where the app gave none.

    What is as it was `before` keeps its id, so that the focus stays on it. Not so what holds a value: an app that wants
    that kept must name its block.
    """
    filled = copy.deepcopy(blocks)
    named = {block.get("block_id") for block in filled}
    free = [block for block in before or [] if block["block_id"] not in named and not holders([block])]
    for block in filled:
        if "block_id" not in block:
            block["block_id"] = _id_before(block, free) or secrets.token_urlsafe(4)
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    for _, element in interactive(filled):
        element.setdefault("action_id", secrets.token_urlsafe(4))
    return filled


def _id_before(block: Json, free: list[Json]) -> str | None:
    """The id of the first of `free` that shows the same; it is then taken."""
    for index, old in enumerate(free):
        if {name: value for name, value in old.items() if name != "block_id"} == block:
            taken: str = free.pop(index)["block_id"]
            return taken
    return None


def initial_value(element: Json) -> Any:  # noqa: ANN401 - text, option or list, as the element has it
    """What the element holds untouched; None when that is nothing."""
    return element.get(VALUE_KEYS[element["type"]][1]) or None


def initial_state(blocks: list[Json]) -> State:
    """The state of blocks that are shown for the first time."""
    return {key: initial_value(element) for key, element in holders(blocks).items()}


def updated_state(blocks: list[Json], before: list[Json], state: State) -> State:
    """The state after an update: same ids keep what they held, new initial values are missing until touched."""
    known = {key: element["type"] for key, element in holders(before).items()}
    updated: State = {}
    for key, element in holders(blocks).items():
        kept = state.get(key) if known.get(key) == element["type"] else None
        if kept is not None or initial_value(element) is None:
            updated[key] = kept
    return updated


def kept_state(blocks: list[Json], before: list[Json], state: State) -> State:
    """The state of a Home or message shown anew: same ids keep what they held, new ones begin with their initials."""
    known = holders(before)
    return {
        key: state[key] if key in state and key in known else initial_value(element)
        for key, element in holders(blocks).items()
    }


def holders(blocks: list[Json]) -> dict[tuple[str, str], Json]:
    """The elements that hold a value, by block_id and action_id."""
    return {
        (block["block_id"], element["action_id"]): element
        for block, element in interactive(blocks)
        if element["type"] in VALUE_KEYS
    }


def shown_value(element: Json, key: tuple[str, str], state: State) -> Any:  # noqa: ANN401 - as initial_value
    """What the person sees in the element, which after an update may not be in the state."""
    return state[key] if key in state else initial_value(element)


def reported(element: Json, value: Any) -> Json:  # noqa: ANN401 - as initial_value
    """The element's part of `state.values`, and of an action."""
    empty: list[Json] | None = [] if element["type"] == "checkboxes" else None
    return {"type": element["type"], VALUE_KEYS[element["type"]][0]: empty if value is None else value}


def state_values(blocks: list[Json], state: State) -> Json:
    """`state.values` as Slack sends it."""
    values: Json = {}
    for (block_id, action_id), element in holders(blocks).items():
        if (block_id, action_id) in state:
            values.setdefault(block_id, {})[action_id] = reported(element, state[block_id, action_id])
    return values
