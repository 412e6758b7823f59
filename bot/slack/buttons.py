"""The buttons that several surfaces share; their labels never vary."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.acts import Act, link_end
from bot.domain.links import Links, StartLink
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Actor
from bot.slack.blocks import Block, any_actions, button, cut
from bot.slack.ids import ActionId, CommandWord
from bot.slack.words import spoken_meeting

_LONGEST_VALUE = 2000
ACT_LABELS: Mapping[Act, str] = {
    Act.START: "Start meeting",
    Act.RETRY: "Try again",
    Act.ACCEPT_MOVE: "Accept and tell patient",
    Act.PUT_BACK: "Put back in Zoom",
    Act.DETAILS: "Details",
    Act.END: "End meeting",
    Act.CANCEL: "Cancel meeting",
    Act.DELETE: "Delete meeting",
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


def patients_button(place: str = "") -> Block:
    """`place` keeps the ids of two in one view apart."""
    return button("Patients", f"{ActionId.PATIENTS}:{place}" if place else ActionId.PATIENTS)


def working_hours_button() -> Block:
    return button("Working hours", ActionId.WORKING_HOURS)


def workspace_defaults_button() -> Block:
    return button("Workspace defaults", ActionId.WORKSPACE_DEFAULTS)


def assistants_button() -> Block:
    return button("Assistants", ActionId.ASSISTANTS)


def disconnect_button() -> Block:
    return button("Disconnect", ActionId.DISCONNECT)


def send_again_button(meeting: Meeting) -> Block:
    return button("Send email again", ActionId.SEND_AGAIN, value=meeting.id)


def message_button(act: Act, meeting: Meeting) -> Block:
    """Offer the act in a message about one meeting, which names nobody."""
    return button(ACT_LABELS[act], act.value, value=meeting.id)


def clear_filters_button() -> Block:
    return button("Clear filters", ActionId.CLEAR_FILTERS)


def page_turns(ids: tuple[str, str], before: str | None, after: str | None) -> list[Block]:
    """Lead to the page before and the one after: what each button carries, None where there is no such page."""
    return any_actions(
        *([button("Previous page", ids[0], value=before)] if before is not None else []),
        *([button("Next page", ids[1], value=after)] if after is not None else []),
    )


def try_again_button(action_id: str, value: str = "") -> Block:
    """Do once more what did not succeed."""
    return button("Try again", action_id, value=cut(value, _LONGEST_VALUE) or None)


def help_button() -> Block:
    return button("Help", ActionId.HELP)


def use_command_button(word: CommandWord) -> Block:
    return button(f"Use {word}", ActionId.USE_COMMAND, value=word)


def shown_acts(own: OwnMeeting) -> tuple[Act, ...]:
    """List what the professional is offered to do with the meeting as it stands."""
    return tuple(act for act in own.acts if act in ACT_LABELS)


def act_buttons(own: OwnMeeting, links: Links) -> list[Block]:
    """Offer what can be done, on a card or in the details. *Start meeting* stands there as a link, or not yet."""
    acts = [act for act in shown_acts(own) if act is not Act.START]
    start = [start_link_button(own, links)] if own.is_start_window else []
    again = [send_again_button(own.meeting)] if own.lacks_mail else []
    return [*start, *again, *(act_button(act, own) for act in acts)]


def start_link_button(
    own: OwnMeeting,
    links: Links,
    *,
    until: datetime | None = None,
    is_primary: bool = False,
    row: str | None = None,
) -> Block:
    """Lead straight to the meeting; the link is for this professional, and dies with the window or at `until`."""
    is_open = own.meeting.status is MeetingStatus.STARTED
    label = "Rejoin meeting" if is_open else ACT_LABELS[Act.START]
    link = StartLink(actor=own.professional.actor, meeting_id=own.meeting.id, until=until or link_end(own.meeting))
    return button(
        label,
        ActionId.START_LINK if row is None else f"{ActionId.START_LINK}:{row}",
        url=links.start(link),
        is_primary=is_primary,
        spoken=_spoken(label, own),
    )


def act_button(act: Act, own: OwnMeeting, row: int | None = None) -> Block:
    """Do this with this meeting; `row` keeps the ids of a list's buttons apart."""
    label = ACT_LABELS[act]
    action_id = act.value if row is None else f"{act}:{row}"
    return button(label, action_id, value=own.meeting.id, spoken=_spoken(label, own))


def _spoken(label: str, own: OwnMeeting) -> str:
    return f"{label}, {spoken_meeting(own.professional, own.meeting, own.patient)}"
