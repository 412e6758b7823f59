"""What the worker mails to patients."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain import intents
from bot.domain.failures import DeliveryError, Failure
from bot.domain.mail_step import is_wanted
from bot.domain.meeting import Meeting
from bot.domain.notices import NoticeKind
from bot.domain.notification import Notification, Reason
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.preferences import Habits, MailWording
from bot.domain.reminders import is_still_wanted, leads_to_come
from bot.ports import Clock, Mailer
from bot.services.delivering import SUPERSEDED, Settlement
from bot.stores import Repositories, Store

_REASONS: Mapping[OutboxKind, Reason] = {
    OutboxKind.MAIL_INVITATION: Reason.INVITATION,
    OutboxKind.MAIL_CANCELLATION: Reason.CANCELLATION,
    OutboxKind.MAIL_CHANGE: Reason.CHANGE,
    OutboxKind.MAIL_REMINDER: Reason.REMINDER,
}


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """Sends one mail, composed at this moment, if it is still true when its turn comes."""

    store: Store
    mailer: Mailer
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        notification = await self._compose(entry)
        if notification is None:
            return SUPERSEDED
        await self.mailer.send(notification)

        async def show(work: Repositories) -> None:
            await self._show(entry, work)

        return Settlement(then=show)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Keep trying silently: the receipt says that it is being sent."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        """Tell the professional that the patient may not know; a meeting that was called off needs no invitation."""
        if is_wanted(entry, await work.meetings.get(entry.its_meeting_id)):
            await self._show(entry, work)
            notice = intents.notice(
                NoticeKind.MAIL_REFUSED,
                entry.professional_id,
                f"{entry.key}:{entry.revision}",
                self.clock.now(),
                meeting_id=entry.meeting_id,
            )
            await work.outbox.add(notice)

    async def _compose(self, entry: OutboxEntry) -> Notification | None:
        now = self.clock.now()
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            professional = await look.people.get_professional(meeting.professional_id)
            if not is_wanted(entry, meeting) or not self._is_timely(entry, meeting, professional.habits):
                return None
            patient = await look.people.get_patient(meeting.patient_id)
            if patient.erased_at is not None:
                return None
        return Notification(
            key=entry.key,
            reason=_REASONS[entry.kind],
            meeting=meeting,
            patient=patient,
            professional_name=professional.name,
            signature=professional.profile.signature,
            phone=professional.profile.phone,
            names_topic=professional.habits.wording is MailWording.TOPIC,
            leads=leads_to_come(professional.habits.leads, meeting.starts_at, now),
            composed_at=now,
            was=datetime.fromtimestamp(int(entry.ids["was"]), UTC) if "was" in entry.ids else None,
        )

    def _is_timely(self, entry: OutboxEntry, meeting: Meeting, habits: Habits) -> bool:
        """Tell whether a reminder is still wanted and helps.

        One that the mail server kept refusing until the start is told.
        """
        if entry.kind is not OutboxKind.MAIL_REMINDER:
            return True
        now = self.clock.now()
        if entry.last_error_code and now >= meeting.starts_at:
            raise DeliveryError(entry.last_error_code, permanent=True)
        lead = timedelta(minutes=int(entry.ids["minutes_before"]))
        return is_still_wanted(lead, habits.leads, meeting.starts_at, now)

    async def _show(self, entry: OutboxEntry, work: Repositories) -> None:
        """Have the receipts drawn anew, on the card and in a result that may still be open."""
        if entry.kind is OutboxKind.MAIL_REMINDER:
            return
        now = self.clock.now()
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.outbox.renew(intents.card(meeting, now))
        await work.outbox.renew(intents.home(meeting.professional_id, now))
        for other in await work.outbox.list_of(meeting.id):
            if other.kind is OutboxKind.SLACK_VIEW and other.state in {EntryState.WAITING, EntryState.DONE}:
                await work.outbox.renew(replace(other, due_at=now))
