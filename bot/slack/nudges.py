"""The message before a meeting; a message, so without a name."""

from bot.domain.acts import Act
from bot.domain.links import Links
from bot.domain.own_meeting import OwnMeeting
from bot.domain.time_words import clock_words
from bot.slack.answers import Message, message
from bot.slack.blocks import actions
from bot.slack.buttons import act_button, start_link_button


def nudge_message(own: OwnMeeting, links: Links) -> Message:
    """Say when it starts. Before the start window the button asks for a link, which is good for a moment."""
    start = start_link_button(own, links) if own.is_start_window else act_button(Act.START, own)
    return message(
        f"Your meeting starts at {clock_words(own.meeting.starts_at, own.professional.zone)}.", actions(start)
    )
