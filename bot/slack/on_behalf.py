"""What an assistant sees says for whom it is, and carries it along: whatever was drawn for one is done for that one."""

from dataclasses import replace

from bot.domain.people import Professional
from bot.slack.answers import Answer, ChangedView, Message, Modal, NewView
from bot.slack.beneath import read_metadata, with_metadata
from bot.slack.blocks import Block, context, section
from bot.slack.ids import BlockId
from bot.slack.modals.plain import message_modal
from bot.slack.requests import Kind, SlackRequest
from bot.slack.words import short_name

_FOR = "for"


def for_whom(request: SlackRequest) -> str | None:
    """Name the professional for whom the modal was drawn in which something happens, "" where it is one's own.

    None outside of modals: there it is whom Home is switched to. It comes back from Slack like anything else, and
    grants nothing.
    """
    return str(read_metadata(request.view).get(_FOR, "")) if request.is_in_modal else None


def said_for(request: SlackRequest, answer: Answer, professional: Professional) -> Answer:
    """Say for whom it is, where somebody acts for another."""
    if not professional.assisted_by:
        return answer
    if isinstance(answer, Message):
        return _message_for(request, answer, professional)
    if isinstance(answer, Modal | NewView | ChangedView):
        return replace(answer, view=drawn_for(answer.view, professional))
    return answer


def drawn_for(view: Block, professional: Professional) -> Block:
    """Put it at the top of a modal, and into what travels with it. One's own modals stay as they are."""
    if not professional.assisted_by:
        return view
    others = [block for block in view["blocks"] if block.get("block_id") != BlockId.FOR_WHOM]
    line = {**context(f"For *{short_name(professional)}*."), "block_id": BlockId.FOR_WHOM.value}
    named = with_metadata(view, {**read_metadata(view), _FOR: professional.id})
    return {**named, "blocks": [line, *others]}


def _message_for(request: SlackRequest, message: Message, professional: Professional) -> Answer:
    if request.kind is not Kind.COMMAND:
        return Modal(view=drawn_for(message_modal(message), professional))
    text = f"For {short_name(professional)}: {message.text}"
    return Message(text=text, blocks=(section(text), *message.blocks[1:]))
