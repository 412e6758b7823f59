"""The buttons that several surfaces share; their labels never vary."""

from bot.domain.links import Links
from bot.domain.meeting import Meeting
from bot.domain.people import Actor, Patient, Professional
from bot.slack.blocks import Block, button
from bot.slack.ids import ActionId, CommandWord
from bot.slack.words import spoken_meeting


def new_meeting_button(*, is_primary: bool = False) -> Block:
    return button("New meeting", ActionId.NEW_MEETING, is_primary=is_primary)


def authenticate_button(links: Links, actor: Actor, *, is_primary: bool = False) -> Block:
    """Lead to the connect page: the link lasts, since a button's address is fixed when it is drawn."""
    return button("Authenticate to Zoom", ActionId.AUTHENTICATE, url=links.connect(actor), is_primary=is_primary)


def support_button(links: Links) -> Block:
    return button("Contact support", ActionId.SUPPORT, url=links.support)


def help_button() -> Block:
    return button("Help", ActionId.HELP)


def use_command_button(word: CommandWord) -> Block:
    return button(f"Use {word}", ActionId.USE_COMMAND, value=word)


def cancel_button(professional: Professional, meeting: Meeting, patient: Patient, row: int | None = None) -> Block:
    """Ask to cancel this meeting; `row` keeps the ids of a list's buttons apart."""
    return button(
        "Cancel meeting",
        ActionId.CANCEL_MEETING if row is None else f"{ActionId.CANCEL_MEETING}:{row}",
        value=meeting.id,
        spoken=f"Cancel meeting, {spoken_meeting(professional, meeting, patient)}",
    )
