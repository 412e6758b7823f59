"""The New meeting form, and what takes its place once it is sent."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.card import MeetingCard
from bot.domain.meeting import Meeting
from bot.domain.people import Professional
from bot.domain.planning import LONGEST_DESCRIPTION, LONGEST_TOPIC
from bot.domain.preferences import DEFAULT_DURATION
from bot.domain.refusals import Field
from bot.slack.blocks import Block, context, field, modal, option, plain, section
from bot.slack.cards import card_line, receipts
from bot.slack.durations import duration_select
from bot.slack.ids import BlockId, CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.words import STATUS_WORDS, hours_words, patient_clock, view_name, when_for
from bot.slack.zones import zone_select

TITLE = "New meeting"


def schedule_form(zone: ZoneInfo, duration: timedelta = DEFAULT_DURATION) -> Block:
    """The empty form; zone and duration are the professional's."""
    return modal(
        TITLE,
        [*_what_fields(), *_time_fields(zone, duration), _patient_field()],
        submit="Schedule meeting",
        close="Close",
        callback_id=CallbackId.SCHEDULE,
    )


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
    return modal(TITLE, [section(card_line(card)), section(fields=about), steps, *notes], close="Done")


def _what_fields() -> list[Block]:
    topic = {"type": "plain_text_input", "max_length": LONGEST_TOPIC}
    description = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_DESCRIPTION}
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


def _time_fields(zone: ZoneInfo, duration: timedelta) -> list[Block]:
    date = {"type": "datepicker", "placeholder": plain("Choose a date")}
    # No `timezone` on the picker: its hint would not follow the Time zone field.
    hour = {"type": "timepicker", "placeholder": plain("Choose or type a time")}
    return [
        field("Date", Field.DATE, date),
        field("Time", Field.HOUR, hour),
        field("Time zone", Field.ZONE, zone_select(zone)),
        field("Duration", Field.DURATION, duration_select(duration)),
    ]


def _patient_field() -> Block:
    # Without `min_query_length` Slack asks for options only after three letters.
    select = {"type": "external_select", "placeholder": plain("Type a name"), "min_query_length": 0}
    return field("Patient", Field.PATIENT, select, hint="Only patients who chose you are listed.")
