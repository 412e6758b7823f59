"""What the worker does at Zoom about a meeting's course: close the running call, and ask what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import intents
from bot.domain.failures import Failure, ZoomError
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import GRACE, closing
from bot.domain.outbox import OutboxEntry
from bot.domain.zoom_reports import ZoomOutcome
from bot.ports import Clock, ZoomMeetings
from bot.services.clearing import note_done_at_zoom
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.recording import record
from bot.services.zoom_access import ZoomAccess
from bot.stores import Repositories, Store

# While a meeting runs over it is looked at again so often.
_AGAIN = timedelta(minutes=15)
# When Zoom cannot be asked for so long, what is known here decides.
_PATIENCE = timedelta(hours=6)
_MOST_SWEPT = 200
_ON = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED, MeetingStatus.MISSED})


@dataclass(frozen=True, kw_only=True)
class EndingCall:
    """Closes the running call for everyone, as best it can: the card tells whether it did."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        zoom_meeting_id = int(entry.ids["zoom_meeting_id"])
        await self.access.with_grant(entry.professional_id, lambda grant: self.zoom.end(grant, zoom_meeting_id))

        async def show(work: Repositories) -> None:
            await self._show(entry, work)
            await note_done_at_zoom(work, entry, self.clock)

        return Settlement(then=show)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: within a minute it is known."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._show(entry, work)

    async def _show(self, entry: OutboxEntry, work: Repositories) -> None:
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.outbox.renew(intents.card(meeting, self.clock.now()))


@dataclass(frozen=True, kw_only=True)
class AskingOutcome:
    """Asks Zoom what became of a meeting whose time is over: its own reports may never have come."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
        if meeting.status not in _ON or meeting.version != entry.version:
            return SUPERSEDED
        outcome = await self._ask(meeting)

        async def settle(work: Repositories) -> None:
            await self._settle(work, entry, outcome)

        return Settlement(then=settle)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: Zoom is asked again."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        await self._settle(work, entry, ZoomOutcome(is_known=False))

    async def _ask(self, meeting: Meeting) -> ZoomOutcome:
        zoom_meeting_id = meeting.zoom_meeting_id
        if zoom_meeting_id is None:
            return ZoomOutcome(is_known=False)
        try:
            return await self.access.with_grant(
                meeting.professional_id, lambda grant: self.zoom.outcome(grant, zoom_meeting_id)
            )
        except ZoomError:
            if self.clock.now() < meeting.ends_at + _PATIENCE:
                raise
            return ZoomOutcome(is_known=False)

    async def _settle(self, work: Repositories, entry: OutboxEntry, outcome: ZoomOutcome) -> None:
        """Write what Zoom told; what it no longer calls open has ended, as far as anybody will know."""
        now = self.clock.now()
        meeting = await work.meetings.get(entry.its_meeting_id)
        meeting = await record(work, meeting, outcome.facts_about(meeting.id, now), now)
        if outcome.running_uuid:
            await work.outbox.renew(intents.outcome(meeting, now + _AGAIN))
        elif meeting.status is MeetingStatus.STARTED:
            await record(work, meeting, closing(meeting, await work.facts.list_of(meeting.id), now), now)


@dataclass(frozen=True, kw_only=True)
class Sweeping:
    """Finds meetings whose time is over and that nobody asks about, whatever the reason."""

    store: Store
    clock: Clock

    async def sweep(self) -> None:
        now = self.clock.now()
        async with self.store.writing() as work:
            for meeting in await work.meetings.list_unsettled(now - GRACE, _MOST_SWEPT):
                await work.outbox.renew(intents.outcome(meeting, _due(meeting, now)))


def _due(meeting: Meeting, now: datetime) -> datetime:
    """One that runs over is looked at by its own entry; a sweep must not hurry that."""
    return now + _AGAIN if meeting.status is MeetingStatus.STARTED else now
