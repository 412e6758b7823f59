"""What a meeting's facts make of it: tables of what happens, and thousands of random histories."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import (
    FactKind,
    FactSource,
    MeetingFact,
    closing,
    derive,
    is_removed,
    open_instances,
    recovery,
    removal,
)
from tests.builders import NOW, a_fact, a_scheduled_meeting
from tests.sizes import at_size

MINUTE = timedelta(minutes=1)
MEETING = a_scheduled_meeting()
START, END = MEETING.starts_at, MEETING.ends_at
SETTLED = END + 30 * MINUTE  # when nobody is waited for any more
DURING = START + 20 * MINUTE
SLASHED = "/+aBcD//efGH12==" * 2
STARTED, ENDED = FactKind.STARTED, FactKind.ENDED


def at(minutes: int) -> datetime:
    """So many minutes after the planned start."""
    return START + minutes * MINUTE


def opened(minutes: int, uuid: str = "one") -> MeetingFact:
    return a_fact(kind=STARTED, zoom_uuid=uuid, at=at(minutes))


def closed(minutes: int, uuid: str = "one") -> MeetingFact:
    return a_fact(kind=ENDED, zoom_uuid=uuid, at=at(minutes))


def marked(minutes: int) -> MeetingFact:
    return a_fact(source=FactSource.PROFESSIONAL, kind=ENDED, zoom_uuid="", at=at(minutes))


def course(facts: Iterable[MeetingFact], now: datetime = DURING) -> tuple[str, int | None, int | None]:
    """The status, and the minutes at which it was opened and closed."""
    made = derive(MEETING, list(facts), now)
    minutes = [round((each - START) / MINUTE) if each else None for each in (made.started_at, made.ended_at)]
    return made.status.value, minutes[0], minutes[1]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], ("scheduled", None, None)),
        ([opened(2)], ("started", 2, None)),
        ([opened(2), closed(40)], ("ended", 2, 40)),
        ([closed(40), opened(2)], ("ended", 2, 40)),
        ([closed(40)], ("ended", None, 40)),
        # Zoom reports an end each time the last person leaves; each opening is an instance of its own.
        ([opened(2), closed(9), opened(11, "two")], ("started", 11, None)),
        ([opened(2), closed(9), opened(11, "two"), closed(40, "two")], ("ended", 2, 40)),
        ([opened(2, SLASHED), closed(40, SLASHED)], ("ended", 2, 40)),
        ([opened(2), opened(2), closed(40), closed(40)], ("ended", 2, 40)),
    ],
)
def test_zooms_reports_decide_whatever_their_order(facts, expected):
    assert course(facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([opened(-90)], ("started", -90, None)),
        ([opened(-90), closed(-80)], ("scheduled", None, None)),
        ([opened(-8), closed(-6)], ("scheduled", None, None)),
        ([opened(-8), closed(-5)], ("ended", -8, -5)),
        ([opened(-90), closed(40)], ("ended", -90, 40)),
        ([opened(-90), closed(-80), opened(3, "two"), closed(40, "two")], ("ended", 3, 40)),
        ([opened(-90), closed(-80), marked(9)], ("ended", None, 9)),
    ],
)
def test_what_was_closed_long_before_the_start_was_a_test_of_the_hosts(facts, expected):
    assert course(facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        [marked(9)],
        [marked(9), marked(12)],
        [opened(2), marked(9)],
        [marked(9), opened(11)],
        [opened(2), marked(9), closed(12)],
        [opened(2), closed(5), marked(9), opened(11, "two")],
    ],
)
def test_what_the_professional_marked_as_over_stays_so(facts):
    status, _, ended = course(facts, now=SETTLED)
    assert (status, ended) == ("ended", 9)


def gone(minutes: int) -> MeetingFact:
    return a_fact(kind=FactKind.DELETED, zoom_uuid="", at=at(minutes))


def back(minutes: int) -> MeetingFact:
    return a_fact(kind=FactKind.RECOVERED, zoom_uuid="", at=at(minutes))


@pytest.mark.parametrize(
    ("facts", "now", "status"),
    [
        ([gone(-90)], at(-60), "cancelled_on_zoom"),
        ([gone(-90), back(-80)], at(-60), "scheduled"),
        ([back(-80), gone(-90)], at(-60), "scheduled"),
        ([gone(-90), back(-80), gone(-70)], at(-60), "cancelled_on_zoom"),
        ([gone(-90), opened(2)], at(3), "started"),
        ([opened(2), closed(40), gone(50)], at(60), "ended"),
        ([gone(-90)], SETTLED, "missed"),
    ],
)
def test_what_was_removed_in_zoom_is_removed_until_it_is_recovered_or_its_time_is_over(facts, now, status):
    assert course(facts, now)[0] == status


def test_a_recovery_comes_after_the_deletion_whatever_our_clock_says():
    facts = [gone(-10)]
    assert is_removed(facts)
    assert not is_removed([*facts, recovery(MEETING.id, facts, at(-20))])
    assert recovery(MEETING.id, facts, at(-5)) == back(-5)


def test_a_deletion_that_was_never_reported_is_made_up_for():
    assert removal(MEETING.id, at(-5)) == gone(-5)


@pytest.mark.parametrize(
    ("now", "status"), [(SETTLED - timedelta(seconds=1), "scheduled"), (SETTLED, "missed"), (at(99_999), "missed")]
)
def test_what_nobody_opened_counts_as_missed_half_an_hour_after_its_end(now, status):
    assert course([], now) == (status, None, None)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [([opened(85)], ("started", 85, None)), ([closed(95)], ("ended", None, 95))],
)
def test_a_late_report_makes_good_for_a_missed_meeting(facts, expected):
    missed = derive(MEETING, [], SETTLED)
    made = derive(missed, facts, SETTLED)
    assert (missed.status, course(facts, SETTLED)) == (MeetingStatus.MISSED, expected)
    assert made == derive(MEETING, facts, SETTLED)


def test_what_zoom_reports_has_happened_though_our_clock_is_behind_zooms():
    assert course([opened(2)], now=at(-1)) == ("started", 2, None)


def test_a_start_reported_by_the_professional_is_none_of_zooms():
    own = a_fact(source=FactSource.PROFESSIONAL, kind=STARTED, zoom_uuid="", at=at(2))
    assert course([own]) == ("scheduled", None, None)


def test_what_is_open_is_what_was_opened_and_not_closed():
    assert open_instances([opened(2), opened(3, "two"), closed(9), closed(9, "three"), marked(9)]) == {"two"}


def test_ends_that_were_never_reported_are_made_up_for():
    assert closing(MEETING.id, {"two", "one"}, at(90)) == [closed(90), closed(90, "two")]


minutes = st.integers(-120, 240)
uuids = st.sampled_from(["one", "two", "three", SLASHED])
of_zoom = st.builds(
    lambda kind, uuid, minute: a_fact(kind=kind, zoom_uuid=uuid, at=at(minute)),
    st.sampled_from(FactKind),
    uuids,
    minutes,
)
histories = st.lists(st.one_of(of_zoom, of_zoom, of_zoom, minutes.map(marked)), max_size=9)
moments = st.integers(-200, 400).map(at)
many = settings(max_examples=at_size(small=1500, full=5000), deadline=None)
some = settings(max_examples=500, deadline=None)
few = settings(max_examples=50, deadline=None)


def reference(facts: list[MeetingFact], now: datetime) -> str:
    """The rule as it was written down before it was built: RELIABILITY.md 4.3, with the professional's end. There a
    start counts from its moment on; here what is reported has happened. And what was removed counts, once its time is
    over, as not held.
    """
    opened_at: dict[str, datetime] = {}
    closed_at: dict[str, datetime] = {}
    gone = dict.fromkeys(("deleted", "recovered"), datetime.min.replace(tzinfo=UTC))
    if any(fact.source == "professional" for fact in facts):
        return "ended"
    for fact in facts:
        if fact.kind in gone:
            gone[fact.kind] = max(fact.at, gone[fact.kind])
        elif fact.kind == "started":
            opened_at[fact.zoom_uuid] = min(fact.at, opened_at.get(fact.zoom_uuid, fact.at))
        elif fact.kind == "ended":
            closed_at[fact.zoom_uuid] = max(fact.at, closed_at.get(fact.zoom_uuid, fact.at))
    is_open = any(uuid not in closed_at for uuid in opened_at)
    if is_open or any(when >= START - 5 * MINUTE for when in closed_at.values()):
        return "started" if is_open else "ended"
    if now >= END + 30 * MINUTE:
        return "missed"
    return "cancelled_on_zoom" if gone["deleted"] > gone["recovered"] else "scheduled"


@many
@given(facts=histories, now=moments)
def test_the_status_is_what_the_written_rule_says(facts, now):
    assert course(facts, now)[0] == reference(facts, now)


@many
@given(facts=histories, now=moments, data=st.data())
def test_order_and_number_of_reports_change_nothing(facts, now, data):
    again = data.draw(st.lists(st.sampled_from(facts), max_size=4)) if facts else []
    shuffled = data.draw(st.permutations([*facts, *again]))
    assert derive(MEETING, shuffled, now) == derive(MEETING, facts, now)


@some
@given(facts=histories, looks=st.lists(moments, min_size=10, max_size=10), now=moments)
def test_however_often_it_was_looked_at_in_between_it_ends_the_same(facts, looks, now):
    def seen(meeting: Meeting, count: int) -> Meeting:
        return derive(meeting, facts[:count], looks[count])

    in_steps = reduce(seen, range(len(facts) + 1), MEETING)
    assert derive(in_steps, facts, now) == derive(MEETING, facts, now)


@some
@given(facts=histories, later=histories, now=moments, end=minutes)
def test_nothing_undoes_the_professionals_end(facts, later, now, end):
    over = derive(MEETING, [*facts, marked(end)], now)
    after = derive(over, [*facts, marked(end), *later], now)
    assert {over.status, after.status} == {MeetingStatus.ENDED}


@some
@given(facts=histories, now=moments)
def test_once_all_is_closed_nothing_is_in_progress(facts, now):
    all_closed = [*facts, *closing(MEETING.id, open_instances(facts), now)]
    assert open_instances(all_closed) == frozenset()
    assert derive(MEETING, all_closed, now).status is not MeetingStatus.STARTED


@few
@given(facts=histories, now=moments)
@pytest.mark.parametrize(
    "meeting",
    [
        a_scheduled_meeting(status=MeetingStatus.PENDING),
        a_scheduled_meeting(status=MeetingStatus.FAILED),
        a_scheduled_meeting().cancelled("I am ill.", NOW),
        a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW),
        a_scheduled_meeting(status=MeetingStatus.MISSED).deleted(NOW),
    ],
    ids=lambda meeting: "deleted" if meeting.deleted_at else meeting.status,
)
def test_facts_bring_back_nothing_that_was_called_off_or_deleted(meeting, facts, now):
    assert derive(meeting, facts, now) == meeting
