"""What the worker does at Zoom: make a meeting, delete it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain import intents
from bot.domain.failures import Failure, ZoomError
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import GRACE
from bot.domain.outbox import EntryState, OutboxEntry
from bot.domain.reminders import DEFAULT_LEADS
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_meeting import ZoomMeeting
from bot.ports import Clock, ZoomMeetings
from bot.services.clearing import note_done_at_zoom
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_rations import spend_day, take_change
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class Creating:
    """Makes the meeting at Zoom exactly once in effect: on any retry it is looked for by its nonce first."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock
    leads: tuple[timedelta, ...] = DEFAULT_LEADS

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        if meeting.status is not MeetingStatus.PENDING:
            return self._clean_up(meeting, entry)
        made = await self._find(meeting, entry) or await self._create(meeting)

        async def take_over(work: Repositories) -> None:
            await self._take_over(work, entry, made)
            await note_done_at_zoom(work, entry, self.clock)

        return Settlement(then=take_over)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Tell at once what takes until tomorrow; the rest may be over before it is worth telling."""
        if failure.code == ZoomCode.DAILY_LIMIT:
            await spend_day(work, self.clock, entry.professional_id)
        meeting = await work.meetings.get(entry.its_meeting_id)
        if failure.code == ZoomCode.DAILY_LIMIT and meeting.status is MeetingStatus.PENDING:
            await self._show(work, meeting, entry)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        meeting = await work.meetings.get(entry.its_meeting_id)
        if _may_have_been_made(entry) or failure.retryable:
            await work.outbox.add(intents.sweep(meeting, self.clock.now()))
        if meeting.status is MeetingStatus.PENDING:
            await work.meetings.save(meeting.refused_by_zoom(failure.code))
            await self._show(work, meeting, entry)

    async def _find(self, meeting: Meeting, entry: OutboxEntry) -> ZoomMeeting | None:
        if not _may_have_been_made(entry):
            return None
        return await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.find(grant, meeting.zoom_plan)
        )

    async def _create(self, meeting: Meeting) -> ZoomMeeting:
        await take_change(self.store, self.clock, meeting.professional_id)
        return await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.create(grant, meeting.zoom_plan)
        )

    def _clean_up(self, meeting: Meeting, entry: OutboxEntry) -> Settlement:
        """Have removed what an earlier attempt may have made, when the meeting was called off before we heard of it."""
        if meeting.zoom_meeting_id is not None or not _may_have_been_made(entry):
            return SUPERSEDED

        async def remove(work: Repositories) -> None:
            await work.outbox.add(intents.sweep(meeting, self.clock.now()))

        return Settlement(state=EntryState.SUPERSEDED, then=remove)

    async def _take_over(self, work: Repositories, entry: OutboxEntry, made: ZoomMeeting) -> None:
        """Write what Zoom made and all that follows; read anew under the lock, as it may be cancelled by now."""
        now = self.clock.now()
        meeting = await work.meetings.get(entry.its_meeting_id)
        if meeting.status is not MeetingStatus.PENDING:
            await work.outbox.add(intents.removal(meeting, made.zoom_meeting_id, now))
            return
        scheduled = meeting.made_on_zoom(made)
        await work.meetings.save(scheduled)
        await work.outbox.add(
            intents.invitation(scheduled, now),
            *intents.reminders(scheduled, self.leads, now),
            *intents.redraws(scheduled, now),
            intents.outcome(scheduled, scheduled.ends_at + GRACE),
        )
        await self._show(work, scheduled, entry)

    async def _show(self, work: Repositories, meeting: Meeting, entry: OutboxEntry) -> None:
        now = self.clock.now()
        await work.outbox.renew(intents.card(meeting, now))
        await work.outbox.renew(intents.home(meeting.professional_id, now))
        slack_view_id = str(entry.ids["slack_view_id"])
        if slack_view_id:
            await work.outbox.renew(intents.result_view(meeting, slack_view_id, now))


def _may_have_been_made(entry: OutboxEntry) -> bool:
    """Tell whether an earlier attempt, or what an earlier version asked for, may have had its effect unheard."""
    return entry.is_retried or entry.version > 1


@dataclass(frozen=True, kw_only=True)
class Removing:
    """Deletes the meeting at Zoom; already gone is done. An entry without an id looks for it first."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        zoom_meeting_id = entry.ids.get("zoom_meeting_id") or await self._find(entry)
        if zoom_meeting_id is not None:
            await self._delete(entry, int(zoom_meeting_id))

        async def show(work: Repositories) -> None:
            await self._show(entry, work)
            await note_done_at_zoom(work, entry, self.clock)

        return Settlement(then=show)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(entry, work)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(entry, work)

    async def _find(self, entry: OutboxEntry) -> int | None:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        if meeting.status is MeetingStatus.PENDING:
            return None  # tried again meanwhile: what there is at Zoom will be taken over
        found = await self.access.with_grant(
            entry.professional_id, lambda grant: self.zoom.find(grant, meeting.zoom_plan)
        )
        return found.zoom_meeting_id if found else None

    async def _delete(self, entry: OutboxEntry, zoom_meeting_id: int) -> None:
        if entry.ids.get("ends_call"):
            await self._end_call(entry, zoom_meeting_id)
        try:
            await self._ask_to_delete(entry, zoom_meeting_id)
        except ZoomError as error:
            if error.code != ZoomCode.IN_PROGRESS:
                raise
            await self._end_call(entry, zoom_meeting_id)
            await self._ask_to_delete(entry, zoom_meeting_id)

    async def _ask_to_delete(self, entry: OutboxEntry, zoom_meeting_id: int) -> None:
        await self.access.with_grant(entry.professional_id, lambda grant: self.zoom.delete(grant, zoom_meeting_id))

    async def _end_call(self, entry: OutboxEntry, zoom_meeting_id: int) -> None:
        await self.access.with_grant(entry.professional_id, lambda grant: self.zoom.end(grant, zoom_meeting_id))

    async def _show(self, entry: OutboxEntry, work: Repositories) -> None:
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.outbox.renew(intents.card(meeting, self.clock.now()))
