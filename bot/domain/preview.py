"""What is known of a meeting while its form is being filled in: both clocks, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import wall_of
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.domain.planning import doubled_hour, find_start
from bot.domain.preferences import DEFAULT_DURATION
from bot.domain.refusals import DoubledHour, FieldRefusal, Refusal
from bot.domain.time_words import clock_words, when_words, zone_words
from bot.domain.working_hours import outside_notes

# As many as the form names, and may be told to stand beside.
MOST_OVERLAPS = 3
# Whoever is asked to be there at such an hour must be meant to.
_NIGHT_BEGINS = 22
_NIGHT_ENDS = 7


class AlreadyBooked(Refusal):
    """The professional has other meetings at that time, and has not said that this is meant."""

    def __init__(self, overlaps: Sequence[OwnMeeting]) -> None:
        super().__init__("You are already booked at that time.")
        self.overlaps = tuple(overlaps)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A meeting as far as its form says it. `patient_id` is user input."""

    topic: str = field(default="", repr=False)
    on: date | None = None
    at: time | None = None
    zone: ZoneInfo
    duration: timedelta = DEFAULT_DURATION
    patient_id: str = ""
    fold_offset_minutes: int | None = None

    @property
    def wall_start(self) -> datetime | None:
        return datetime.combine(self.on, self.at) if self.on and self.at is not None else None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A draft looked at in the moment `now`: `starts_at`, or a `refusal`, or neither while no time is chosen.

    `doubled` stays when it is answered: the question stands in the form. `overlaps` are looked up.
    """

    draft: Draft
    professional: Professional
    now: datetime
    patient: Patient | None = None
    starts_at: datetime | None = None
    refusal: Refusal | None = None
    doubled: DoubledHour | None = None
    overlaps: tuple[OwnMeeting, ...] = ()

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + self.draft.duration if self.starts_at else None


def look_at(draft: Draft, professional: Professional, patient: Patient | None, now: datetime) -> Preview:
    """Find when the draft would start, or why it cannot."""
    preview = Preview(draft=draft, professional=professional, patient=patient, now=now)
    wall = draft.wall_start
    if wall is None:
        return preview
    preview = replace(preview, doubled=doubled_hour(wall, draft.zone))
    try:
        return replace(preview, starts_at=find_start(wall, draft.zone, draft.fold_offset_minutes, now))
    except (FieldRefusal, DoubledHour) as refusal:
        return replace(preview, refusal=refusal)


def both_clocks(preview: Preview) -> list[tuple[str, str]]:
    """List whose clock shows what, and how long until then; empty while the time or the patient is not chosen."""
    if preview.starts_at is None or preview.patient is None:
        return []
    own, meeting, patient = preview.professional.zone, preview.draft.zone, preview.patient.zone
    when = _on_clock(preview, own)
    first = [] if meeting.key == own.key else [("Meeting:", _on_clock(preview, meeting))]
    if patient is None:
        unknown = f"not known. The email will say {zone_words(meeting)}."
        return [*first, ("Your clock:", when), ("Your patient's clock:", unknown)]
    if patient.key == own.key:
        return [*first, ("Both clocks:", when)]
    theirs = f"{_on_clock(preview, patient)}{_other_day(preview.starts_at, patient, own)}"
    return [*first, ("Your clock:", when), ("Your patient's clock:", theirs)]


def until_words(starts_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Say how long it is until then, in days of the professional's calendar."""
    days = (wall_of(starts_at, zone).date() - wall_of(now, zone).date()).days
    if days > 1:
        return f"Starts in {days} days."
    if days == 1:
        return "Starts tomorrow."
    minutes = int((starts_at - now).total_seconds()) // 60
    count, unit = (minutes // 60, "hour") if minutes >= 60 else (max(minutes, 1), "minute")  # noqa: PLR2004 - an hour
    return f"Starts in {count} {unit}{'' if count == 1 else 's'}."


def notes(preview: Preview) -> list[str]:
    """List what is unusual and yet may be meant."""
    if preview.starts_at is None:
        return []
    zone, own = preview.patient.zone if preview.patient else None, preview.professional
    is_night = zone is not None and not _NIGHT_ENDS <= wall_of(preview.starts_at, zone).hour < _NIGHT_BEGINS
    return [
        *([f"It will be {clock_words(preview.starts_at, zone)} for your patient."] if zone and is_night else []),
        *outside_notes(own.profile.hours, preview.starts_at, preview.draft.duration, own.zone),
    ]


def _on_clock(preview: Preview, zone: ZoneInfo) -> str:
    return when_words(preview.starts_at, preview.draft.duration, zone) if preview.starts_at else ""


def _other_day(starts_at: datetime, theirs: ZoneInfo, own: ZoneInfo) -> str:
    days = (wall_of(starts_at, theirs).date() - wall_of(starts_at, own).date()).days
    return {-1: " (the day before)", 1: " (the next day)"}.get(days, "")
