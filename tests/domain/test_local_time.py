from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.local_time import ZONE_NAMES, around_gap, find_zone, first_instant, instants, require_utc, wall_of
from tests.builders import MADRID, NEW_YORK

LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # half an hour of daylight saving


def test_a_plain_wall_time_is_one_instant():
    assert instants(datetime(2026, 11, 19, 15, 0), MADRID) == (datetime(2026, 11, 19, 14, 0, tzinfo=UTC),)


def test_a_time_that_the_clocks_skip_is_no_instant():
    assert instants(datetime(2027, 3, 28, 2, 30), MADRID) == ()


def test_a_doubled_hour_is_two_instants_in_order():
    assert instants(datetime(2026, 11, 1, 1, 30), NEW_YORK) == (
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        (MADRID, datetime(2027, 3, 28, 2, 30), (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 3, 0))),
        (MADRID, datetime(2027, 3, 28, 2, 0), (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 3, 0))),
        (NEW_YORK, datetime(2027, 3, 14, 2, 59), (datetime(2027, 3, 14, 1, 59), datetime(2027, 3, 14, 3, 0))),
        (LORD_HOWE, datetime(2026, 10, 4, 2, 15), (datetime(2026, 10, 4, 1, 59), datetime(2026, 10, 4, 2, 30))),
    ],
)
def test_the_times_around_a_gap_are_found(zone, wall, expected):
    assert around_gap(wall, zone) == expected


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        (MADRID, datetime(2026, 11, 19), datetime(2026, 11, 18, 23, 0, tzinfo=UTC)),
        (ZoneInfo("Africa/Cairo"), datetime(2026, 4, 24), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),  # at one o'clock
        (ZoneInfo("America/Havana"), datetime(2026, 11, 1), datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),  # twice
    ],
)
def test_a_day_begins_when_its_clocks_first_say_so(zone, day, begins):
    assert first_instant(day, zone) == begins


@given(
    zone=st.sampled_from(sorted(ZONE_NAMES)).map(ZoneInfo),
    instant=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(
        lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
    ),
)
def test_every_instant_is_among_those_of_its_own_wall_time(zone, instant):
    assert instant in instants(wall_of(instant, zone), zone)


def test_a_zone_is_found_by_its_exact_name_only():
    assert (find_zone("Europe/Madrid"), find_zone("europe/madrid"), find_zone("../etc/passwd")) == (MADRID, None, None)


@pytest.mark.parametrize("instant", [datetime(2026, 1, 1), datetime(2026, 7, 1, tzinfo=MADRID)])
def test_times_that_are_not_utc_are_refused(instant):
    with pytest.raises(ValueError, match="aware UTC"):
        require_utc(instant)


def test_utc_times_pass():
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=1)
    assert require_utc(instant) is instant
