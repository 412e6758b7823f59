"""Deleting: what is erased, and what is not."""

from collections.abc import Mapping
from typing import Any

from bot.domain.own_meeting import OwnMeeting
from bot.slack.blocks import Block, section
from bot.slack.ids import CallbackId
from bot.slack.modals.asking import act_form
from bot.slack.modals.plain import plain_modal

TITLE = "Delete meeting"


def delete_form(own: OwnMeeting, beneath: Mapping[str, Any] | None = None) -> Block:
    meaning = section(
        "This erases the topic, description, and reason, and takes the meeting off your list. It can't be undone. "
        "Your patient gets no email. Zoom recordings stay in Zoom."
    )
    return act_form(TITLE, own, meaning, close="Keep meeting", callback_id=CallbackId.DELETE, beneath=beneath)


def deleted_view() -> Block:
    return plain_modal(TITLE, "Deleted.", close="Done")
