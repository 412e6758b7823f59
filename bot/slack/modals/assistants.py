"""A professional's assistants: who schedules for them."""

from collections.abc import Sequence

from bot.domain.assistance import MOST_ASSISTANTS
from bot.domain.people import Professional
from bot.slack.blocks import Block, actions, button, cut, modal, plain, plain_section, section
from bot.slack.ids import ActionId

TITLE = "Assistants"
_LONGEST_NAME = 100


def assistants_modal(assistants: Sequence[Professional], *, told: str = "") -> Block:
    """List them, each with its button; `told` is what has just been done, or could not be."""
    sentence = (
        "An assistant schedules, lists, and cancels meetings for you, and sees your patients' names. "
        "They can't start or end a meeting, connect Zoom, or change your profile."
    )
    return modal(
        TITLE,
        [
            *([plain_section(told)] if told else []),
            section(sentence),
            *(_assistant(number, each) for number, each in enumerate(assistants[:MOST_ASSISTANTS])),
            *([_appointing(len(assistants))] if len(assistants) < MOST_ASSISTANTS else []),
        ],
        close="Close",
    )


def _assistant(number: int, assistant: Professional) -> Block:
    name = cut(assistant.name, _LONGEST_NAME)
    remove = button(
        "Remove", f"{ActionId.DISMISS}:{number}", value=assistant.id, spoken=f"Remove {name} as your assistant"
    )
    return {**plain_section(name), "accessory": remove}


def _appointing(count: int) -> Block:
    """Another block once somebody was appointed: Slack would keep showing who was chosen."""
    select = {"type": "users_select", "action_id": ActionId.APPOINT.value, "placeholder": plain("Appoint an assistant")}
    return actions(select, block_id=f"{ActionId.APPOINT}:{count}")
