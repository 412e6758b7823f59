"""What the worker does at Zoom about a meeting's course: close the running call, and ask what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain import intents
from bot.domain.failures import Failure, ZoomError
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import GRACE, closing, open_instances
from bot.domain.outbox import EntryState, OutboxEntry
from bot.domain.zoom_reports import ZoomOutcome
from bot.ports import Clock, ZoomMeetings
from bot.services.clearing import let_grant_go
from bot.services.delivering import SUPERSEDED, ForgivingEffect, Settlement
from bot.services.recording import record
from bot.services.zoom_access import ZoomAccess
from bot.stores import Repositories, Store

# When Zoom cannot be asked for so long, what is known here decides.
_PATIENCE = timedelta(hours=6)
_MOST_SWEPT = 200
_ON = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED, MeetingStatus.MISSED, MeetingStatus.CANCELLED_ON_ZOOM})


@dataclass(frozen=True, kw_only=True)
class EndingCall:
    """Closes the running call for everyone, as best it can: the card tells whether it did."""

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        zoom_meeting_id = int(entry.ids["zoom_meeting_id"])
        async with self.store.reading() as look:
            zoom_user = (await look.meetings.get(entry.its_meeting_id)).zoom_user
        await self.access.with_grant(
            entry.professional_id, lambda grant: self.zoom.end(grant, zoom_meeting_id), zoom_user=zoom_user
        )

        async def show(work: Repositories) -> None:
            meeting = await work.meetings.get(entry.its_meeting_id)
            await work.connections.note_worked(entry.professional_id, self.clock.now())
            await work.outbox.renew(intents.card(meeting, self.clock.now()))
            await let_grant_go(work, entry, self.clock)

        return Settlement(then=show)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Write nothing: within a minute it is known."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        meeting = await work.meetings.get(entry.its_meeting_id)
        await work.connections.lock(entry.professional_id)
        await work.outbox.renew(intents.card(meeting, self.clock.now()))
        await let_grant_go(work, entry, self.clock)


@dataclass(frozen=True, kw_only=True)
class AskingOutcome(ForgivingEffect):
    """Asks Zoom what became of a meeting whose time is over: its own reports may never have come.

    Where that cannot be learned, the entry ends as given up: the card then claims no more than is known. After failures
    the sweep has Zoom asked again, until patience has run out.
    """

    store: Store
    access: ZoomAccess
    zoom: ZoomMeetings
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            seen_open = open_instances(await look.facts.list_of(meeting.id))
        if meeting.status not in _ON or meeting.deleted_at is not None or meeting.version != entry.version:
            return SUPERSEDED
        outcome = await self._ask(meeting)

        async def settle(work: Repositories) -> None:
            await self._settle(work, entry, outcome, seen_open)

        return Settlement(state=EntryState.DONE if outcome.is_known else EntryState.DEAD, then=settle)

    async def _ask(self, meeting: Meeting) -> ZoomOutcome:
        zoom_meeting_id = meeting.zoom_meeting_id
        if zoom_meeting_id is None:
            return ZoomOutcome(is_known=False)
        try:
            return await self.access.with_grant(
                meeting.professional_id,
                lambda grant: self.zoom.outcome(grant, zoom_meeting_id),
                zoom_user=meeting.zoom_user,
            )
        except ZoomError:
            if self.clock.now() < max(meeting.ends_at, meeting.started_at or meeting.ends_at) + _PATIENCE:
                raise
            return ZoomOutcome(is_known=False)

    async def _settle(
        self, work: Repositories, entry: OutboxEntry, outcome: ZoomOutcome, seen_open: frozenset[str]
    ) -> None:
        """Write what Zoom told, and the end of what was seen open before Zoom was asked and is open no longer.

        What was opened or closed while Zoom was asked is left to Zoom's own report of it.
        """
        now = self.clock.now()
        meeting = await work.meetings.get(entry.its_meeting_id)
        if outcome.is_known:
            await work.connections.note_worked(meeting.professional_id, now)
        now_open = open_instances(await work.facts.list_of(meeting.id))
        if outcome.running_uuid and (seen_open or now_open):
            return  # that it is open is known; Zoom may name the instance otherwise here than in its reports
        facts = outcome.facts_about(meeting.id, now)
        if not outcome.running_uuid:
            facts += closing(meeting.id, (now_open & seen_open) - {fact.zoom_uuid for fact in facts}, now)
        await record(work, meeting, facts, now)


@dataclass(frozen=True, kw_only=True)
class Sweeping:
    """Has Zoom asked about each meeting whose time is over and of whose end nothing is known.

    Each has an entry that asks once, half an hour later. This is for one whose end was not reported, or that runs over,
    and for what was given up too soon.
    """

    store: Store
    clock: Clock

    async def sweep(self) -> None:
        now = self.clock.now()
        async with self.store.writing() as work:
            for meeting in await work.meetings.list_unsettled(now, _MOST_SWEPT):
                # What is in progress has ended by now as a rule: the report of it may be lost.
                if meeting.status is MeetingStatus.STARTED or meeting.ends_at + GRACE <= now:
                    await work.outbox.renew(intents.outcome(meeting, now))
