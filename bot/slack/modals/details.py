"""Everything about one meeting, and a labeled button for whatever can be done with it: what the card leaves out."""

from collections.abc import Mapping
from typing import Any

from bot.domain.acts import Act
from bot.domain.card import MeetingCard
from bot.domain.links import Links
from bot.slack.beneath import Shown, lying_over, with_metadata
from bot.slack.blocks import Block, any_actions, modal, plain_section, section
from bot.slack.buttons import act_button, act_buttons
from bot.slack.cards import receipts
from bot.slack.words import STATUS_WORDS, patient_clock, view_name, when_for

TITLE = "Meeting details"


def details_modal(
    card: MeetingCard, links: Links, *, beneath: Mapping[str, Any] | None = None, told: str = ""
) -> Block:
    """`beneath` is what the view shows over which this one lies; `told` is said first, where a click came too late."""
    meeting = card.meeting
    own = card.own
    # Outside the window a start is asked for, and answered with a link that is good for a moment.
    start = [act_button(Act.START, own)] if Act.START in own.acts and not own.is_start_window else []
    buttons = [*start, *(each for each in act_buttons(own, links) if each["action_id"] != Act.DETAILS)]
    blocks = [
        *([plain_section(told)] if told else []),
        section(fields=_facts(card)),
        *_texts(card),
        section("\n".join(["*Emails*", *receipts(card)])),
        *any_actions(*buttons),
    ]
    shown = {"shows": Shown.DETAILS, "meeting": meeting.id, **lying_over(beneath)}
    return with_metadata(modal(TITLE, blocks, close="Back" if beneath else "Close"), shown)


def _facts(card: MeetingCard) -> list[str]:
    meeting = card.meeting
    return [
        f"Patient: {view_name(card.professional, card.patient)}",
        f"Status: {STATUS_WORDS[meeting.status]}",
        f"Reference: {meeting.reference}",
        f"When: {when_for(card.professional, meeting)}",
        f"Patient's clock: {patient_clock(meeting, card.patient)}",
        f"Shown to patient: {'Yes' if meeting.shares_topic else 'No'}",
    ]


def _texts(card: MeetingCard) -> list[Block]:
    meeting = card.meeting
    texts = {"Topic": meeting.topic, "Description": meeting.description, "Reason": meeting.reason}
    return [plain_section(f"{label}: {text}") for label, text in texts.items() if text]
