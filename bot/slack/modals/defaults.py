"""Workspace defaults: what holds for every professional who chose nothing; for admins of the Slack workspace."""

from bot.domain.preferences import WorkspaceDefaults
from bot.slack.blocks import Block, field, modal, option, section
from bot.slack.ids import BlockId, CallbackId
from bot.slack.modals.habits import duration_field, leads_field, names_field, nudge_field, wording_field

TITLE = "Workspace defaults"


def defaults_form(defaults: WorkspaceDefaults) -> Block:
    habits = defaults.habits
    return modal(
        TITLE,
        [
            section("These hold for all professionals here, except for what they choose in My profile."),
            duration_field(habits),
            nudge_field(habits),
            names_field(habits),
            _fixing(defaults),
            wording_field(habits),
            leads_field(habits),
        ],
        submit="Save",
        close="Close",
        callback_id=CallbackId.DEFAULTS,
    )


def _fixing(defaults: WorkspaceDefaults) -> Block:
    tick = option("Professionals can't change this", BlockId.NAMES_FIXED)
    boxes = {"type": "checkboxes", "options": [tick], **({"initial_options": [tick]} if defaults.fixes_names else {})}
    return field("Names for everybody", BlockId.NAMES_FIXED, boxes, is_optional=True)
