"""A professional's assistants: who schedules for them."""

from collections.abc import Sequence

from bot.domain.assistance import MOST_ASSISTANTS
from bot.domain.people import Professional
from bot.slack.blocks import Block, button, cut, modal, plain_section, section
from bot.slack.elements import person_picker
from bot.slack.ids import ActionId

TITLE = "Assistants"
_LONGEST_NAME = 100


def assistants_modal(assistants: Sequence[Professional], *, told: str = "") -> Block:
    """List them, each with its button; `told` is what has just been done, or could not be."""
    sentence = (
        "An assistant schedules, lists, and cancels meetings for you, and sees your patients' names. "
        "They can't start or end a meeting, connect Zoom, or change your profile."
    )
    count = len(assistants)
    return modal(
        TITLE,
        [
            *([plain_section(told)] if told else []),
            section(sentence),
            *(_assistant(number, each) for number, each in enumerate(assistants[:MOST_ASSISTANTS])),
            *([person_picker("Appoint an assistant", ActionId.APPOINT, count)] if count < MOST_ASSISTANTS else []),
        ],
        close="Close",
    )


def _assistant(number: int, assistant: Professional) -> Block:
    name = cut(assistant.name, _LONGEST_NAME)
    remove = button(
        "Remove", f"{ActionId.DISMISS}:{number}", value=assistant.id, spoken=f"Remove {name} as your assistant"
    )
    return {**plain_section(name), "accessory": remove}
