"""Inviting a patient: whom to ask, in which language, and what the mail will say."""

from collections.abc import Mapping
from typing import Any

from bot.domain.addresses import LONGEST_ADDRESS
from bot.domain.patient_forms import LONGEST_NAME
from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.slack.beneath import lying_over, with_metadata
from bot.slack.blocks import Block, field, modal, section
from bot.slack.elements import text_input
from bot.slack.ids import CallbackId
from bot.slack.languages import language_select
from bot.slack.modals.plain import plain_modal
from bot.slack.zones import zone_select

TITLE = "Invite patient"


def invite_form(professional: Professional, beneath: Mapping[str, Any] | None = None) -> Block:
    """`beneath` is what the view shows over which the form lies."""
    meaning = section(
        "Your patient gets an email that names you and asks whether you are their professional. "
        "Once they say yes, they are on your list."
    )
    form = modal(
        TITLE,
        [
            meaning,
            field("Name", Field.NAME, text_input(LONGEST_NAME)),
            field("Email", Field.MAIL, text_input(LONGEST_ADDRESS)),
            field("Language", Field.LANGUAGE, language_select(professional.language)),
            field("Time zone", Field.ZONE, zone_select(), hint="Your patient can correct it.", is_optional=True),
        ],
        submit="Send invitation",
        close="Close",
        callback_id=CallbackId.INVITE,
    )
    return with_metadata(form, lying_over(beneath)) if beneath else form


def invited_view() -> Block:
    return plain_modal(TITLE, "The invitation is on its way. You are told when your patient says yes.", close="Done")
