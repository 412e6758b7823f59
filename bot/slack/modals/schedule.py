"""The New meeting form, and what takes its place once it is sent."""

from collections.abc import Sequence

from bot.domain.card import MeetingCard
from bot.domain.meeting import Meeting
from bot.domain.people import Professional
from bot.domain.planning import LONGEST_DESCRIPTION, LONGEST_TOPIC
from bot.domain.preview import Draft, Preview
from bot.domain.refusals import Field
from bot.slack.blocks import Block, context, cut, field, modal, option, plain, plain_section, section
from bot.slack.cards import card_line, receipts
from bot.slack.durations import duration_select
from bot.slack.elements import text_input, typed_select
from bot.slack.ids import BlockId, CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.modals.preview import preview_blocks
from bot.slack.patients import patient_options
from bot.slack.words import STATUS_WORDS, hours_words, patient_clock, short_name, view_name, when_for
from bot.slack.zones import zone_select

TITLE = "New meeting"
_ZONE_HINT = "Change the default in My profile."


def schedule_form(preview: Preview, reading: str = "") -> Block:
    """The form with what was typed behind the command, if anything; `reading` says how that was understood."""
    read = [plain_section(reading, block_id=BlockId.READING)] if reading else []
    names = preview.professional.habits.names
    chosen = patient_options([preview.patient], names)[0] if preview.patient else None
    return _form(read, _fields(preview.draft, chosen), preview_blocks(preview))


def scheduling_view(meeting: Meeting, professional: Professional) -> Block:
    """The first answer to the form. A second submission of the same form may find the meeting further on."""
    told = [f"*{STATUS_WORDS[meeting.status]}*", when_for(professional, meeting), *hours_words(professional, meeting)]
    return plain_modal(TITLE, "\n".join(told), close="Done")


def result_view(card: MeetingCard) -> Block:
    """The outcome, in the form that was sent; a modal, so the patient's whole name is shown."""
    about = [
        f"Patient: {view_name(card.professional, card.patient)}",
        f"Patient's clock: {patient_clock(card.meeting, card.patient)}",
    ]
    steps = section("\n".join(receipts(card)))
    notes = [context(note) for note in hours_words(card.professional, card.meeting)]
    # The form was the assistant's, where one scheduled it.
    for_whom = [context(f"For *{short_name(card.professional)}*.")] if card.assistant else []
    return modal(TITLE, [*for_whom, section(card_line(card)), section(fields=about), steps, *notes], close="Done")


def _form(*parts: Sequence[Block]) -> Block:
    return modal(
        TITLE,
        [block for part in parts for block in part],
        submit="Schedule meeting",
        close="Close",
        callback_id=CallbackId.SCHEDULE,
    )


def _fields(draft: Draft, patient: Block | None) -> list[Block]:
    return [*_what_fields(draft), *_time_fields(draft), _patient_field(patient)]


def _what_fields(draft: Draft) -> list[Block]:
    topic = text_input(LONGEST_TOPIC, cut(draft.topic, LONGEST_TOPIC))
    description = text_input(LONGEST_DESCRIPTION, is_multiline=True)
    tick = option("Show the topic and description to my patient", BlockId.SHARE)
    return [
        field("Topic", Field.TOPIC, topic, hint="Only you see it unless you share it."),
        field("Description", Field.DESCRIPTION, description, is_optional=True),
        field(
            "What your patient sees",
            BlockId.SHARE,
            {"type": "checkboxes", "options": [tick]},
            hint="If not ticked, the email just says online meeting.",
            is_optional=True,
        ),
    ]


def _time_fields(draft: Draft) -> list[Block]:
    """Fields whose values are reported as they are chosen, so that both clocks follow."""
    date = {"type": "datepicker", "placeholder": plain("Choose a date"), **_initial("date", draft.on)}
    # No `timezone` on the picker: its hint would not follow the Time zone field.
    hour = {
        "type": "timepicker",
        "placeholder": plain("Choose or type a time"),
        **_initial("time", f"{draft.at:%H:%M}" if draft.at is not None else ""),
    }
    return [
        field("Date", Field.DATE, date, is_told=True),
        field("Time", Field.HOUR, hour, is_told=True),
        field("Time zone", Field.ZONE, zone_select(draft.zone), hint=_ZONE_HINT, is_told=True),
        field("Duration", Field.DURATION, duration_select(draft.duration), is_told=True),
    ]


def _patient_field(chosen: Block | None) -> Block:
    hint = "Only patients who chose you are listed."
    return field("Patient", Field.PATIENT, typed_select("Type a name", chosen), hint=hint, is_told=True)


def _initial(kind: str, value: object) -> Block:
    """What a field is drawn with, where there is something."""
    return {f"initial_{kind}": str(value)} if value else {}
