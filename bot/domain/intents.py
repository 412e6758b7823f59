"""Outbox entries as the product writes them: which effect, under which key, due when, given up when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.acts import WINDOW_OPENS, window_end
from bot.domain.entries import entry_about as _about
from bot.domain.entries import entry_of
from bot.domain.invitation import Invitation
from bot.domain.local_time import in_minutes
from bot.domain.meeting import Meeting
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.domain.parting import LAST_MINUTE, LONGEST_PARTING, PartingStep
from bot.domain.reminders import leads_to_come
from bot.domain.zoom_connection import ZoomConnection

# A creation still unknown after this long is told on the card; sooner, the outcome makes the one notification.
CARD_PATIENCE = timedelta(seconds=10)
# In place of a view in Slack, where nobody looks at one.
NO_VIEW = ""
_LAST_CALL = timedelta(minutes=15)
_SHORTEST_TRY = timedelta(minutes=10)
_AFTERMATH = timedelta(hours=24)
_END_PATIENCE = timedelta(minutes=1)
_REQUEST_LIFETIME = timedelta(seconds=15)
_VIEW_LIFETIME = timedelta(minutes=10)
_ERASE_AFTER = timedelta(minutes=1)
_ERASE_LATEST = timedelta(hours=72)


def creation(meeting: Meeting, now: datetime, slack_view_id: str = "") -> OutboxEntry:
    """Make it at Zoom, until a quarter of an hour before the start: later the patient could not be told in time.

    `slack_view_id` is the form that was sent and may still be open; "" where there is none.
    """
    latest = max(meeting.starts_at - _LAST_CALL, min(meeting.starts_at, now + _SHORTEST_TRY))
    ids: dict[str, str | int] = {"slack_view_id": slack_view_id}
    return _about(meeting, OutboxKind.ZOOM_CREATE, due_at=now, deadline=latest, ids=ids)


def removal(meeting: Meeting, zoom_meeting_id: int, now: datetime, *, ends_call: bool = False) -> OutboxEntry:
    """Delete it at Zoom; `ends_call` closes first what may be open, since Zoom deletes nothing that is."""
    return _about(
        meeting,
        OutboxKind.ZOOM_DELETE,
        due_at=now,
        deadline=max(meeting.starts_at, now) + _AFTERMATH,
        ids={"zoom_meeting_id": zoom_meeting_id, "ends_call": int(ends_call)},
        suffix=str(zoom_meeting_id),
    )


def removal_again(given_up: OutboxEntry, now: datetime) -> OutboxEntry:
    """Ask for a removal anew that was given up, to be renewed."""
    return replace(given_up, due_at=now, deadline=now + _AFTERMATH)


def call_end(meeting: Meeting, zoom_meeting_id: int, now: datetime) -> OutboxEntry:
    """Close the running call, within moments or not at all: later it could be another one."""
    return _about(
        meeting,
        OutboxKind.ZOOM_END,
        due_at=now,
        deadline=now + _END_PATIENCE,
        ids={"zoom_meeting_id": zoom_meeting_id},
    )


def outcome(meeting: Meeting, due_at: datetime) -> OutboxEntry:
    """Ask Zoom what became of it: a standing entry, asked for anew while the meeting runs over."""
    return _about(meeting, OutboxKind.ZOOM_OUTCOME, due_at=due_at, deadline=None)


def redraws(meeting: Meeting, now: datetime) -> list[OutboxEntry]:
    """Have card and Home drawn anew at each moment to come at which other acts become possible."""
    moments = {
        "opens": meeting.starts_at - WINDOW_OPENS,
        "starts": meeting.starts_at,
        "ends": meeting.ends_at,
        "closes": window_end(meeting),
    }
    return [
        _about(meeting, OutboxKind.SLACK_REDRAW, due_at=at, deadline=None, suffix=name)
        for name, at in moments.items()
        if at > now
    ]


def sweep(meeting: Meeting, now: datetime) -> OutboxEntry:
    """Delete at Zoom what a creation may have made without our hearing of it; it is looked for by the nonce.

    Not at once: a request that was given up here may still be on its way.
    """
    return _about(
        meeting,
        OutboxKind.ZOOM_DELETE,
        due_at=now + _REQUEST_LIFETIME,
        deadline=max(meeting.starts_at, now) + _AFTERMATH,
        suffix="sweep",
    )


def invitation(meeting: Meeting, now: datetime) -> OutboxEntry:
    return _about(meeting, OutboxKind.MAIL_INVITATION, due_at=now, deadline=meeting.starts_at)


def cancellation(meeting: Meeting, now: datetime) -> OutboxEntry:
    return _about(meeting, OutboxKind.MAIL_CANCELLATION, due_at=now, deadline=max(meeting.starts_at, now) + _AFTERMATH)


def mailed_again(mail: OutboxEntry, meeting: Meeting, now: datetime) -> OutboxEntry:
    """Send once more what was given up, by the deadline of its kind."""
    deadlines = {
        OutboxKind.MAIL_INVITATION: meeting.starts_at,
        OutboxKind.MAIL_CHANGE: meeting.starts_at,
        OutboxKind.MAIL_CANCELLATION: max(meeting.starts_at, now) + _AFTERMATH,
    }
    return replace(mail, due_at=now, deadline=deadlines.get(mail.kind))


def reminders(meeting: Meeting, leads: Sequence[timedelta], now: datetime) -> list[OutboxEntry]:
    """Write a reminder for each lead time that is still ahead."""
    return [_reminder(meeting, lead) for lead in leads_to_come(leads, meeting.starts_at, now)]


def card(meeting: Meeting, due_at: datetime) -> OutboxEntry:
    """Show how the meeting stands on its card: a standing entry, asked for anew at each change."""
    return OutboxEntry(
        key=f"{OutboxKind.SLACK_CARD}:{meeting.id}",
        kind=OutboxKind.SLACK_CARD,
        professional_id=meeting.professional_id,
        meeting_id=meeting.id,
        due_at=due_at,
    )


def result_view(meeting: Meeting, slack_view_id: str, now: datetime) -> OutboxEntry:
    """Show the outcome in the view that still says "Scheduling", as long as somebody may be looking at it."""
    return OutboxEntry(
        key=f"{OutboxKind.SLACK_VIEW}:{meeting.id}",
        kind=OutboxKind.SLACK_VIEW,
        professional_id=meeting.professional_id,
        meeting_id=meeting.id,
        ids={"slack_view_id": slack_view_id},
        due_at=now,
        deadline=now + _VIEW_LIFETIME,
    )


def revocation(connection: ZoomConnection, slack_view_id: str, now: datetime, *, waits_for_others: bool) -> OutboxEntry:
    """Give the grant back: at once, or when what else is to be done at Zoom has been done, which hastens it."""
    return OutboxEntry(
        key=f"{OutboxKind.ZOOM_REVOKE}:{connection.professional_id}:{connection.version}",
        kind=OutboxKind.ZOOM_REVOKE,
        professional_id=connection.professional_id,
        ids={"slack_view_id": slack_view_id},
        due_at=now + LONGEST_PARTING - LAST_MINUTE if waits_for_others else now,
        deadline=now + LONGEST_PARTING,
    )


def former_revocation(connection: ZoomConnection, now: datetime) -> OutboxEntry:
    """Give back the grant that this connection had, before another account took its place."""
    return OutboxEntry(
        key=f"{OutboxKind.ZOOM_REVOKE}:{connection.professional_id}:{connection.version}:replaced",
        kind=OutboxKind.ZOOM_REVOKE,
        professional_id=connection.professional_id,
        ids={"replaced": connection.version},
        due_at=now,
        deadline=now + _AFTERMATH,
    )


def parting_view(professional_id: str, slack_view_id: str, step: PartingStep, now: datetime) -> OutboxEntry:
    """Show how far the end of the connection has come, as long as somebody may be looking at it."""
    return OutboxEntry(
        key=f"{OutboxKind.SLACK_PARTING}:{slack_view_id}",
        kind=OutboxKind.SLACK_PARTING,
        professional_id=professional_id,
        ids={"slack_view_id": slack_view_id, "step": step.value},
        due_at=now,
        deadline=now + _VIEW_LIFETIME,
    )


def home(professional_id: str, now: datetime) -> OutboxEntry:
    """Redraw the professional's App Home: a standing entry."""
    return entry_of(professional_id, OutboxKind.SLACK_HOME, due_at=now)


def notice(
    kind: NoticeKind,
    professional_id: str,
    occasion: str,
    now: datetime,
    *,
    meeting_id: str | None = None,
    **about: str | int,
) -> OutboxEntry:
    """Write to the professional; `occasion` makes the key: the same occasion is told once.

    `about` names whom else it is about: `patient_id`, or `for_whom`, the professional who appointed them.
    """
    return OutboxEntry(
        key=f"{OutboxKind.SLACK_NOTICE}:{kind}:{occasion}",
        kind=OutboxKind.SLACK_NOTICE,
        professional_id=professional_id,
        meeting_id=meeting_id,
        ids={"notice": kind.value, **about},
        due_at=now,
        deadline=now + _AFTERMATH,
    )


def erasure(patient_id: str, now: datetime) -> OutboxEntry:
    """Erase a patient. Not at once: the professional is told first, by initials that are gone afterwards."""
    return OutboxEntry(
        key=f"{OutboxKind.PATIENT_ERASE}:{patient_id}",
        kind=OutboxKind.PATIENT_ERASE,
        professional_id="",
        ids={"patient_id": patient_id},
        due_at=now + _ERASE_AFTER,
        deadline=now + _ERASE_LATEST,
    )


def asking(invitation: Invitation, due_at: datetime) -> OutboxEntry:
    """Ask the patient by mail; each sending is a mail of its own, and none leaves once the link would lead nowhere."""
    return OutboxEntry(
        key=f"{OutboxKind.MAIL_ASKING}:{invitation.id}:{invitation.sendings}",
        kind=OutboxKind.MAIL_ASKING,
        professional_id=invitation.professional_id,
        ids={"invitation_id": invitation.id, "sending": invitation.sendings},
        due_at=due_at,
        deadline=invitation.expires_at,
    )


def _reminder(meeting: Meeting, lead: timedelta) -> OutboxEntry:
    """Write no deadline: one whose time is past is silently superseded, not given up."""
    minutes = in_minutes(lead)
    return _about(
        meeting,
        OutboxKind.MAIL_REMINDER,
        due_at=meeting.starts_at - lead,
        deadline=None,
        ids={"minutes_before": minutes},
        suffix=str(minutes),
    )
