from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.preferences import Profile
from bot.domain.preview import Draft, Preview, both_clocks, look_at, notes, until_words
from tests.builders import MADRID, NEW_YORK, NOW, a_patient, a_professional

TOKYO = ZoneInfo("Asia/Tokyo")
MINUTE = timedelta(minutes=1)


def seen(hour=15, *, patient=NEW_YORK, zone=MADRID, **draft) -> Preview:
    wanted = Draft(on=date(2026, 11, 19), at=time(hour), zone=zone, **draft)
    return look_at(wanted, a_professional(), a_patient(zone=patient), NOW)


def test_a_draft_without_a_time_is_nothing_yet():
    draft = Draft(on=date(2026, 11, 19), zone=MADRID)
    preview = look_at(draft, a_professional(), a_patient(), NOW)
    assert preview == Preview(draft=draft, professional=a_professional(), patient=a_patient(), now=NOW)
    assert (both_clocks(preview), notes(preview), preview.ends_at) == ([], [], None)


def test_a_draft_has_its_start_and_its_end():
    preview = seen(duration=timedelta(minutes=90))
    assert (preview.starts_at, preview.ends_at) == (
        datetime(2026, 11, 19, 14, 0, tzinfo=UTC),
        datetime(2026, 11, 19, 15, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(("hour", "is_night"), [(22, True), (23, True), (0, True), (6, True), (7, False), (21, False)])
def test_an_hour_of_the_patients_night_is_noted(hour, is_night):
    preview = seen(hour, zone=NEW_YORK)
    spoken = f"{hour % 12 or 12}:00 {'AM' if hour < 12 else 'PM'}"
    assert notes(preview) == ([f"It will be {spoken} for your patient."] if is_night else [])


def test_a_night_that_is_not_known_of_is_not_noted():
    assert notes(seen(23, patient=None)) == []


def test_what_is_outside_working_hours_is_noted():
    never = a_professional(profile=Profile(hours=(None,) * 7))
    preview = look_at(seen().draft, never, a_patient(zone=NEW_YORK), NOW)
    assert notes(preview) == ["This is outside your working hours."]


def test_the_next_day_is_said():
    clocks = dict(both_clocks(seen(23, patient=TOKYO)))
    assert clocks["Your patient's clock:"] == "Fri, Nov 20, 2026, 7:00 to 7:50 AM, Tokyo time (the next day)"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (30 * timedelta(seconds=1), "Starts in 1 minute."),
        (25 * MINUTE, "Starts in 25 minutes."),
        (60 * MINUTE, "Starts in 1 hour."),
        (179 * MINUTE, "Starts in 2 hours."),
        (15 * 60 * MINUTE, "Starts tomorrow."),
        (48 * 60 * MINUTE, "Starts in 2 days."),
    ],
)
def test_how_long_until_then_is_counted_in_days_of_the_calendar(ahead, words):
    assert until_words(NOW + ahead, NOW, MADRID) == words
