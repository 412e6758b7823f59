"""The New meeting form, and what takes its place once it is sent."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.card import MeetingCard
from bot.domain.local_time import in_minutes
from bot.domain.meeting import Meeting
from bot.domain.people import Professional
from bot.domain.planning import DEFAULT_DURATION, LONGEST_DESCRIPTION, LONGEST_TOPIC
from bot.domain.refusals import Field
from bot.slack.blocks import Block, context, field, modal, option, plain, section
from bot.slack.cards import card_line, receipts
from bot.slack.ids import BlockId, CallbackId
from bot.slack.modals.plain import plain_modal
from bot.slack.words import STATUS_WORDS, full_name, patient_clock, short_name, when_for
from bot.slack.zones import zone_select

TITLE = "New meeting"
DURATIONS = tuple(timedelta(minutes=minutes) for minutes in (15, 20, 30, 45, 50, 60, 90, 120))


def schedule_form(zone: ZoneInfo) -> Block:
    """The empty form; `zone` is the professional's."""
    return modal(
        TITLE,
        [*_what_fields(), *_time_fields(zone), _patient_field()],
        submit="Schedule meeting",
        close="Close",
        callback_id=CallbackId.SCHEDULE,
    )


def scheduling_view(meeting: Meeting, professional: Professional) -> Block:
    """The first answer to the form. A second submission of the same form may find the meeting further on."""
    return plain_modal(TITLE, f"*{STATUS_WORDS[meeting.status]}*\n{when_for(professional, meeting)}", close="Done")


def result_view(card: MeetingCard) -> Block:
    """The outcome, in the form that was sent; a modal, so the patient's whole name is shown."""
    about = [
        f"Patient: {full_name(card.patient)}",
        f"Patient's clock: {patient_clock(card.meeting, card.patient)}",
    ]
    steps = section("\n".join(receipts(card)))
    # The form was the assistant's, where one scheduled it.
    for_whom = [context(f"For *{short_name(card.professional)}*.")] if card.assistant else []
    return modal(TITLE, [*for_whom, section(card_line(card)), section(fields=about), steps], close="Done")


def _duration_option(duration: timedelta) -> Block:
    minutes = in_minutes(duration)
    return option(f"{minutes} minutes", str(minutes))


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


def _time_fields(zone: ZoneInfo) -> list[Block]:
    date = {"type": "datepicker", "placeholder": plain("Choose a date")}
    # No `timezone` on the picker: its hint would not follow the Time zone field.
    hour = {"type": "timepicker", "placeholder": plain("Choose or type a time")}
    duration = {
        "type": "static_select",
        "options": [_duration_option(each) for each in DURATIONS],
        "initial_option": _duration_option(DEFAULT_DURATION),
    }
    return [
        field("Date", Field.DATE, date),
        field("Time", Field.HOUR, hour),
        field("Time zone", Field.ZONE, zone_select(zone)),
        field("Duration", Field.DURATION, duration),
    ]


def _patient_field() -> Block:
    # Without `min_query_length` Slack asks for options only after three letters.
    select = {"type": "external_select", "placeholder": plain("Type a name"), "min_query_length": 0}
    return field("Patient", Field.PATIENT, select, hint="Only patients who chose you are listed.")
