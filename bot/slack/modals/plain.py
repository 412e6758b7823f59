"""Modals that say one thing."""

from bot.slack.answers import Message
from bot.slack.blocks import Block, actions, modal, section


def plain_modal(title: str, sentence: str, act: Block | None = None, *, close: str = "Close") -> Block:
    """One sentence of mrkdwn and at most one button."""
    return modal(title, [section(sentence), *([actions(act)] if act else [])], close=close)


def message_modal(message: Message) -> Block:
    """Show on top of a view, or after a click, what a command says in the channel."""
    return modal("Consulta", message.blocks, close="Close")
