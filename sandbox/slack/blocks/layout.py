"""Blocks: which there are, what each may hold, and what must be unique among them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.checks import Check, Place, Shape, boolean, by_type, list_of, one_of, string
from sandbox.slack.blocks.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, image
from sandbox.slack.blocks.objects import any_text, plain_text

_block_id = string(longest=255, shortest=1)


def _block(kind: str, *, needs: tuple[str, ...] = (), rules: tuple[Check, ...] = (), **fields: Check) -> Shape:
    return Shape(
        fields={"type": one_of(kind), "block_id": _block_id, **fields},
        required=frozenset({"type", *needs}),
        rules=rules,
    )


def _says_something(value: object, place: Place) -> None:
    if isinstance(value, dict) and "text" not in value and "fields" not in value:
        place.refuse("missing required field: text")


def _actions_differ(value: object, place: Place) -> None:
    """Docs: an action_id is unique within its block; several blocks may use the same one."""
    if isinstance(value, dict):
        for action_id in repeated(element.get("action_id") for element in value["elements"]):
            place.refuse(f"action_id already exists: {action_id}")


_text = any_text(3000)
_in_context = by_type({"image": image, "plain_text": _text, "mrkdwn": _text})

BLOCKS: dict[str, Check] = {
    "section": _block(
        "section",
        rules=(_says_something,),
        text=_text,
        fields=list_of(any_text(2000), most=10, least=1),
        accessory=by_type(IN_SECTION),
        expand=boolean,
    ),
    "actions": _block(
        "actions",
        needs=("elements",),
        rules=(_actions_differ,),
        elements=list_of(by_type(IN_ACTIONS), most=25, least=1),
    ),
    "context": _block(
        "context",
        needs=("elements",),
        elements=list_of(_in_context, most=10, least=1),
    ),
    "divider": _block("divider"),
    "header": _block("header", needs=("text",), text=plain_text(150)),
    "image": _block(
        "image",
        needs=("image_url", "alt_text"),
        title=plain_text(2000),
        image_url=image.fields["image_url"],
        alt_text=image.fields["alt_text"],
    ),
    "input": _block(
        "input",
        needs=("label", "element"),
        label=plain_text(2000),
        element=by_type(IN_INPUT),
        hint=plain_text(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
}


def repeated(values: Iterator[Any]) -> list[Any]:
    """Those that come more than once, None left out."""
    return [value for value, count in Counter(values).items() if value is not None and count > 1]


def blocks_differ(value: object, place: Place) -> None:
    """Refuse the same block_id twice, and a second element that wants the focus."""
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        return
    for block_id in repeated(block.get("block_id") for block in value):
        place.refuse(f"block_id already exists: {block_id}")
    if sum(element.get("focus_on_load") is True for _, element in interactive(value)) > 1:
        place.refuse("focus_on_load can be set to true on only one element")


def interactive(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each element that a person can use, with the block that holds it, from the top."""
    for block in blocks:
        for element in _elements_of(block):
            if isinstance(element, dict) and element.get("type") in IN_ACTIONS | IN_INPUT:
                yield block, element


def _elements_of(block: dict[str, Any]) -> list[Any]:
    elements = block.get("elements", [])
    return [*(elements if isinstance(elements, list) else []), block.get("accessory"), block.get("element")]
