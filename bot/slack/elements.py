"""What forms are filled in with: lines of text, and choices."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from bot.slack.blocks import Block, actions, plain

K = TypeVar("K")


def text_input(longest: int, text: str = "", *, is_multiline: bool = False, placeholder: str = "") -> Block:
    """A line to type in, or several; `text` is what stands there already."""
    return {
        "type": "plain_text_input",
        "max_length": longest,
        **({"multiline": True} if is_multiline else {}),
        **({"placeholder": plain(placeholder)} if placeholder else {}),
        **({"initial_value": text} if text else {}),
    }


def one_of(kind: Literal["radio_buttons", "static_select"], options: Mapping[K, Block], chosen: K) -> Block:
    """All the options, with one of them chosen."""
    return {"type": kind, "options": list(options.values()), "initial_option": options[chosen]}


def typed_select(placeholder: str, chosen: Block | None = None) -> Block:
    """Choose by typing; without `min_query_length` Slack asks for options only after three letters."""
    return {
        "type": "external_select",
        "placeholder": plain(placeholder),
        "min_query_length": 0,
        **({"initial_option": chosen} if chosen else {}),
    }


def person_picker(placeholder: str, action_id: str, count: int) -> Block:
    """Add somebody to a list of so many. It is another block once that is done: Slack would keep showing who it was."""
    select = {"type": "users_select", "action_id": action_id, "placeholder": plain(placeholder)}
    return actions(select, block_id=f"{action_id}:{count}")
