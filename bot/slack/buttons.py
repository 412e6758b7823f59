"""The buttons that several surfaces share; their labels never vary."""

from collections.abc import Mapping

from bot.domain.acts import Act
from bot.domain.links import Links
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Actor
from bot.slack.blocks import Block, button
from bot.slack.ids import ActionId, CommandWord
from bot.slack.words import spoken_meeting

ACT_LABELS: Mapping[Act, str] = {
    Act.DETAILS: "Details",
    Act.CANCEL: "Cancel meeting",
}


def new_meeting_button(*, is_primary: bool = False) -> Block:
    return button("New meeting", ActionId.NEW_MEETING, is_primary=is_primary)


def authenticate_button(links: Links, actor: Actor, *, is_primary: bool = False) -> Block:
    """Lead to the connect page: the link lasts, since a button's address is fixed when it is drawn."""
    return button("Authenticate to Zoom", ActionId.AUTHENTICATE, url=links.connect(actor), is_primary=is_primary)


def support_button(links: Links) -> Block:
    return button("Contact support", ActionId.SUPPORT, url=links.support)


def my_meetings_button() -> Block:
    return button("My meetings", ActionId.MY_MEETINGS)


def my_profile_button() -> Block:
    return button("My profile", ActionId.MY_PROFILE)


def clear_filters_button() -> Block:
    return button("Clear filters", ActionId.CLEAR_FILTERS)


def help_button() -> Block:
    return button("Help", ActionId.HELP)


def use_command_button(word: CommandWord) -> Block:
    return button(f"Use {word}", ActionId.USE_COMMAND, value=word)


def shown_acts(own: OwnMeeting) -> tuple[Act, ...]:
    """List what the professional is offered to do with the meeting as it stands."""
    return tuple(act for act in own.acts if act in ACT_LABELS)


def act_buttons(own: OwnMeeting) -> list[Block]:
    return [act_button(act, own) for act in shown_acts(own)]


def act_button(act: Act, own: OwnMeeting, row: int | None = None) -> Block:
    """Do this with this meeting; `row` keeps the ids of a list's buttons apart."""
    label = ACT_LABELS[act]
    return button(
        label,
        act.value if row is None else f"{act}:{row}",
        value=own.meeting.id,
        spoken=f"{label}, {spoken_meeting(own.professional, own.meeting, own.patient)}",
    )
