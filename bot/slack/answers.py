"""What a handler answers: values, which `replying` takes to the person on the surface where they asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.domain.refusals import Field
from bot.slack.blocks import Block, section


@dataclass(frozen=True, kw_only=True)
class Message:
    """`text` is what phones show and screen readers read; desktops read the first block, so that repeats it."""

    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Modal:
    """A view to open, or to push over the one in which the click was."""

    view: Block = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class NewView:
    """The view that takes the place of the one submitted."""

    view: Block = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ChangedView:
    """What the modal shows now in which was clicked."""

    view: Block = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class FieldErrors:
    """Words beside the fields of the form submitted."""

    replies: Mapping[Field, str]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Options of a select that is being typed in, under one heading where `group` names it."""

    options: tuple[Block, ...] = field(repr=False, default=())
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class HomeTab:
    """The person's own App Home."""

    view: Block = field(repr=False)


Answer: TypeAlias = Message | Modal | NewView | ChangedView | FieldErrors | Choices | HomeTab | None


def message(text: str, *blocks: Block) -> Message:
    """Make a message of its one fact, in mrkdwn, and what stands under it."""
    return Message(text=text, blocks=(section(text), *blocks))
