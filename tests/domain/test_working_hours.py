from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.preferences import Shift
from bot.domain.working_hours import is_outside, parse_shift
from tests.builders import MADRID, a_profile

HOURS = a_profile().hours
LATE = (Shift(since=time(14, 0), until=time(0, 0)),) * 7


def at(day, hour, minute=0):
    """A time of November 2026 in Madrid; the 19th is a Thursday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=MADRID).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "outside"),
    [
        (at(19, 9), 50, False),
        (at(19, 16, 40), 50, False),
        (at(19, 16, 41), 50, True),
        (at(19, 8, 59), 30, True),
        (at(21, 10), 30, True),
        (at(19, 23, 30), 60, True),
    ],
)
def test_a_meeting_lies_within_the_hours_of_its_day_or_outside(start, minutes, outside):
    assert is_outside(HOURS, start, timedelta(minutes=minutes), MADRID) is outside


@pytest.mark.parametrize(("start", "outside"), [(at(19, 23, 0), False), (at(19, 23, 30), True), (at(19, 13, 30), True)])
def test_hours_may_go_on_until_midnight(start, outside):
    assert is_outside(LATE, start, timedelta(minutes=60), MADRID) is outside


def test_who_said_no_hours_is_not_warned():
    assert not is_outside((), at(22, 3), timedelta(hours=1), MADRID)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("9:00 to 17:30", time(9, 0), time(17, 30)),
        ("9-17", time(9, 0), time(17, 0)),
        ("9 AM to 5:30 PM", time(9, 0), time(17, 30)),
        ("9 a.m. - 5 p.m.", time(9, 0), time(17, 0)),
        ("from 08.15 until 12.45", time(8, 15), time(12, 45)),
        ("12 PM \N{EN DASH} 12 AM", time(12, 0), time(0, 0)),
        ("16:00 to 24:00", time(16, 0), time(0, 0)),
    ],
)
def test_hours_are_read_as_people_write_them(text, since, until):
    assert parse_shift(text) == Shift(since=since, until=until)


@pytest.mark.parametrize("text", ["nine to five", "9", "17 to 9", "9 to 9", "25 to 26", "9:75 to 10", "13 PM to 2 PM"])
def test_what_is_no_shift_is_not_read(text):
    assert parse_shift(text) is None
