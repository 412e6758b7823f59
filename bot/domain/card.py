"""How a meeting stands, step by step: what its card in Slack tells the professional."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.mail_step import MailStep, latest_mail, mail_step
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.domain.zoom_codes import ZoomCode


class ZoomStep(StrEnum):
    WORKING = "working"
    READY = "ready"
    REFUSED = "refused"
    REMOVING = "removing"
    REMOVED = "removed"
    NOT_REMOVED = "not_removed"  # tried and not yet possible
    LEFT_BEHIND = "left_behind"  # tried until it made no more sense
    ELSEWHERE = "elsewhere"  # in an account that is no longer connected
    NEVER_MADE = "never_made"
    ENDING = "ending"
    CALL_ENDED = "call_ended"
    NOT_ENDED = "not_ended"
    OVER = "over"  # nothing is left to do there
    NOT_TOLD = "not_told"  # nobody opened it as far as is known, and Zoom could not be asked


@dataclass(frozen=True, kw_only=True)
class MeetingCard:
    """`mailed_at` is set when the mail was handed over. `leads` are the reminders planned, `missed_leads` those whose
    time was past already; both are empty once reminders have stopped. `held_up` is the code of what Zoom's creation
    waits for, `tries_at` when it is tried again. `assistant` is who scheduled it for the professional.
    `drawn_at` is now: what may be done depends on it.
    """

    meeting: Meeting
    professional: Professional
    patient: Patient
    zoom: ZoomStep
    mail: MailStep
    mailed_at: datetime | None = None
    leads: tuple[timedelta, ...] = ()
    missed_leads: tuple[timedelta, ...] = ()
    held_up: str = ""
    tries_at: datetime | None = None
    assistant: Professional | None = None
    drawn_at: datetime

    def elsewhere(self) -> "MeetingCard":
        """The same, of a meeting in an account that is no longer connected: nothing there is ready for us."""
        return replace(self, zoom=ZoomStep.ELSEWHERE) if self.zoom is ZoomStep.READY else self

    @property
    def own(self) -> OwnMeeting:
        """The meeting as the professional sees it when the card is drawn."""
        return OwnMeeting(
            meeting=self.meeting,
            patient=self.patient,
            professional=self.professional,
            at=self.drawn_at,
            mail=self.mail,
        )


def describe(
    meeting: Meeting,
    professional: Professional,
    patient: Patient,
    entries: Sequence[OutboxEntry],
    wanted_leads: Sequence[timedelta],
    now: datetime,
) -> MeetingCard:
    """Read how the meeting stands from its outbox entries."""
    creation = _last(entries, OutboxKind.ZOOM_CREATE)
    mail = latest_mail(meeting, entries)
    leads = tuple(lead for lead in _planned_leads(meeting, entries) if lead in wanted_leads)
    missed = [lead for lead in wanted_leads if lead not in leads and meeting.starts_at - lead <= now]
    is_on = meeting.status is MeetingStatus.SCHEDULED
    return MeetingCard(
        meeting=meeting,
        professional=professional,
        patient=patient,
        zoom=_zoom_step(meeting, entries),
        mail=mail_step(mail),
        mailed_at=mail.settled_at if mail and mail.state is EntryState.DONE else None,
        leads=leads if is_on else (),
        missed_leads=tuple(missed) if is_on else (),
        held_up=creation.last_error_code if creation and meeting.status is MeetingStatus.PENDING else "",
        tries_at=creation.due_at if creation else None,
        drawn_at=now,
    )


def _last(entries: Sequence[OutboxEntry], kind: OutboxKind) -> OutboxEntry | None:
    return next((entry for entry in reversed(entries) if entry.kind is kind), None)


def _planned_leads(meeting: Meeting, entries: Sequence[OutboxEntry]) -> tuple[timedelta, ...]:
    minutes = [
        int(entry.ids["minutes_before"])
        for entry in entries
        if entry.kind is OutboxKind.MAIL_REMINDER and entry.version == meeting.version
    ]
    return tuple(timedelta(minutes=each) for each in sorted(minutes, reverse=True))


def _zoom_step(meeting: Meeting, entries: Sequence[OutboxEntry]) -> ZoomStep:
    if meeting.deleted_at is not None:
        return _removal_step(entries)
    by_status = {
        MeetingStatus.PENDING: ZoomStep.WORKING,
        MeetingStatus.FAILED: ZoomStep.REFUSED,
        MeetingStatus.CANCELLED: _removal_step(entries),
        MeetingStatus.ENDED: _end_step(entries),
        MeetingStatus.MISSED: _missed_step(entries),
        MeetingStatus.CANCELLED_ON_ZOOM: _removed_step(entries),
    }
    return by_status.get(meeting.status, ZoomStep.READY)


def _end_step(entries: Sequence[OutboxEntry]) -> ZoomStep:
    end = _last(entries, OutboxKind.ZOOM_END)
    if end is None:
        return ZoomStep.OVER
    return {EntryState.WAITING: ZoomStep.ENDING, EntryState.DONE: ZoomStep.CALL_ENDED}.get(
        end.state, ZoomStep.NOT_ENDED
    )


def _missed_step(entries: Sequence[OutboxEntry]) -> ZoomStep:
    outcome = _last(entries, OutboxKind.ZOOM_OUTCOME)
    return ZoomStep.OVER if outcome and outcome.state is EntryState.DONE else ZoomStep.NOT_TOLD


def _removed_step(entries: Sequence[OutboxEntry]) -> ZoomStep:
    restoration = _last(entries, OutboxKind.ZOOM_RESTORE)
    is_under_way = restoration is not None and restoration.state is EntryState.WAITING
    return ZoomStep.WORKING if is_under_way else ZoomStep.REMOVED


def _removal_step(entries: Sequence[OutboxEntry]) -> ZoomStep:
    removal = _last(entries, OutboxKind.ZOOM_DELETE)
    if removal is None:
        return ZoomStep.NEVER_MADE
    if removal.state is EntryState.DONE:
        return ZoomStep.REMOVED
    if removal.state is EntryState.DEAD:
        return ZoomStep.LEFT_BEHIND
    if removal.last_error_code == ZoomCode.OTHER_ACCOUNT:
        return ZoomStep.ELSEWHERE
    return ZoomStep.NOT_REMOVED if removal.last_error_code else ZoomStep.REMOVING
