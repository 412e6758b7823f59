"""Slack's limits on what it shows: every problem of a view or a message, said by where it is."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

BLOCKS = {"message": 50, "modal": 100, "home": 100}
LONGEST = {
    "title": 24,
    "submit": 24,
    "close": 24,
    "private_metadata": 3000,
    "callback_id": 255,
    "block_id": 255,
    "action_id": 255,
    "label": 2000,
    "hint": 2000,
    "placeholder": 150,
    "url": 3000,
    "accessibility_label": 75,
}
LONGEST_TEXT = {"header": 150, "button": 75, "option": 75}
LONGEST_VALUE = {"button": 2000, "option": 150}
MOST = {"section": ("fields", 10), "context": ("elements", 10), "actions": ("elements", 25)}
PLAIN_ONLY = {"title", "submit", "close", "label", "hint", "placeholder"}
NEEDED = {
    "header": {"text"},
    "context": {"elements"},
    "actions": {"elements"},
    "input": {"label", "element", "block_id"},
    "button": {"text", "action_id"},
    "radio_buttons": {"options", "action_id"},
    "checkboxes": {"options", "action_id"},
    "static_select": {"options", "action_id"},
    "external_select": {"action_id", "min_query_length"},
    "plain_text_input": {"action_id"},
    "datepicker": {"action_id"},
    "timepicker": {"action_id"},
}
MOST_OPTIONS = {"checkboxes": 10, "radio_buttons": 10, "static_select": 100}


def problems_of_view(view: Json) -> list[str]:
    blocks = view["blocks"]
    problems = [*_problems(view, "view"), *_repeated(blocks)]
    if len(blocks) > BLOCKS[view["type"]]:
        problems.append("too many blocks")
    if len(json.dumps(view)) > 250_000:
        problems.append("view too large")
    if view["type"] == "modal":
        problems += _problems_of_modal(view)
    return problems


def problems_of_message(text: str, blocks: list[Json]) -> list[str]:
    problems = [*_problems({"blocks": blocks}, "message"), *_repeated(blocks)]
    if not 0 < len(text) < 4000:
        problems.append("text missing or too long")
    if blocks[0].get("text", {}).get("text") != text:
        problems.append("the first block does not repeat the text")
    if len(blocks) > BLOCKS["message"] or _text_of(blocks) > 12_000:
        problems.append("message too long")
    return problems


def problems_of_options(options: list[Json]) -> list[str]:
    return [*_problems({"options": options}, "options"), *(["too many options"] if len(options) > 100 else [])]


def _problems_of_modal(view: Json) -> Iterator[str]:
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        yield "a modal with inputs has a submit button"
    if "close" not in view or "title" not in view:
        yield "a modal has a title and says how it is closed"


def _problems(value: Any, where: str) -> Iterator[str]:
    """Walk through everything."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _problems(each, f"{where}[{number}]")
    if isinstance(value, dict):
        yield from (f"{where}: {each}" for each in _own_problems(value))
        for name, part in value.items():
            yield from _problems(part, f"{where}.{name}")


def _own_problems(thing: Json) -> Iterator[str]:
    kind = thing.get("type", "option" if "value" in thing else "")
    yield from (f"{name} is null" for name, part in thing.items() if part is None)
    yield from (f"{name} is too long" for name, longest in LONGEST.items() if _length(thing.get(name)) > longest)
    yield from (f"{name} is missing" for name in NEEDED.get(kind, set()) - thing.keys())
    yield from (f"{name} is not plain" for name in PLAIN_ONLY & thing.keys() if thing[name]["type"] != "plain_text")
    yield from _problems_of_lists(kind, thing)
    if kind != "section" and _length(thing.get("text")) > LONGEST_TEXT.get(kind, 3000):
        yield "text is too long"  # a section's is the longest any text may be
    if _length(thing.get("value")) > LONGEST_VALUE.get(kind, 3000):
        yield "value is too long"
    if kind in {"plain_text", "mrkdwn"} and not thing["text"]:
        yield "text is empty"
    if kind == "plain_text" and thing.get("emoji") is not False:
        yield "typed text could turn into emoji"


def _problems_of_lists(kind: str, thing: Json) -> Iterator[str]:
    name, most = MOST.get(kind, ("options", MOST_OPTIONS.get(kind, 100)))
    if name in thing and not 0 < len(thing[name]) <= most:
        yield f"{len(thing[name])} {name}"
    if kind == "section" and not thing.keys() & {"text", "fields"}:
        yield "says nothing"
    yield from ("a field is too long" for field in thing.get("fields", ()) if _length(field) > 2000)


def _repeated(blocks: list[Json]) -> list[str]:
    """Ids must differ within one view."""
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    acts = Counter(element["action_id"] for block in blocks for element in _elements(block))
    return [f"{name} is there {times} times" for name, times in (ids + acts).items() if max(ids[name], acts[name]) > 1]


def _elements(block: Json) -> list[Json]:
    found = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
    return [element for element in found if element and "action_id" in element]


def _length(part: Any) -> int:
    text = part.get("text", "") if isinstance(part, dict) else part
    return len(text) if isinstance(text, str) else 0


def _text_of(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_text_of, value))
    if isinstance(value, dict):
        return sum(map(_text_of, value.values()))
    return len(value) if isinstance(value, str) else 0
