"""Block Kit's pieces: values to dictionaries, with Slack's limits where what people typed could pass them."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

Block: TypeAlias = dict[str, Any]

_LONGEST_OPTION = 75
_LONGEST_SPOKEN = 75
# Marks that would turn typed words bold, slanted, struck or into code.
_WITHOUT_MARKS = str.maketrans("", "", "*_~`")


def escaped(text: str) -> str:
    """Escape what mrkdwn reads as a link or a ping: exactly these three, says Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def defused(text: str) -> str:
    """Make typed words safe within mrkdwn: neither a ping nor a format."""
    return escaped(text.translate(_WITHOUT_MARKS))


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Text with formats; what people typed goes through `defused` first."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def section(
    text: str | None = None,
    *,
    fields: Sequence[str] = (),
    accessory: Block | None = None,
    block_id: str | None = None,
) -> Block:
    """A paragraph of mrkdwn, `fields` beside it as plain text."""
    return _given(
        type="section",
        block_id=block_id,
        text=mrkdwn(text) if text else None,
        fields=[plain(field) for field in fields] or None,
        accessory=accessory,
    )


def plain_section(text: str, *, block_id: str | None = None) -> Block:
    """A paragraph that may hold what people typed."""
    return _given(type="section", block_id=block_id, text=plain(text))


def context(text: str, *, block_id: str | None = None) -> Block:
    return _given(type="context", block_id=block_id, elements=[mrkdwn(text)])


def actions(*elements: Block, block_id: str | None = None) -> Block:
    return _given(type="actions", block_id=block_id, elements=list(elements))


def any_actions(*elements: Block) -> list[Block]:
    """Set the buttons in a row, where there are any: Slack refuses an empty one."""
    return [actions(*elements)] if elements else []


def button(
    label: str,
    action_id: str,
    *,
    value: str | None = None,
    url: str | None = None,
    is_primary: bool = False,
    spoken: str | None = None,
) -> Block:
    """`spoken` is what a screen reader says in place of a label that stands there several times."""
    return _given(
        type="button",
        text=plain(label),
        action_id=action_id,
        value=value,
        url=url,
        style="primary" if is_primary else None,
        accessibility_label=cut(spoken, _LONGEST_SPOKEN) if spoken else None,
    )


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """The menu of a row: at most five options, and no confirmation, which would be asked for each of them."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def field(
    label: str,
    block_id: str,
    element: Block,
    *,
    hint: str | None = None,
    is_optional: bool = False,
    is_told: bool = False,
) -> Block:
    """An input of a form. Its element gets the same id, so that state is found by one name.

    `is_told`: what is chosen is reported at once, and what is typed with Enter.
    """
    return _given(
        type="input",
        block_id=block_id,
        label=plain(label),
        element={"action_id": block_id.partition(":")[0], **element},
        hint=plain(hint) if hint else None,
        optional=is_optional,
        dispatch_action=is_told,
    )


def option(text: str, value: str) -> Block:
    return {"text": plain(cut(text, _LONGEST_OPTION)), "value": value}


def modal(
    title: str, blocks: Iterable[Block], *, close: str, submit: str | None = None, callback_id: str | None = None
) -> Block:
    return _given(
        type="modal",
        title=plain(title),
        close=plain(close),
        submit=plain(submit) if submit else None,
        callback_id=callback_id,
        blocks=list(blocks),
    )


def home(*blocks: Block) -> Block:
    return {"type": "home", "blocks": list(blocks)}


def _given(**parts: object) -> Block:
    """Leave out what was not given: Slack refuses null."""
    return {name: part for name, part in parts.items() if part is not None}
