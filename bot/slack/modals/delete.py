"""Deleting: what is erased, and what is not."""

from collections.abc import Mapping
from typing import Any

from bot.domain.own_meeting import OwnMeeting
from bot.slack.beneath import act_metadata, with_metadata
from bot.slack.blocks import Block, modal, plain_section, section
from bot.slack.ids import CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.words import full_name, when_for

TITLE = "Delete meeting"


def delete_form(own: OwnMeeting, beneath: Mapping[str, Any] | None = None) -> Block:
    blocks = [
        plain_section(f"{when_for(own.professional, own.meeting)}, {full_name(own.patient)}."),
        section(
            "This erases the topic, description, and reason, and takes the meeting off your list. It can't be undone. "
            "Your patient gets no email. Zoom recordings stay in Zoom."
        ),
    ]
    form = modal(TITLE, blocks, submit=TITLE, close="Keep meeting", callback_id=CallbackId.DELETE)
    return with_metadata(form, act_metadata(own.meeting.id, beneath))


def deleted_view() -> Block:
    return plain_modal(TITLE, "Deleted.", close="Done")
