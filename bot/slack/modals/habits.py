"""The fields that My profile and the workspace's defaults have in common."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.local_time import in_minutes
from bot.domain.preferences import NO_NUDGE, Habits, MailWording, NamesShown
from bot.domain.refusals import Field
from bot.domain.time_words import duration_words
from bot.slack.blocks import Block, field, option, plain
from bot.slack.durations import duration_select
from bot.slack.elements import one_of

LEADS = (
    *(timedelta(days=days) for days in (7, 3, 2, 1)),
    *(timedelta(hours=hours) for hours in (12, 4, 2, 1)),
    *(timedelta(minutes=minutes) for minutes in (30, 15)),
)
NUDGES = (NO_NUDGE, *(timedelta(minutes=minutes) for minutes in (5, 10, 15, 30)))
NAMES_WORDS: Mapping[NamesShown, str] = {
    NamesShown.BY_PLACE: "Full names in Home and forms, initials in messages",
    NamesShown.INITIALS: "Initials everywhere",
    NamesShown.CODE: "Codes everywhere",
}
_WORDING_WORDS: Mapping[MailWording, str] = {
    MailWording.NEUTRAL: "Just say online meeting",
    MailWording.TOPIC: "Name the topic, if it is shown to the patient",
}


def duration_field(habits: Habits) -> Block:
    return field("Default duration", Field.DURATION, duration_select(habits.duration))


def leads_field(habits: Habits) -> Block:
    options = [_lead_option(lead) for lead in LEADS]
    ticked = [_lead_option(lead) for lead in LEADS if lead in habits.leads]
    boxes = {"type": "checkboxes", "options": options, **({"initial_options": ticked} if ticked else {})}
    hint = "Tick none to send no reminders."
    return field("Reminders patients get by email", Field.LEADS, boxes, hint=hint, is_optional=True)


def nudge_field(habits: Habits) -> Block:
    select = {
        "type": "static_select",
        "options": [_nudge_option(nudge) for nudge in NUDGES],
        "initial_option": _nudge_option(habits.nudge),
    }
    return field("Message in Slack before a meeting", Field.NUDGE, select)


def wording_field(habits: Habits) -> Block:
    options = {wording: option(words, wording) for wording, words in _WORDING_WORDS.items()}
    options[MailWording.TOPIC]["description"] = plain("Subjects are seen on locked screens and by others")
    return field("Subject of emails to patients", Field.WORDING, one_of("radio_buttons", options, habits.wording))


def names_field(habits: Habits) -> Block:
    options = {names: option(words, names) for names, words in NAMES_WORDS.items()}
    options[NamesShown.CODE]["description"] = plain("Such as P-3F9A2C")
    return field("Patient names in Slack", Field.NAMES, one_of("radio_buttons", options, habits.names))


def _lead_option(lead: timedelta) -> Block:
    return option(f"{duration_words(lead)} before", str(in_minutes(lead)))


def _nudge_option(nudge: timedelta) -> Block:
    words = f"{duration_words(nudge)} before" if nudge else "Off"
    return option(words, str(in_minutes(nudge)))
