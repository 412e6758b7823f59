from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meeting_facts import FactKind
from bot.domain.waiting_room import waiting_since
from tests.builders import NOW, a_fact

MINUTE = timedelta(minutes=1)


def came(minutes, guest="noah"):
    return a_fact(kind=FactKind.WAITING, zoom_uuid=guest, at=NOW + minutes * MINUTE)


def left(minutes, guest="noah"):
    return a_fact(kind=FactKind.LEFT, zoom_uuid=guest, at=NOW + minutes * MINUTE)


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        ([], None),
        ([came(-2)], -2),
        ([came(-2), left(-1)], None),
        ([left(-1), came(-2)], None),
        ([came(-5), left(-3), came(-1)], -1),
        ([came(-5), left(-3, "a parent")], -5),
        ([came(-5), came(-4, "a parent"), left(-3, "a parent")], -5),
        ([came(-2), left(-2)], None),
        ([came(-15)], None),
        ([came(1)], 1),
        ([left(-1)], None),
        ([a_fact(at=NOW)], None),
    ],
)
def test_somebody_waits_who_came_lately_and_has_not_left(facts, since):
    assert waiting_since(facts, NOW) == (None if since is None else NOW + since * MINUTE)


@given(data=st.data(), events=st.lists(st.tuples(st.booleans(), st.integers(-20, 5), st.sampled_from("ab"))))
def test_order_and_number_of_reports_change_nothing(data, events):
    facts = [(came if is_coming else left)(at, guest) for is_coming, at, guest in events]
    again = data.draw(st.permutations(facts + facts[:2]))
    assert waiting_since(again, NOW) == waiting_since(facts, NOW)
