from datetime import timedelta

import pytest

from bot.domain.acts import Act, allowed_acts, is_start_window, require
from bot.domain.meeting import MeetingStatus
from bot.domain.refusals import AlreadyOver
from tests.builders import MADRID, NOW, a_meeting, a_scheduled_meeting

MEETING = a_scheduled_meeting()
START, END = MEETING.starts_at, MEETING.ends_at
BEFORE, DURING, AFTER = START - timedelta(hours=1), START, END
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def acts(status, at, **changes):
    return allowed_acts(a_meeting(status=status, **changes), at)


@pytest.mark.parametrize(
    ("status", "before", "during", "after"),
    [
        ("pending", (Act.DETAILS, Act.CANCEL), (Act.DETAILS, Act.CANCEL), (Act.DETAILS,)),
        (
            "scheduled",
            (Act.START, Act.DETAILS, Act.CANCEL),
            (Act.START, Act.DETAILS, Act.END, Act.CANCEL),
            (Act.START, Act.DETAILS, Act.END),
        ),
        ("started", (Act.START, Act.DETAILS, Act.CANCEL), *[(Act.START, Act.DETAILS, Act.END, Act.CANCEL)] * 2),
        ("ended", *[(Act.DETAILS, Act.DELETE)] * 3),
        ("missed", *[(Act.DETAILS, Act.DELETE)] * 3),
        ("cancelled", *[(Act.DETAILS, Act.DELETE)] * 3),
        ("cancelled_on_zoom", *[(Act.DETAILS, Act.PUT_BACK, Act.CANCEL)] * 2, (Act.DETAILS,)),
        ("failed", (Act.RETRY, Act.DETAILS, Act.DELETE), (Act.DETAILS, Act.DELETE), (Act.DETAILS, Act.DELETE)),
    ],
)
def test_what_may_be_done_depends_on_status_and_time(status, before, during, after):
    found = [acts(MeetingStatus(status), at) for at in (BEFORE, DURING, AFTER)]
    assert found == [before, during, after]


@pytest.mark.parametrize(("at", "is_offered"), [(START - 5 * MINUTE - SECOND, False), (START - 5 * MINUTE, True)])
def test_what_was_opened_for_a_test_cannot_be_marked_as_over(at, is_offered):
    assert (Act.END in acts(MeetingStatus.STARTED, at)) is is_offered


@pytest.mark.parametrize("status", MeetingStatus)
def test_nothing_can_be_done_with_what_was_deleted(status):
    assert acts(status, BEFORE, deleted_at=NOW) == ()


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (START - timedelta(minutes=15) - SECOND, False),
        (START - timedelta(minutes=15), True),
        (END + timedelta(hours=1) - SECOND, True),
        (END + timedelta(hours=1), False),
    ],
)
def test_the_start_window_is_from_a_quarter_of_an_hour_before_until_an_hour_after(at, is_open):
    assert is_start_window(MEETING, at) is is_open


def test_a_meeting_in_progress_can_be_rejoined_however_late():
    assert is_start_window(a_meeting(status=MeetingStatus.STARTED), END + timedelta(hours=5))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": MeetingStatus.CANCELLED, "cancelled_at": NOW}, "was already canceled at 10:00 AM"),
        ({"status": MeetingStatus.ENDED, "deleted_at": NOW}, "was already deleted at 10:00 AM"),
        ({"status": MeetingStatus.ENDED}, "is already over"),
        ({"status": MeetingStatus.MISSED}, "was not held"),
        ({"status": MeetingStatus.FAILED}, "was not scheduled"),
    ],
)
def test_an_act_that_is_no_longer_possible_is_refused_in_words_of_the_present_state(changes, words):
    with pytest.raises(AlreadyOver) as refusal:
        require(Act.CANCEL, a_meeting(**changes), NOW, MADRID)
    assert refusal.value.reply == f"This meeting {words}. Nothing changed."


def test_a_meeting_whose_time_has_passed_is_over_whatever_its_status_says():
    with pytest.raises(AlreadyOver) as refusal:
        require(Act.CANCEL, MEETING, END, MADRID)
    assert refusal.value.reply == "This meeting is already over. Nothing changed."
