"""What the worker does at Zoom: make a meeting, delete it."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain import intents
from bot.domain.card import DAILY_LIMIT
from bot.domain.failures import Failure
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry
from bot.domain.reminders import DEFAULT_LEADS
from bot.domain.zoom_meeting import ZoomMeeting
from bot.ports import Clock, Repositories, Store, ZoomMeetings
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.zoom_access import ZoomAccess


@dataclass(frozen=True, kw_only=True)
class Creating:
    """Makes the meeting at Zoom exactly once in effect: on any retry it is looked for by its nonce first."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock
    leads: tuple[timedelta, ...] = field(default=DEFAULT_LEADS)

    async def perform(self, entry: OutboxEntry) -> Settlement:
        meeting = await _meeting_of(self.store, entry)
        if meeting.status is not MeetingStatus.PENDING:
            return await self._clean_up(meeting, entry)
        made = await self._find(meeting, entry) or await self._create(meeting)

        async def take_over(work: Repositories) -> None:
            await self._take_over(work, entry, made)

        return Settlement(then=take_over)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Tell at once what takes until tomorrow; the rest may be over before it is worth telling."""
        meeting = await work.meetings.get(entry.meeting_id or "")
        if failure.code == DAILY_LIMIT and meeting.status is MeetingStatus.PENDING:
            await work.outbox.renew(intents.card(meeting, self.clock.now()))

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        meeting = await work.meetings.get(entry.meeting_id or "")
        if meeting.status is MeetingStatus.PENDING:
            await work.meetings.save(meeting.refused_by_zoom(failure.code))
            await self._show(work, meeting, entry)

    async def _find(self, meeting: Meeting, entry: OutboxEntry) -> ZoomMeeting | None:
        if not entry.is_retried:
            return None
        return await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.find(grant, meeting.zoom_plan)
        )

    async def _create(self, meeting: Meeting) -> ZoomMeeting:
        return await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.create(grant, meeting.zoom_plan)
        )

    async def _clean_up(self, meeting: Meeting, entry: OutboxEntry) -> Settlement:
        """Remove what an earlier attempt made, when the meeting was called off before we heard of it."""
        orphan = await self._find(meeting, entry) if meeting.zoom_meeting_id is None else None
        if orphan is None:
            return SUPERSEDED

        async def remove(work: Repositories) -> None:
            await work.outbox.add(intents.removal(meeting, orphan.zoom_meeting_id, self.clock.now()))

        return Settlement(state=EntryState.SUPERSEDED, then=remove)

    async def _take_over(self, work: Repositories, entry: OutboxEntry, made: ZoomMeeting) -> None:
        """Write what Zoom made and all that follows; read anew under the lock, as it may be cancelled by now."""
        now = self.clock.now()
        meeting = await work.meetings.get(entry.meeting_id or "")
        if meeting.status is not MeetingStatus.PENDING:
            await work.outbox.add(intents.removal(meeting, made.zoom_meeting_id, now))
            return
        scheduled = meeting.made_on_zoom(made)
        await work.meetings.save(scheduled)
        await work.outbox.add(intents.invitation(scheduled, now), *intents.reminders(scheduled, self.leads, now))
        await self._show(work, scheduled, entry)

    async def _show(self, work: Repositories, meeting: Meeting, entry: OutboxEntry) -> None:
        now = self.clock.now()
        await work.outbox.renew(intents.card(meeting, now))
        await work.outbox.add(intents.result_view(meeting, str(entry.ids["slack_view_id"]), now))


@dataclass(frozen=True, kw_only=True)
class Removing:
    """Deletes the meeting at Zoom; already gone is done."""

    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        zoom_meeting_id = int(entry.ids["zoom_meeting_id"])
        await self.access.with_grant(entry.professional_id, lambda grant: self.zoom.delete(grant, zoom_meeting_id))

        async def show(work: Repositories) -> None:
            await self._show(entry, work)

        return Settlement(then=show)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(entry, work)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(entry, work)

    async def _show(self, entry: OutboxEntry, work: Repositories) -> None:
        meeting = await work.meetings.get(entry.meeting_id or "")
        await work.outbox.renew(intents.card(meeting, self.clock.now()))


async def _meeting_of(store: Store, entry: OutboxEntry) -> Meeting:
    async with store.reading() as look:
        return await look.meetings.get(entry.meeting_id or "")
