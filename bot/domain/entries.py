"""Outbox entries about one meeting, as it stands at one version of it, or about one professional."""

from datetime import datetime

from bot.domain.meeting import Meeting
from bot.domain.outbox import OutboxEntry, OutboxKind


def entry_about(
    meeting: Meeting,
    kind: OutboxKind,
    *,
    due_at: datetime,
    deadline: datetime | None,
    ids: dict[str, str | int] | None = None,
    suffix: str = "",
) -> OutboxEntry:
    """Write what was decided for this version: decided again, it is the same entry."""
    return OutboxEntry(
        key=":".join(filter(None, [kind, meeting.id, str(meeting.version), suffix])),
        kind=kind,
        professional_id=meeting.professional_id,
        meeting_id=meeting.id,
        version=meeting.version,
        ids=ids or {},
        due_at=due_at,
        deadline=deadline,
    )


def standing_entry(
    meeting: Meeting, kind: OutboxKind, *, due_at: datetime, deadline: datetime | None = None
) -> OutboxEntry:
    """Write what is asked for anew, by `renew`, whatever the version: there is one of the kind for a meeting."""
    return OutboxEntry(
        key=f"{kind}:{meeting.id}",
        kind=kind,
        professional_id=meeting.professional_id,
        meeting_id=meeting.id,
        version=meeting.version,
        due_at=due_at,
        deadline=deadline,
    )


def entry_of(
    professional_id: str, kind: OutboxKind, *, due_at: datetime, deadline: datetime | None = None
) -> OutboxEntry:
    """Write what is asked for anew, by `renew`: there is one of the kind for a professional."""
    return OutboxEntry(
        key=f"{kind}:{professional_id}", kind=kind, professional_id=professional_id, due_at=due_at, deadline=deadline
    )
