"""Disconnecting Zoom: what it means, what becomes of the meetings that lie ahead, and how far it has come."""

from collections.abc import Mapping

from bot.domain.own_meeting import OwnMeeting
from bot.domain.parting import MOST_CANCELLED, Fate, Leave, PartingStep
from bot.domain.reasons import LONGEST_REASON
from bot.domain.refusals import Field
from bot.slack.blocks import Block, context, field, modal, option, plain, plain_section, section
from bot.slack.elements import one_of, text_input
from bot.slack.ids import CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.words import row_time, view_name

TITLE = "Disconnect Zoom"
_STEP_WORDS: Mapping[PartingStep, str] = {
    PartingStep.CLEARING: "Disconnecting from Zoom. Your canceled meetings are being cleared first.",
    PartingStep.ASKING: "Disconnecting from Zoom.",
    PartingStep.NOT_ANSWERED: "Disconnecting from Zoom. Zoom did not answer; we keep asking.",
    PartingStep.CONFIRMED: "Zoom is disconnected. Authorization deleted here; Zoom confirmed.",
    PartingStep.UNCONFIRMED: (
        "Zoom is disconnected. Authorization deleted here; Zoom did not confirm. "
        "You can remove Consulta from your apps in Zoom."
    ),
    PartingStep.ENDED: "Zoom is disconnected. Authorization deleted here.",
}

_REASON_HINT = "Needed if you cancel them. Your patients read this word for word."


def disconnect_form(leave: Leave) -> Block:
    sentence = (
        "Consulta deletes its Zoom authorization and tells Zoom to revoke it. "
        "You can't manage meetings until you connect again."
    )
    blocks = [section(sentence), *(_what_becomes_of(leave) if leave.count else [])]
    return modal(TITLE, blocks, submit="Disconnect", close="Stay connected", callback_id=CallbackId.DISCONNECT)


def parting_view(step: PartingStep) -> Block:
    return plain_modal(TITLE, _STEP_WORDS[step], close="Done")


def _what_becomes_of(leave: Leave) -> list[Block]:
    more = leave.count - len(leave.first)
    return [
        plain_section("\n".join(map(_line, leave.first))),
        *([context(f"and {more if leave.count <= MOST_CANCELLED else 'many'} more")] if more else []),
        field("Your upcoming meetings", Field.UPCOMING, _fates()),
        field(
            "Reason your patients read",
            Field.REASON,
            text_input(LONGEST_REASON, is_multiline=True),
            hint=_REASON_HINT,
            is_optional=True,
        ),
    ]


def _line(own: OwnMeeting) -> str:
    return f"{row_time(own.professional, own.meeting)}, {view_name(own.professional, own.patient)}"


def _fates() -> Block:
    keep = option("Keep them in Zoom", Fate.KEEP) | {"description": plain("Links and reminders keep working")}
    cancel = option("Cancel them and email the patients", Fate.CANCEL)
    return one_of("radio_buttons", {Fate.KEEP: keep, Fate.CANCEL: cancel}, Fate.KEEP)
