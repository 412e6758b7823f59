from datetime import date, timedelta

import pytest

from bot.domain.audit import GENESIS, AuditRow, days_to_seal, find_tampering, seal_day
from tests.builders import NOW

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def a_row(**changes):
    plain = {"seq": 1, "at": NOW, "actor": "professional-ana", "action": "cancel", "about": "meeting-one"}
    return AuditRow(**{**plain, "outcome": "cancelled", **changes})


@pytest.mark.parametrize(
    "changed",
    [
        [a_row(outcome="scheduled"), a_row(seq=2)],
        [a_row()],
        [a_row(), a_row(seq=2), a_row(seq=3)],
        [a_row(seq=2), a_row()],
        [a_row(at=NOW + timedelta(microseconds=1)), a_row(seq=2)],
    ],
    ids=["changed", "removed", "added", "moved", "at another time"],
)
def test_another_row_makes_another_seal(changed):
    assert seal_day(TODAY, changed, GENESIS) != seal_day(TODAY, [a_row(), a_row(seq=2)], GENESIS)


def test_no_two_rows_run_together():
    assert seal_day(TODAY, [a_row(actor="a", action="bc")], "") != seal_day(TODAY, [a_row(actor="ab", action="c")], "")


def test_a_day_is_sealed_three_hours_after_its_end():
    sealed = date(2026, 11, 13)
    assert days_to_seal(sealed, None, NOW.replace(hour=2)) == [date(2026, 11, 14)]
    assert days_to_seal(sealed, None, NOW.replace(hour=3)) == [date(2026, 11, 14), date(2026, 11, 15)]


def test_sealing_begins_with_the_first_row():
    assert days_to_seal(None, YESTERDAY, NOW) == [YESTERDAY]
    assert days_to_seal(None, None, NOW) == []


def test_a_missing_seal_is_noticed():
    first = seal_day(YESTERDAY, [], GENESIS)
    later = seal_day(TODAY + timedelta(days=1), [], first.digest)
    assert find_tampering([first, later], {}) == [f"{TODAY}: the seal of this day is missing"]


def test_rows_before_the_first_seal_are_noticed():
    early = a_row(at=NOW - timedelta(days=5))
    assert find_tampering([seal_day(TODAY, [], GENESIS)], {early.at.date(): [early]}) == [
        f"{early.at.date()}: rows older than the first seal"
    ]
