from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminders import DEFAULT_LEADS, is_still_wanted, leads_to_come
from tests.builders import NOW

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
leads_of = st.lists(st.timedeltas(timedelta(minutes=5), timedelta(days=7)), min_size=1, max_size=4, unique=True)
moments = st.timedeltas(timedelta(days=-8), timedelta(days=1))


def test_both_reminders_are_to_come_for_a_meeting_the_day_after_tomorrow():
    assert leads_to_come(DEFAULT_LEADS, NOW + timedelta(days=2), NOW) == (DAY, HOUR)


def test_a_lead_time_that_is_past_is_left_out():
    assert leads_to_come(DEFAULT_LEADS, NOW + timedelta(hours=3), NOW) == (HOUR,)


def test_a_meeting_within_the_hour_has_no_reminder():
    assert leads_to_come(DEFAULT_LEADS, NOW + timedelta(minutes=30), NOW) == ()


def test_of_two_that_are_due_only_the_nearer_is_wanted():
    start, now = NOW, NOW - timedelta(minutes=20)
    assert [is_still_wanted(lead, DEFAULT_LEADS, start, now) for lead in (DAY, HOUR)] == [False, True]


def test_none_is_wanted_once_the_meeting_has_started():
    assert [is_still_wanted(lead, DEFAULT_LEADS, NOW, NOW) for lead in (DAY, HOUR)] == [False, False]


@given(leads=leads_of, before=moments)
def test_never_more_than_one_is_wanted_and_none_too_early_or_too_late(leads: list[timedelta], before: timedelta):
    start: datetime = NOW
    now = start + before
    wanted = [lead for lead in leads if is_still_wanted(lead, leads, start, now)]
    assert len(wanted) <= 1
    assert all(start - lead <= now < start for lead in wanted)
    assert bool(wanted) == (now < start and any(start - lead <= now for lead in leads))
