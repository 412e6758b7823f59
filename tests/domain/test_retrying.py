from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.failures import Failure
from bot.domain.retrying import next_attempt
from tests.builders import NOW

spreads = st.floats(0, 1, exclude_max=True)


def test_a_permanent_failure_is_never_tried_again():
    assert next_attempt(Failure("no", permanent=True), 1, now=NOW, deadline=None, spread=0.5) is None


def test_the_first_retry_comes_within_seconds():
    assert next_attempt(Failure("x"), 1, now=NOW, deadline=None, spread=0.5) == NOW + timedelta(seconds=3.5)


def test_what_the_other_side_asked_for_is_obeyed():
    later = NOW + timedelta(hours=2)
    assert next_attempt(Failure("x", retry_at=later), 1, now=NOW, deadline=None, spread=0.0) == later


def test_nothing_is_tried_after_its_deadline():
    assert next_attempt(Failure("x"), 9, now=NOW, deadline=NOW + timedelta(seconds=1), spread=0.9) is None


@given(attempts=st.integers(1, 10_000), spread=spreads)
def test_a_retry_is_never_at_once_and_never_further_than_five_minutes(attempts, spread):
    due = next_attempt(Failure("x"), attempts, now=NOW, deadline=None, spread=spread)
    assert due is not None
    assert NOW + timedelta(seconds=1) <= due <= NOW + timedelta(minutes=5, seconds=1)
