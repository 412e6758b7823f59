"""A meeting as a row of a list: in Home and modals only, so with whole names."""

from collections.abc import Collection, Iterable

from bot.domain.acts import Act
from bot.domain.mail_step import MailStep
from bot.domain.own_meeting import OwnMeeting
from bot.slack.blocks import Block, cut, option, overflow, section
from bot.slack.buttons import ACT_LABELS, shown_acts
from bot.slack.ids import ActionId
from bot.slack.words import STATUS_WORDS, full_name, row_time

_LONGEST_TOPIC = 60
_MAIL_WORDS = {
    MailStep.BEING_SENT: "Email being sent.",
    MailStep.SENT: "Email sent.",
    MailStep.NOT_ACCEPTED: "Email not accepted; please call.",
}


def meeting_rows(meetings: Iterable[OwnMeeting], acts: Collection[Act]) -> list[Block]:
    """List the meetings, each with a menu of those of these acts that are possible now."""
    return [meeting_row(own, str(number), acts) for number, own in enumerate(meetings)]


def meeting_row(own: OwnMeeting, name: str, acts: Collection[Act], block_id: str | None = None) -> Block:
    """`name` keeps the ids of one view's menus apart."""
    offered = [act for act in shown_acts(own) if act in acts]
    return section(
        f"*{row_time(own.professional, own.meeting)}*\n{_state_words(own)}",
        fields=[f"Patient: {full_name(own.patient)}", f"Topic: {cut(own.meeting.topic, _LONGEST_TOPIC)}"],
        accessory=_menu(own, name, offered) if offered else None,
        block_id=block_id,
    )


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
