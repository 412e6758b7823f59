"""Ending: what it does whatever Zoom says, so that nothing must be asked before it opens."""

from collections.abc import Mapping
from typing import Any

from bot.domain.own_meeting import OwnMeeting
from bot.slack.beneath import act_metadata, with_metadata
from bot.slack.blocks import Block, modal, plain_section, section
from bot.slack.ids import CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.words import full_name, when_for

TITLE = "End meeting"


def end_form(own: OwnMeeting, beneath: Mapping[str, Any] | None = None) -> Block:
    blocks = [
        plain_section(f"{when_for(own.professional, own.meeting)}, {full_name(own.patient)}."),
        section(
            "This marks the meeting as over. If it is open in Zoom, it closes for everyone. Your patient gets no email."
        ),
    ]
    form = modal(TITLE, blocks, submit=TITLE, close="Not yet", callback_id=CallbackId.END)
    return with_metadata(form, act_metadata(own.meeting.id, beneath))


def ended_view() -> Block:
    return plain_modal(TITLE, "Marked as over.", close="Done")
