from datetime import timedelta

import pytest

from bot.domain import intents, profile_intents
from bot.domain.outbox import OutboxKind
from bot.domain.preferences import NO_NUDGE, Habits
from tests.builders import NOW, a_scheduled_meeting, an_entry

MEETING = a_scheduled_meeting()


def nudges(habits, now=NOW):
    return [entry for entry in profile_intents.planned(MEETING, habits, now) if entry.kind is OutboxKind.SLACK_NUDGE]


def test_a_meeting_is_planned_with_its_reminders_and_its_nudge():
    habits = Habits(leads=(timedelta(hours=2),), nudge=timedelta(minutes=5))
    assert profile_intents.planned(MEETING, habits, NOW) == [
        *intents.reminders(MEETING, habits.leads, NOW),
        an_entry(
            key="slack.nudge:meeting-one:1:5",
            kind=OutboxKind.SLACK_NUDGE,
            ids={"minutes_before": 5},
            due_at=MEETING.starts_at - timedelta(minutes=5),
        ),
    ]


@pytest.mark.parametrize("before", [timedelta(minutes=10), timedelta(minutes=3), timedelta(0)])
def test_a_nudge_whose_time_is_past_is_not_written(before):
    assert nudges(Habits(), now=MEETING.starts_at - before) == []


def test_who_wants_no_nudge_gets_none():
    assert nudges(Habits(nudge=NO_NUDGE)) == []


def test_each_lead_of_a_nudge_has_its_own_key():
    keys = {nudges(Habits(nudge=timedelta(minutes=each)))[0].key for each in (5, 10, 15, 30)}
    assert len(keys) == 4


def test_what_follows_for_a_professional_is_asked_for_once_at_a_time():
    assert profile_intents.replanning("professional-ana", NOW).key == "meetings.replan:professional-ana"
    assert profile_intents.cards_anew("professional-ana", NOW).key == "slack.cards:professional-ana"
