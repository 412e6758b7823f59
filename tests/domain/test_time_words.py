from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.time_words import (
    clock_words,
    duration_words,
    listed_words,
    span_words,
    wall_words,
    when_words,
    zone_words,
    zone_words_at,
)
from tests.builders import MADRID, NEW_YORK

START = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
FIFTY = timedelta(minutes=50)


def test_a_meeting_is_told_on_the_professionals_clock():
    assert when_words(START, FIFTY, MADRID) == "Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time"


def test_the_meetings_own_clock_is_added_where_it_differs():
    assert when_words(START, FIFTY, MADRID, NEW_YORK) == (
        "Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time (9:00 AM, New York time)"
    )


@pytest.mark.parametrize(
    ("wall", "words"),
    [
        (datetime(2026, 11, 19, 15, 0), "Thursday, November 19, 3:00 PM"),
        (datetime(2027, 1, 8, 0, 5), "Friday, January 8, 2027, 12:05 AM"),
    ],
)
def test_a_wall_time_is_written_out_with_the_year_where_that_is_another(wall, words):
    assert wall_words(wall, START) == words


def test_the_same_zone_is_told_once():
    assert when_words(START, FIFTY, MADRID, MADRID) == when_words(START, FIFTY, MADRID)


@pytest.mark.parametrize(
    ("hour", "minutes", "words"),
    [
        (11, 30, "11:00 to 11:30 AM"),
        (11, 60, "11:00 AM to 12:00 PM"),
        (12, 30, "12:00 to 12:30 PM"),
        (23, 90, "11:00 PM to 12:30 AM"),
        (0, 15, "12:00 to 12:15 AM"),
    ],
)
def test_halves_of_the_day_are_named_where_they_change(hour, minutes, words):
    start = datetime(2026, 11, 19, hour, 0, tzinfo=UTC)
    assert span_words(start, timedelta(minutes=minutes), ZoneInfo("UTC")) == words


def test_an_hour_alone_is_written_without_its_zone():
    assert clock_words(START, MADRID) == "3:00 PM"


@pytest.mark.parametrize(("hour", "half"), [(5, "EDT (UTC-04:00)"), (6, "EST (UTC-05:00)")])
def test_in_a_doubled_hour_it_is_told_which_is_meant(hour, half):
    instant = datetime(2027, 11, 7, hour, 30, tzinfo=UTC)
    assert zone_words_at(instant, NEW_YORK) == f"New York time, {half}"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "New York time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(zone, words):
    assert zone_words(ZoneInfo(zone)) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(50, "50 minutes"), (60, "1 hour"), (90, "90 minutes"), (1440, "24 hours"), (4320, "3 days")]
)
def test_lengths_are_written_as_people_say_them(minutes, words):
    assert duration_words(timedelta(minutes=minutes)) == words


def test_words_are_joined_as_in_a_sentence():
    assert [listed_words(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
