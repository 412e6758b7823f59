"""Showing a form once more, changed in one place.

It is made of the view that came with the request: with the same ids Slack keeps in every field what was typed.
"""

from collections.abc import Collection, Sequence

from bot.domain.preview import Preview
from bot.domain.refusals import Field
from bot.slack.blocks import Block, actions, plain, section
from bot.slack.ids import BlockId
from bot.slack.modals.preview import preview_blocks

_KEPT = ("type", "title", "submit", "close", "callback_id", "private_metadata")
_NOTICES = frozenset({BlockId.NOTICE, BlockId.NOTICE_ACTS})
# In the order in which they stand, behind the fields.
_SAID: tuple[str, ...] = (BlockId.CLOCKS, Field.FOLD, Field.OVERLAP, BlockId.NOTES)


def with_notice(view: Block, sentence: str, act: Block | None = None) -> Block:
    """Say above the fields why it was not taken in."""
    acts = [actions(act, block_id=BlockId.NOTICE_ACTS)] if act else []
    return _copy(view, [section(sentence, block_id=BlockId.NOTICE), *acts, *_without(view, _NOTICES)])


def with_preview(view: Block, preview: Preview) -> Block:
    """Say anew what is known of what stands in the form."""
    return _copy(view, [*_without(view, _SAID), *preview_blocks(preview)])


def with_question(view: Block, question: Block) -> Block:
    """Ask what was not asked while the form was filled in, in the question's place; what it replaces is gone."""
    place = _SAID.index(_name(question))
    others = _without(view, _NOTICES | {_SAID[place]})
    after = [block for block in others if _name(block) in _SAID[place:]]
    return _copy(view, [*(block for block in others if block not in after), question, *after])


def has_block(view: Block, block_id: str) -> bool:
    return any(block.get("block_id") == block_id for block in view["blocks"])


def _without(view: Block, names: Collection[str]) -> list[Block]:
    return [block for block in view["blocks"] if _name(block) not in names]


def _name(block: Block) -> str:
    """Tell what a block is, whatever it is about: "fold" of "fold:2026-11-01T01:30:America/New_York"."""
    return str(block.get("block_id", "")).partition(":")[0]


def _copy(view: Block, blocks: Sequence[Block]) -> Block:
    # The rest of what Slack sends with a view (ids, hash, state) it does not take back.
    kept = {name: view[name] for name in _KEPT if view.get(name)}
    return {**kept, "title": plain(view["title"]["text"]), "blocks": list(blocks)}
