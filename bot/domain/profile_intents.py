"""Outbox entries that follow from how a professional wants things done."""

from datetime import datetime

from bot.domain import intents
from bot.domain.entries import entry_about, entry_of
from bot.domain.local_time import in_minutes
from bot.domain.meeting import Meeting
from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.domain.preferences import NO_NUDGE, Habits


def planned(meeting: Meeting, habits: Habits, now: datetime) -> list[OutboxEntry]:
    """Write the reminders and the nudge of a meeting that are still to come.

    Each lead time has a key of its own: planning anew adds what is missing, and touches nothing that waits or has left.
    What is no longer wanted is found so when its turn comes.
    """
    return [*intents.reminders(meeting, habits.leads, now), *_nudges(meeting, habits, now)]


def nudge_end(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Take the message of the day away: a standing entry."""
    return OutboxEntry(
        key=f"{OutboxKind.SLACK_NUDGE_END}:{meeting.id}",
        kind=OutboxKind.SLACK_NUDGE_END,
        professional_id=meeting.professional_id,
        meeting_id=meeting.id,
        due_at=now,
    )


def replanning(professional_id: str, now: datetime) -> OutboxEntry:
    """Plan reminders and nudges of all meetings to come anew: a standing entry."""
    return entry_of(professional_id, OutboxKind.MEETINGS_REPLAN, due_at=now)


def cards_anew(professional_id: str, now: datetime) -> OutboxEntry:
    """Draw all cards anew that are still looked at: a standing entry."""
    return entry_of(professional_id, OutboxKind.SLACK_CARDS, due_at=now)


def _nudges(meeting: Meeting, habits: Habits, now: datetime) -> list[OutboxEntry]:
    due_at, minutes = meeting.starts_at - habits.nudge, in_minutes(habits.nudge)
    if habits.nudge == NO_NUDGE or due_at <= now:
        return []
    return [
        entry_about(
            meeting,
            OutboxKind.SLACK_NUDGE,
            due_at=due_at,
            deadline=None,
            ids={"minutes_before": minutes},
            suffix=str(minutes),
        )
    ]
