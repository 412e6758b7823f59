"""Whole views and messages: what Slack accepts as a modal, as a Home and as a message."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.checks import Check, Place, Shape, boolean, by_type, list_of, one_of, string
from sandbox.slack.blocks.layout import BLOCKS, blocks_differ
from sandbox.slack.blocks.objects import plain_text
from sandbox.slack.blocks.texts import with_text_defaults
from sandbox.slack.refusal import SlackRefusal

VIEW_BYTES = 250_000
MESSAGE_TEXT = 4_000
MESSAGE_BLOCK_TEXT = 12_000  # Slack answers msg_blocks_too_long near 13,200; the contract keeps a distance


def _blocks(*, most: int) -> Check:
    return _both(list_of(by_type(BLOCKS), most=most), blocks_differ)


def _both(first: Check, second: Check) -> Check:
    def check(value: object, place: Place) -> None:
        first(value, place)
        second(value, place)

    return check


def _input_needs_submit(value: object, place: Place) -> None:
    if isinstance(value, dict) and "submit" not in value and any(b["type"] == "input" for b in value["blocks"]):
        place.refuse("missing required field: submit (a modal with an input block needs it)")


_of_each_view: dict[str, Check] = {
    "blocks": _blocks(most=100),
    "private_metadata": string(longest=3000),
    "callback_id": string(longest=255),
    "external_id": string(longest=255),
}
_title = plain_text(24)

VIEW = by_type(
    {
        "modal": Shape(
            fields={
                "type": one_of("modal"),
                "title": _title,
                "submit": _title,
                "close": _title,
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                **_of_each_view,
            },
            required=frozenset({"type", "title", "blocks"}),
            rules=(_input_needs_submit,),
        ),
        "home": Shape(
            fields={"type": one_of("home"), **_of_each_view},
            required=frozenset({"type", "blocks"}),
        ),
    }
)
MESSAGE_BLOCKS = _blocks(most=50)


def check_view(view: object, *, kind: str) -> dict[str, Any]:
    """The view as Slack keeps it, when it would take it as a `kind` ("modal" or "home"); else raise SlackRefusal."""
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackRefusal("view_too_large")
    place = Place(pointer="/view")
    VIEW(view, place)
    if isinstance(view, dict) and not place.problems and view["type"] != kind:
        place.at("type").refuse(f"must be {kind}")
    if not isinstance(view, dict) or place.problems:
        raise SlackRefusal("invalid_arguments", messages=place.problems)
    completed: dict[str, Any] = with_text_defaults(view)
    return completed


def check_message(text: object, blocks: object) -> tuple[str, list[dict[str, Any]]]:
    """Text and blocks of a message as Slack keeps them, when it would take them; else raise SlackRefusal.

    Slack takes blocks without text and warns; here it is refused, as notifications and screen readers read the text.
    """
    if not isinstance(text, str) or not text.strip():
        raise SlackRefusal("no_text")
    if len(text) > MESSAGE_TEXT:
        raise SlackRefusal("msg_too_long")
    checked = [] if blocks is None else blocks
    place = Place(pointer="/blocks")
    MESSAGE_BLOCKS(checked, place)
    if not isinstance(checked, list) or place.problems:
        raise SlackRefusal("invalid_blocks", messages=place.problems)
    if sum(len(words) for words in all_texts(checked)) > MESSAGE_BLOCK_TEXT:
        raise SlackRefusal("msg_blocks_too_long")
    return text, with_text_defaults(checked)


def all_texts(value: object) -> Iterator[str]:
    """Every text of text objects in `value`, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from all_texts(item)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for item in value.values():
            yield from all_texts(item)
