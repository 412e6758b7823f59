"""What follows when a meeting is at another time: all that hangs on its time is written anew, and the patient told."""

from datetime import datetime, timedelta

from bot.domain import intents, zoom_intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.stores import Repositories

_NOT_KNOWN_TO_PATIENTS = frozenset({MeetingStatus.PENDING, MeetingStatus.CANCELLED_ON_ZOOM})


async def change_time(
    work: Repositories,
    meeting: Meeting,
    starts_at: datetime,
    duration: timedelta,
    now: datetime,
) -> Meeting:
    """Save a meeting that is locked at its new time; reminders of the old one stop.

    Telling the patient is left to the caller.
    """
    changed = meeting.at_time(starts_at, duration)
    await work.meetings.save(changed)
    await work.outbox.supersede([meeting.id], OutboxKind.MAIL_REMINDER, now, untried_only=False)
    if changed.status not in _NOT_KNOWN_TO_PATIENTS:
        professional = await work.people.get_professional(changed.professional_id)
        await work.outbox.add(*zoom_intents.all_planned(changed, professional.habits, now))
    await work.outbox.renew(intents.card(changed, now))
    await work.outbox.renew(intents.home(changed.professional_id, now))
    return changed


async def is_patient_told(work: Repositories, meeting: Meeting) -> bool:
    """Tell whether a mail that the meeting is on has left; one that was not accepted told nobody."""
    mails = await work.outbox.list_mails([meeting.id])
    return any(mail.state is EntryState.DONE and mail.kind is not OutboxKind.MAIL_CANCELLATION for mail in mails)
