"""Outbox entries that follow from Zoom's side: what is looked at there, put back, or asked of the professional."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import intents, profile_intents
from bot.domain.entries import entry_about, entry_of, standing_entry
from bot.domain.meeting import Meeting
from bot.domain.meeting_facts import GRACE
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.domain.preferences import Habits
from bot.domain.zoom_connection import ZoomConnection

# Zoom tells of a change in several reports: they are one question.
LOOK_AFTER = timedelta(seconds=30)
_ASK_AGAIN_AFTER = timedelta(minutes=10)
_NEAR = timedelta(hours=1)
_ROUND, _LONG_ROUND = timedelta(hours=1), timedelta(hours=6)
_SHORTEST_TRY = timedelta(minutes=10)


def look(meeting: Meeting, due_at: datetime) -> OutboxEntry:
    """Compare it with what Zoom has; when that cannot be done for long, the next round does."""
    return standing_entry(meeting, OutboxKind.ZOOM_LOOK, due_at=due_at, deadline=due_at + _ROUND)


def restoration(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Put back at Zoom what was removed there, as long as it can still be held."""
    return standing_entry(meeting, OutboxKind.ZOOM_RESTORE, due_at=now, deadline=meeting.ends_at)


def update(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Tell Zoom the time that holds here."""
    deadline = max(meeting.starts_at, now + _SHORTEST_TRY)
    return standing_entry(meeting, OutboxKind.ZOOM_UPDATE, due_at=now, deadline=deadline)


def waiting_message(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Say that the patient waits, or no longer say so."""
    return standing_entry(meeting, OutboxKind.SLACK_WAITING, due_at=now)


def change(meeting: Meeting, was: datetime, now: datetime) -> OutboxEntry:
    """Mail the patient the new time, and which one it takes the place of."""
    ids: dict[str, str | int] = {"was": int(was.timestamp())}
    return entry_about(meeting, OutboxKind.MAIL_CHANGE, due_at=now, deadline=meeting.starts_at, ids=ids)


def inventory(professional_id: str, due_at: datetime) -> OutboxEntry:
    """Look through all that Zoom has of this professional for what is ours."""
    return entry_of(professional_id, OutboxKind.ZOOM_INVENTORY, due_at=due_at, deadline=due_at + _LONG_ROUND)


def keeping(professional_id: str, due_at: datetime) -> OutboxEntry:
    """Use the connection, so that it lasts and its end is noticed in time."""
    return entry_of(professional_id, OutboxKind.ZOOM_KEEP, due_at=due_at, deadline=due_at + _LONG_ROUND)


def questions_about_removal(meeting: Meeting, now: datetime) -> list[OutboxEntry]:
    """Ask what is to become of it: now, once more, and when it is near. The patient is never told by itself."""
    near_at = meeting.starts_at - _NEAR
    if now >= near_at:
        return [_question(NoticeKind.REMOVED_AND_NEAR, meeting, now, asked_at=now)]
    asked = [(NoticeKind.REMOVED_IN_ZOOM, now), (NoticeKind.REMOVED_AND_NEAR, near_at)]
    if now + _ASK_AGAIN_AFTER < near_at:
        asked.insert(1, (NoticeKind.REMOVED_IN_ZOOM, now + _ASK_AGAIN_AFTER))
    return [_question(kind, meeting, at, asked_at=now) for kind, at in asked]


def not_put_back(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Tell that it could not be put back, and ask once more."""
    return _question(NoticeKind.NOT_PUT_BACK, meeting, now, asked_at=now)


def question_about_move(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Ask whether the time in Zoom holds; to be renewed, as one may move it to the same hour twice."""
    move = meeting.zoom_move
    to = int(move.starts_at.timestamp()) if move else 0
    occasion = f"{meeting.id}:{meeting.version}:{to}"
    return intents.notice(NoticeKind.MOVED_IN_ZOOM, meeting.professional_id, occasion, now, meeting_id=meeting.id)


def reconnect(connection: ZoomConnection, at_risk: Meeting | None, now: datetime) -> OutboxEntry:
    """Ask to connect again; each meeting at risk is told of once for each loss of the connection."""
    parts = [connection.professional_id, str(connection.version), *([at_risk.id] if at_risk else [])]
    meeting_id = at_risk.id if at_risk else None
    return intents.notice(NoticeKind.RECONNECT, connection.professional_id, ":".join(parts), now, meeting_id=meeting_id)


def all_planned(meeting: Meeting, habits: Habits, now: datetime) -> list[OutboxEntry]:
    """Write all that hangs on the meeting's time, for the version that it has now."""
    return [
        *profile_intents.planned(meeting, habits, now),
        *intents.redraws(meeting, now),
        intents.outcome(meeting, meeting.ends_at + GRACE),
    ]


def _question(kind: NoticeKind, meeting: Meeting, due_at: datetime, *, asked_at: datetime) -> OutboxEntry:
    occasion = f"{meeting.id}:{asked_at:%y%m%d%H%M%S}:{(due_at - asked_at) // timedelta(minutes=1)}"
    notice = intents.notice(kind, meeting.professional_id, occasion, due_at, meeting_id=meeting.id)
    return replace(notice, deadline=meeting.ends_at)
