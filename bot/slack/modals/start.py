"""Starting outside the window: when it is planned, and a link for the next minutes."""

from datetime import timedelta

from bot.domain.links import Links
from bot.domain.own_meeting import OwnMeeting
from bot.slack.blocks import Block, actions, modal, section
from bot.slack.buttons import start_link_button
from bot.slack.words import when_for

TITLE = "Start meeting"
_LINK_LIFETIME = timedelta(minutes=5)


def start_modal(own: OwnMeeting, links: Links) -> Block:
    when = when_for(own.professional, own.meeting)
    sentence = f"Planned for {when}. Your patient waits until you let them in."
    start = start_link_button(own, links, until=own.at + _LINK_LIFETIME, is_primary=True)
    return modal(TITLE, [section(sentence), actions(start)], close="Close")
