"""Working hours, a line for each day: they warn, and forbid nothing."""

from datetime import UTC, datetime, time

from bot.domain.people import UTC_ZONE, Professional
from bot.domain.preferences import Shift
from bot.domain.refusals import Field
from bot.domain.time_words import clock_words, zone_words
from bot.slack.blocks import Block, field, modal, section
from bot.slack.elements import text_input
from bot.slack.ids import CallbackId

TITLE = "Working hours"
DAYS = (
    Field.MONDAY,
    Field.TUESDAY,
    Field.WEDNESDAY,
    Field.THURSDAY,
    Field.FRIDAY,
    Field.SATURDAY,
    Field.SUNDAY,
)
LONGEST_SHIFT = 40
_PLAIN_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def hours_form(professional: Professional) -> Block:
    shifts = professional.profile.hours or (None,) * len(DAYS)
    about = (
        f"In {zone_words(professional.zone)}. A meeting outside of them can be scheduled all the same; you are told. "
        "Leave a day empty if you don't work on it."
    )
    days = [_day(day, shift) for day, shift in zip(DAYS, shifts, strict=True)]
    return modal(TITLE, [section(about), *days], submit="Save", close="Back", callback_id=CallbackId.HOURS)


def _day(day: Field, shift: Shift | None) -> Block:
    line = text_input(LONGEST_SHIFT, shift_words(shift) if shift else "", placeholder="9:00 AM to 5:00 PM")
    return field(day.capitalize(), day, line, is_optional=True)


def shift_words(shift: Shift) -> str:
    return f"{_clock(shift.since)} to {_clock(shift.until)}"


def _clock(at: time) -> str:
    return clock_words(datetime.combine(_PLAIN_DAY, at, UTC), UTC_ZONE)
