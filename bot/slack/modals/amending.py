"""Showing a submitted form once more, changed in one place.

It is made of the view that came with the submission: with the same ids Slack keeps in every field what was typed.
"""

from collections.abc import Sequence

from bot.domain.refusals import DoubledHour, Field
from bot.slack.blocks import Block, actions, field, option, plain, section
from bot.slack.ids import BlockId

_KEPT = ("type", "title", "submit", "close", "callback_id", "private_metadata")
_NOTICES = frozenset({BlockId.NOTICE.value, BlockId.NOTICE_ACTS.value})


def with_notice(view: Block, sentence: str, act: Block | None = None) -> Block:
    """Say above the fields why it was not taken in."""
    acts = [actions(act, block_id=BlockId.NOTICE_ACTS)] if act else []
    return _copy(view, [section(sentence, block_id=BlockId.NOTICE), *acts, *_fields(view)])


def with_fold(view: Block, block_id: str, refusal: DoubledHour) -> Block:
    """Ask which of a doubled hour is meant; `block_id` names the hour, so that another hour is asked anew."""
    choices = [option(choice.words, str(choice.offset_minutes)) for choice in refusal.choices]
    question = field(
        f"Which {refusal.hour}?", block_id, {"type": "radio_buttons", "options": choices}, hint=refusal.reply
    )
    others = [block for block in _fields(view) if not _is_fold(block)]
    return _copy(view, [*others, question])


def has_block(view: Block, block_id: str) -> bool:
    return any(block.get("block_id") == block_id for block in view["blocks"])


def _fields(view: Block) -> list[Block]:
    return [block for block in view["blocks"] if block.get("block_id") not in _NOTICES]


def _is_fold(block: Block) -> bool:
    return str(block.get("block_id", "")).partition(":")[0] == Field.FOLD


def _copy(view: Block, blocks: Sequence[Block]) -> Block:
    # The rest of what Slack sends with a view (ids, hash, state) it does not take back.
    kept = {name: view[name] for name in _KEPT if view.get(name)}
    return {**kept, "title": plain(view["title"]["text"]), "blocks": list(blocks)}
