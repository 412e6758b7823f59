from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.meeting import DELETABLE, UPCOMING, MeetingStatus, WrongStatusError
from tests.builders import MADRID, NOW, a_meeting, a_scheduled_meeting, a_zoom_meeting

MADE = a_zoom_meeting()
MOVES = {
    "retried": lambda meeting: meeting.retried(),
    "made_on_zoom": lambda meeting: meeting.made_on_zoom(MADE),
    "refused_by_zoom": lambda meeting: meeting.refused_by_zoom("refused"),
    "cancelled": lambda meeting: meeting.cancelled("Ill", NOW),
}
ALLOWED = {
    "made_on_zoom": {MeetingStatus.PENDING},
    "refused_by_zoom": {MeetingStatus.PENDING},
    "retried": {MeetingStatus.FAILED},
    "cancelled": UPCOMING,
}


def test_a_pending_meeting_takes_over_what_zoom_made():
    assert a_meeting().made_on_zoom(MADE) == a_scheduled_meeting()


def test_a_refused_meeting_keeps_the_code():
    assert a_meeting().refused_by_zoom("may_not_schedule") == a_meeting(
        status=MeetingStatus.FAILED, failure="may_not_schedule"
    )


def test_cancelling_makes_a_new_version_for_mails_and_calendars():
    meeting = a_scheduled_meeting()
    assert meeting.cancelled("Ill", NOW) == replace(
        meeting, status=MeetingStatus.CANCELLED, reason="Ill", cancelled_at=NOW, version=2, ical_sequence=1
    )


def test_trying_again_makes_a_new_version_of_the_same_meeting():
    failed = a_meeting(status=MeetingStatus.FAILED, failure="refused")
    assert failed.retried() == a_meeting(version=2)


def test_deleting_leaves_a_tombstone_without_texts():
    held = a_scheduled_meeting(status=MeetingStatus.ENDED, description="Letter", reason="Ill")
    assert held.deleted(NOW) == replace(held, topic="", description="", reason="", join_url="", deleted_at=NOW)


@pytest.mark.parametrize("status", set(MeetingStatus) - DELETABLE)
def test_only_what_is_over_can_be_deleted(status):
    with pytest.raises(WrongStatusError):
        a_meeting(status=status).deleted(NOW)


@pytest.mark.parametrize("status", MeetingStatus)
@pytest.mark.parametrize("move", MOVES)
def test_only_the_moves_of_its_status_are_possible(status, move):
    meeting = a_meeting(status=status)
    if status in ALLOWED[move]:
        assert MOVES[move](meeting).status is not status
    else:
        with pytest.raises(WrongStatusError):
            MOVES[move](meeting)


def test_a_naive_start_is_refused():
    with pytest.raises(ValueError, match="aware UTC"):
        a_meeting(starts_at=datetime(2026, 11, 19, 14, 0), wall_start=datetime(2026, 11, 19, 15, 0))


def test_an_aware_wall_time_is_refused():
    with pytest.raises(ValueError, match="naive"):
        a_meeting(wall_start=datetime(2026, 11, 19, 15, 0, tzinfo=MADRID))


def test_its_repr_hides_what_is_private():
    meeting = a_scheduled_meeting(description="Blood test", reason="Ill")
    shown = repr(meeting)
    assert not [word for word in ("Follow-up", "Blood test", "Ill", "pwd=abc") if word in shown]


def test_zoom_is_asked_with_a_neutral_topic_and_a_reference():
    plan = a_meeting(shares_topic=True).zoom_plan
    assert (plan.topic, plan.reference, plan.starts_at) == (
        "Online meeting",
        "Ref 0123456789abcdef0123",
        datetime(2026, 11, 19, 14, 0, tzinfo=UTC),
    )
