"""Cancelling: which meeting, and the reason that the patient reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.acts import Act
from bot.domain.own_meeting import OwnMeeting
from bot.domain.reasons import LONGEST_REASON
from bot.domain.refusals import Field
from bot.services.cancelling import CancelledMeeting
from bot.slack.beneath import Shown, with_metadata
from bot.slack.blocks import Block, cut, field, modal, section
from bot.slack.buttons import act_button
from bot.slack.elements import text_input
from bot.slack.ids import CallbackId
from bot.slack.modals.asking import act_form
from bot.slack.modals.plain import plain_modal
from bot.slack.words import STATUS_WORDS, row_time, view_name

TITLE = "Cancel meeting"
_LONGEST_ROW_TOPIC = 60


def cancel_form(own: OwnMeeting, beneath: Mapping[str, Any] | None = None) -> Block:
    """Ask for the reason."""
    blocks = [
        section("Your patient is told by email. The Zoom link and reminders stop."),
        *([section("If it is open in Zoom, it closes for everyone.")] if own.has_started else []),
        _reason_field(),
    ]
    return act_form(TITLE, own, *blocks, close="Keep meeting", callback_id=CallbackId.CANCEL, beneath=beneath)


def cancelled_view(cancelled: CancelledMeeting) -> Block:
    told = "Canceled. Your patient is being emailed."
    untold = "Canceled. Your patient had not been told of it, so no email is sent."
    return plain_modal(TITLE, told if cancelled.is_patient_told else untold, close="Done")


def choose_meeting(upcoming: Sequence[OwnMeeting], words: str = "") -> Block:
    """List the meetings that can be cancelled, each with its button; `words` are those they were searched by."""
    if not upcoming:
        return plain_modal(TITLE, "No upcoming meeting matches.")
    rows = [_row(number, each) for number, each in enumerate(upcoming)]
    listed = modal("My meetings", [section("Choose the meeting to cancel."), *rows], close="Close")
    return with_metadata(listed, {"shows": Shown.CANCELLABLE, "words": words})


def _reason_field() -> Block:
    element = text_input(LONGEST_REASON, is_multiline=True)
    return field("Reason", Field.REASON, element, hint="Your patient reads this word for word.")


def _row(number: int, own: OwnMeeting) -> Block:
    meeting, name = own.meeting, view_name(own.professional, own.patient)
    return section(
        f"*{row_time(own.professional, meeting)}*\n{STATUS_WORDS[meeting.status]}.",
        fields=[
            f"Patient: {name}",
            f"Topic: {cut(meeting.topic, _LONGEST_ROW_TOPIC)}",
        ],
        accessory=act_button(Act.CANCEL, own, number),
    )
