"""Ending: what it does whatever Zoom says, so that nothing must be asked before it opens."""

from collections.abc import Mapping
from typing import Any

from bot.domain.own_meeting import OwnMeeting
from bot.slack.blocks import Block, section
from bot.slack.ids import CallbackId
from bot.slack.modals.asking import act_form
from bot.slack.modals.plain import plain_modal

TITLE = "End meeting"


def end_form(own: OwnMeeting, beneath: Mapping[str, Any] | None = None) -> Block:
    meaning = section(
        "This marks the meeting as over. If it is open in Zoom, it closes for everyone. Your patient gets no email."
    )
    return act_form(TITLE, own, meaning, close="Not yet", callback_id=CallbackId.END, beneath=beneath)


def ended_view() -> Block:
    return plain_modal(TITLE, "Marked as over.", close="Done")
