"""My profile: who one is to patients, how meetings are by default, what patients get; working hours lie over it."""

from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.services.profile import LONGEST_NAME, LONGEST_PHONE, LONGEST_SIGNATURE
from bot.slack.blocks import Block, actions, context, cut, field, header, modal
from bot.slack.buttons import working_hours_button, workspace_defaults_button
from bot.slack.elements import text_input
from bot.slack.ids import CallbackId
from bot.slack.languages import language_select
from bot.slack.modals.habits import (
    NAMES_WORDS,
    duration_field,
    leads_field,
    names_field,
    nudge_field,
    wording_field,
)
from bot.slack.modals.plain import plain_modal
from bot.slack.zones import zone_select

TITLE = "My profile"


def profile_form(professional: Professional) -> Block:
    habits = professional.habits
    return modal(
        TITLE,
        [
            field("Time zone", Field.ZONE, zone_select(professional.zone)),
            field("Language", Field.LANGUAGE, language_select(professional.language)),
            actions(working_hours_button(), *([workspace_defaults_button()] if professional.is_admin else [])),
            header("Meetings"),
            duration_field(habits),
            nudge_field(habits),
            *_names(professional),
            header("What your patients get"),
            field("Name your patients see", Field.NAME, text_input(LONGEST_NAME, cut(professional.name, LONGEST_NAME))),
            *_contact(professional),
            wording_field(habits),
            leads_field(habits),
        ],
        submit="Save",
        close="Close",
        callback_id=CallbackId.PROFILE,
    )


def saved_view(title: str = TITLE) -> Block:
    return plain_modal(title, "Saved.", close="Done")


def _names(professional: Professional) -> list[Block]:
    if not professional.defaults.fixes_names:
        return [names_field(professional.habits)]
    return [context(f"Patient names in Slack are set by your workspace. {NAMES_WORDS[professional.habits.names]}.")]


def _contact(professional: Professional) -> list[Block]:
    profile = professional.profile
    return [
        field(
            "Phone your patients can call",
            Field.PHONE,
            text_input(LONGEST_PHONE, profile.phone),
            hint="For those who can't come.",
            is_optional=True,
        ),
        field(
            "Signature line",
            Field.SIGNATURE,
            text_input(LONGEST_SIGNATURE, profile.signature),
            hint="Stands under each email.",
            is_optional=True,
        ),
    ]
