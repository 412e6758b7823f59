"""A meeting as a row of a list: in Home and modals only, so with whole names."""

from collections.abc import Collection, Iterable

from bot.domain.acts import Act
from bot.domain.links import Links
from bot.domain.mail_step import MailStep
from bot.domain.own_meeting import OwnMeeting
from bot.slack.blocks import Block, actions, cut, option, overflow, section
from bot.slack.buttons import ACT_LABELS, shown_acts, start_link_button
from bot.slack.ids import ActionId
from bot.slack.words import STATUS_WORDS, row_time, view_name

_LONGEST_TOPIC = 60
# A menu has room for five: a move in Zoom is answered in the message that asks, on the card or in the details.
_ANSWERS = frozenset({Act.ACCEPT_MOVE, Act.PUT_BACK})
_MAIL_WORDS = {
    MailStep.BEING_SENT: "Email being sent.",
    MailStep.SENT: "Email sent.",
    MailStep.NOT_ACCEPTED: "Email not accepted; please call.",
}


def meeting_rows(meetings: Iterable[OwnMeeting], acts: Collection[Act], links: Links) -> list[Block]:
    """List the meetings, each with what is possible now of these acts."""
    return [block for number, own in enumerate(meetings) for block in meeting_row(own, str(number), acts, links=links)]


def meeting_row(
    own: OwnMeeting, name: str, acts: Collection[Act], *, links: Links, block_id: str | None = None
) -> list[Block]:
    """A row and, while it can be started by a link, that button; `name` keeps the ids of one view apart."""
    offered = [act for act in shown_acts(own) if act in acts]
    is_link = Act.START in offered and own.is_start_window
    left_out = {Act.START} if is_link else set()
    left_out |= _ANSWERS if own.meeting.zoom_move else set()
    menu = [act for act in offered if act not in left_out]
    patient = view_name(own.professional, own.patient)
    row = section(
        f"*{row_time(own.professional, own.meeting)}*\n{_state_words(own)}",
        fields=[
            f"Patient: {patient}",
            f"Topic: {cut(own.meeting.topic, _LONGEST_TOPIC)}",
        ],
        accessory=_menu(own, name, menu) if menu else None,
        block_id=block_id,
    )
    return [row, actions(start_link_button(own, links, row=name))] if is_link else [row]


def read_choice(value: str) -> tuple[str, str]:
    """Take a menu's choice apart: the act, and the meeting's id."""
    act, _, meeting_id = value.partition(":")
    return act, meeting_id


def _state_words(own: OwnMeeting) -> str:
    mail = _MAIL_WORDS.get(own.mail) if own.mail else None
    return " ".join(filter(None, [f"{STATUS_WORDS[own.meeting.status]}.", mail]))


def _menu(own: OwnMeeting, name: str, acts: Iterable[Act]) -> Block:
    options = [option(ACT_LABELS[act], f"{act}:{own.meeting.id}") for act in acts]
    return overflow(f"{ActionId.MENU}:{name}", options)
