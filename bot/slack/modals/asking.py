"""What the forms of acts have in common: whose and which meeting it is, and that its id travels with the form."""

from collections.abc import Mapping
from typing import Any

from bot.domain.own_meeting import OwnMeeting
from bot.slack.beneath import act_metadata, with_metadata
from bot.slack.blocks import Block, modal, plain_section
from bot.slack.ids import CallbackId
from bot.slack.words import view_name, when_for


def act_form(
    title: str,
    own: OwnMeeting,
    *blocks: Block,
    close: str,
    callback_id: CallbackId,
    beneath: Mapping[str, Any] | None,
) -> Block:
    """Name the meeting, and under it what the act means; the button says the act. The id is checked when it is back."""
    about = plain_section(f"{when_for(own.professional, own.meeting)}, {view_name(own.professional, own.patient)}.")
    form = modal(title, [about, *blocks], submit=title, close=close, callback_id=callback_id)
    return with_metadata(form, act_metadata(own.meeting.id, beneath))
