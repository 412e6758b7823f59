"""What `/meeting` says: messages that only the person who typed sees, and yet initials at most."""

from datetime import datetime
from difflib import get_close_matches

from bot.domain.acts import Act
from bot.domain.links import Links
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.domain.zoom_connection import ZoomConnection
from bot.slack.answers import Message, message
from bot.slack.blocks import actions, context, cut, defused
from bot.slack.buttons import (
    act_button,
    authenticate_button,
    help_button,
    my_meetings_button,
    new_meeting_button,
    start_link_button,
    use_command_button,
)
from bot.slack.home import CONNECT_SENTENCE
from bot.slack.ids import CommandWord
from bot.slack.words import connection_words, message_name, when_for

_HELP = (
    "`/meeting new tomorrow 3pm` opens the form, filled in. `/meeting list next week` shows your meetings. "
    "`/meeting cancel tomorrow` cancels one. `/meeting connect` and `/meeting disconnect` are for Zoom. "
    "`/meeting patients` shows who chose you. `/meeting profile` sets your time zone. "
    "Please don't type patient names in commands."
)
_ADMIN_HELP = "Admins of this workspace choose who is a professional with `/meeting admin`."
_LONGEST_ECHO = 30


def next_meeting_message(own: OwnMeeting | None, links: Links) -> Message:
    """Say what comes next, to somebody who is connected."""
    text, details = "You have no upcoming meetings.", []
    if own is not None:
        when = when_for(own.professional, own.meeting)
        name = message_name(own.professional, own.patient).removesuffix(".")
        text = f"Next meeting: {when} with {defused(name)}."
        start = [start_link_button(own, links)] if own.is_start_window else []
        details = [*start, act_button(Act.DETAILS, own)]
    return message(
        text,
        actions(*details, new_meeting_button(), my_meetings_button()),
        context("Zoom is connected. Type `/meeting help` for all commands."),
    )


def connect_message(professional: Professional, links: Links) -> Message:
    return message(CONNECT_SENTENCE, actions(authenticate_button(links, professional.actor)))


def connected_message() -> Message:
    return message("Zoom is already connected.")


def status_message(connection: ZoomConnection, professional: Professional, now: datetime) -> Message:
    """Say since when Zoom is connected, and when it last did what it was asked."""
    return message(connection_words(connection, professional, now))


def help_message() -> Message:
    return message(_HELP, actions(new_meeting_button(), my_meetings_button()), context(_ADMIN_HELP))


def unknown_message(word: str) -> Message:
    """Answer a word that is no command with the nearest that is one."""
    echo = f'I don\'t know "{defused(cut(word, _LONGEST_ECHO))}".'
    near = nearest_command(word)
    if near is None:
        return message(echo, actions(help_button()))
    return message(f"{echo} Did you mean `/meeting {near}`?", actions(use_command_button(near), help_button()))


def nearest_command(word: str) -> CommandWord | None:
    found = get_close_matches(word, [each for each in CommandWord if each], n=1)
    return CommandWord(found[0]) if found else None
