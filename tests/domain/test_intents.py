from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.outbox import OutboxKind
from bot.domain.reminders import DEFAULT_LEADS
from tests.builders import NOW, a_meeting, a_scheduled_meeting, an_entry


def test_a_creation_is_given_up_a_quarter_of_an_hour_before_the_start():
    meeting = a_meeting()
    assert intents.creation(meeting, NOW, "V1") == an_entry(
        ids={"slack_view_id": "V1"}, deadline=meeting.starts_at - timedelta(minutes=15)
    )


@pytest.mark.parametrize(("minutes_ahead", "minutes_tried"), [(5, 5), (12, 10), (20, 10), (60, 45)])
def test_a_meeting_very_soon_is_still_tried_for_some_minutes(minutes_ahead, minutes_tried):
    meeting = a_meeting(starts_at=NOW + timedelta(minutes=minutes_ahead))
    assert intents.creation(meeting, NOW, "V1").deadline == NOW + timedelta(minutes=minutes_tried)


def test_reminders_are_entries_of_the_future_under_keys_of_their_own():
    meeting = a_scheduled_meeting()
    assert intents.reminders(meeting, DEFAULT_LEADS, NOW) == [
        an_entry(
            key=f"mail.reminder:meeting-one:1:{minutes}",
            kind=OutboxKind.MAIL_REMINDER,
            ids={"minutes_before": minutes},
            due_at=meeting.starts_at - timedelta(minutes=minutes),
        )
        for minutes in (1440, 60)
    ]


def test_card_and_home_are_drawn_anew_at_each_moment_that_is_still_to_come():
    meeting = a_scheduled_meeting()
    minutes = {"opens": -15, "starts": 0, "ends": 50, "closes": 110}
    assert {entry.key.rpartition(":")[2]: entry.due_at for entry in intents.redraws(meeting, NOW)} == {
        name: meeting.starts_at + timedelta(minutes=each) for name, each in minutes.items()
    }
    assert len(intents.redraws(meeting, meeting.starts_at)) == 2


def test_the_same_intent_has_the_same_key():
    meeting = a_scheduled_meeting()
    later = NOW + timedelta(hours=1)
    assert intents.invitation(meeting, NOW).key == intents.invitation(meeting, later).key


def test_a_cancellation_is_mailed_even_when_the_start_has_passed():
    meeting = a_scheduled_meeting(starts_at=NOW).cancelled("Ill", NOW)
    assert intents.cancellation(meeting, NOW + timedelta(minutes=10)).deadline == NOW + timedelta(hours=24, minutes=10)
