"""What the worker does at Zoom: make a meeting, delete it."""

from dataclasses import dataclass, replace

from bot.domain import intents, zoom_intents
from bot.domain.failures import Failure, ZoomError
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_meeting import ZoomMeeting
from bot.ports import Clock, ZoomMeetings
from bot.services.clearing import let_grant_go
from bot.services.delivering import Settlement
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

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            others = await look.outbox.list_of(meeting.id)
            connection = await look.connections.find(meeting.professional_id)
        if meeting.status is not MeetingStatus.PENDING:
            return self._clean_up(meeting, entry)
        if any(other.kind is OutboxKind.ZOOM_DELETE and other.state is EntryState.WAITING for other in others):
            raise ZoomError(ZoomCode.BEING_REMOVED)  # what is found there now may be gone in a moment
        zoom_user = connection.zoom_user if connection else ""
        made = await self._find(meeting, entry, zoom_user) or await self._create(meeting, zoom_user)

        async def take_over(work: Repositories) -> None:
            meeting = await work.meetings.get(entry.its_meeting_id)
            await work.connections.note_worked(entry.professional_id, self.clock.now())
            await self._take_over(work, entry, meeting, made, zoom_user)
            await let_grant_go(work, entry, self.clock)

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
        await work.connections.lock(entry.professional_id)
        if _may_have_been_made(entry) or failure.retryable:
            await work.outbox.add(intents.sweep(meeting, self.clock.now()))
        if meeting.status is MeetingStatus.PENDING:
            await work.meetings.save(meeting.refused_by_zoom(failure.code))
            await self._show(work, meeting, entry)
        await let_grant_go(work, entry, self.clock)

    async def _find(self, meeting: Meeting, entry: OutboxEntry, zoom_user: str) -> ZoomMeeting | None:
        if not _may_have_been_made(entry):
            return None
        return await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.find(grant, meeting.zoom_plan), zoom_user=zoom_user
        )

    async def _create(self, meeting: Meeting, zoom_user: str) -> ZoomMeeting:
        await take_change(self.store, self.clock, meeting.professional_id)
        return await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.create(grant, meeting.zoom_plan), zoom_user=zoom_user
        )

    def _clean_up(self, meeting: Meeting, entry: OutboxEntry) -> Settlement:
        """Have removed what an earlier attempt may have made, when the meeting was called off before we heard of it."""

        async def remove(work: Repositories) -> None:
            await work.connections.lock(entry.professional_id)
            if meeting.zoom_meeting_id is None and _may_have_been_made(entry):
                await work.outbox.add(intents.sweep(meeting, self.clock.now()))
            await let_grant_go(work, entry, self.clock)

        return Settlement(state=EntryState.SUPERSEDED, then=remove)

    async def _take_over(
        self, work: Repositories, entry: OutboxEntry, meeting: Meeting, made: ZoomMeeting, zoom_user: str
    ) -> None:
        """Write what Zoom made and all that follows; `meeting` was read under the lock, and may be cancelled by now."""
        now = self.clock.now()
        if meeting.status is not MeetingStatus.PENDING:
            await work.meetings.save(replace(meeting, zoom_user=zoom_user))
            await work.outbox.add(intents.removal(meeting, made.zoom_meeting_id, now))
            return
        professional = await work.people.get_professional(meeting.professional_id)
        scheduled = meeting.made_on_zoom(made, zoom_user)
        await work.meetings.save(scheduled)
        await work.outbox.add(
            intents.invitation(scheduled, now),
            *zoom_intents.all_planned(scheduled, professional.habits, now),
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
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        zoom_meeting_id = entry.ids.get("zoom_meeting_id") or await self._find(meeting)
        if zoom_meeting_id is not None:
            await self._delete(entry, meeting, int(zoom_meeting_id))

        async def show(work: Repositories) -> None:
            meeting = await work.meetings.get(entry.its_meeting_id)
            await work.connections.note_worked(entry.professional_id, self.clock.now())
            await self._show(meeting, work)
            await let_grant_go(work, entry, self.clock)

        return Settlement(then=show)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(await work.meetings.get(entry.its_meeting_id), work)

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.connections.lock(entry.professional_id)
        await self._show(meeting, work)
        await let_grant_go(work, entry, self.clock)

    async def _find(self, meeting: Meeting) -> int | None:
        if meeting.status is MeetingStatus.PENDING:
            return None  # tried again meanwhile: what there is at Zoom will be taken over
        found = await self.access.with_grant(
            meeting.professional_id, lambda grant: self.zoom.find(grant, meeting.zoom_plan)
        )
        return found.zoom_meeting_id if found else None

    async def _delete(self, entry: OutboxEntry, meeting: Meeting, zoom_meeting_id: int) -> None:
        if entry.ids.get("ends_call"):
            await self._end_call(meeting, zoom_meeting_id)
        try:
            await self._ask_to_delete(meeting, zoom_meeting_id)
        except ZoomError as error:
            if error.code != ZoomCode.IN_PROGRESS:
                raise
            await self._end_call(meeting, zoom_meeting_id)
            await self._ask_to_delete(meeting, zoom_meeting_id)

    async def _ask_to_delete(self, of: Meeting, zoom_meeting_id: int) -> None:
        await self.access.with_grant(
            of.professional_id, lambda grant: self.zoom.delete(grant, zoom_meeting_id), zoom_user=of.zoom_user
        )

    async def _end_call(self, of: Meeting, zoom_meeting_id: int) -> None:
        await self.access.with_grant(
            of.professional_id, lambda grant: self.zoom.end(grant, zoom_meeting_id), zoom_user=of.zoom_user
        )

    async def _show(self, meeting: Meeting, work: Repositories) -> None:
        await work.outbox.renew(intents.card(meeting, self.clock.now()))
