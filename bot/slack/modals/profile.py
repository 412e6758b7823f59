"""My profile: the time zone, and the name that patients see."""

from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.services.profile import LONGEST_NAME
from bot.slack.blocks import Block, cut, field, modal
from bot.slack.ids import CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.zones import zone_select

TITLE = "My profile"


def profile_form(professional: Professional) -> Block:
    name = {
        "type": "plain_text_input",
        "max_length": LONGEST_NAME,
        "initial_value": cut(professional.name, LONGEST_NAME),
    }
    return modal(
        TITLE,
        [
            field("Time zone", Field.ZONE, zone_select(professional.zone)),
            field("Name your patients see", Field.NAME, name),
        ],
        submit="Save",
        close="Close",
        callback_id=CallbackId.PROFILE,
    )


def saved_view() -> Block:
    return plain_modal(TITLE, "Saved.", close="Done")
