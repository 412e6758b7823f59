"""What the New meeting form says of what stands in it: both clocks, two questions, and notes."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.own_meeting import OwnMeeting
from bot.domain.preview import Preview, both_clocks, notes, until_words
from bot.domain.refusals import DoubledHour, Field, Refusal
from bot.domain.time_words import duration_words, span_words
from bot.slack.blocks import Block, context, escaped, field, option, section
from bot.slack.ids import BlockId
from bot.slack.words import view_name

_INCOMPLETE = "Choose a date, time, and patient to see both clocks."


def preview_blocks(preview: Preview) -> list[Block]:
    """The section of both clocks is always there, so that nothing jumps; the others come as they are needed."""
    found = notes(preview)
    return [
        _clocks_section(_clocks_words(preview)),
        *_fold_question(preview),
        *([overlap_field(preview.overlaps)] if preview.overlaps else []),
        *([context(" ".join(found), block_id=BlockId.NOTES)] if found else []),
    ]


def _fold_question(preview: Preview) -> list[Block]:
    wall_start, doubled = preview.draft.wall_start, preview.doubled
    return [fold_field(wall_start, preview.draft.zone, doubled)] if wall_start and doubled else []


def fold_field(wall_start: datetime, zone: ZoneInfo, doubled: DoubledHour) -> Block:
    """Ask which of a doubled hour is meant; the answer is reported at once."""
    choices = [option(choice.words, str(choice.offset_minutes)) for choice in doubled.choices]
    return field(
        f"Which {doubled.hour}?",
        fold_block_id(wall_start, zone),
        {"type": "radio_buttons", "options": choices},
        hint=doubled.reply,
        is_told=True,
    )


def overlap_field(overlaps: Sequence[OwnMeeting]) -> Block:
    """Ask whether it is meant that there are others at that time."""
    tick = option("Schedule both" if len(overlaps) == 1 else "Schedule them all", Field.OVERLAP)
    return field(
        "You are already booked",
        overlap_block_id(overlaps),
        {"type": "checkboxes", "options": [tick]},
        hint="\n".join(map(_booked_words, overlaps)),
        is_optional=True,
    )


def fold_block_id(wall_start: datetime, zone: ZoneInfo) -> str:
    """Name the question which of a doubled hour is meant by the hour it is about: another hour asks anew."""
    return f"{Field.FOLD}:{wall_start:%Y-%m-%dT%H:%M}:{zone.key}"


def overlap_block_id(overlaps: Sequence[OwnMeeting]) -> str:
    """Name the question by the meetings it is about: with others it is asked anew."""
    return f"{Field.OVERLAP}:{','.join(own.meeting.id for own in overlaps)}"


def _clocks_section(words: str) -> Block:
    return section(words, block_id=BlockId.CLOCKS)


def _clocks_words(preview: Preview) -> str:
    if preview.refusal is not None:
        return escaped(_refusal_words(preview.refusal))
    clocks = both_clocks(preview)
    if not clocks or preview.starts_at is None:
        return _INCOMPLETE
    lasts = f"Takes {duration_words(preview.draft.duration)}."
    until = until_words(preview.starts_at, preview.now, preview.professional.zone)
    return "\n".join([*(f"*{whose}* {escaped(when)}" for whose, when in clocks), f"{until} {lasts}"])


def _refusal_words(refusal: Refusal) -> str:
    return unanswered_words(refusal) if isinstance(refusal, DoubledHour) else refusal.reply


def unanswered_words(doubled: DoubledHour) -> str:
    return f"Choose the first or the second {doubled.hour}."


def _booked_words(own: OwnMeeting) -> str:
    span = span_words(own.meeting.starts_at, own.meeting.duration, own.professional.zone)
    return f"{span}, {view_name(own.professional, own.patient)}"
