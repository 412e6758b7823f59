"""Our record and Zoom's held against each other: reports may be late, doubled, out of order or lost; this finds it all.

What is ours and gone there is asked about, what is moved there too, what is left there is removed. Strangers' meetings
are never touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import intents, zoom_intents
from bot.domain.meeting import Meeting, MeetingStatus, ZoomMove
from bot.domain.meeting_facts import (
    GRACE,
    FactKind,
    FactSource,
    MeetingFact,
    open_instances,
    recovery,
    removal,
)
from bot.domain.outbox import EntryState, OutboxEntry, OutboxKind
from bot.domain.zoom_reports import ListedMeeting, ZoomSight
from bot.ports import Clock, ZoomUpkeep
from bot.services.coming import PAGE, pages_of_coming
from bot.services.delivering import SUPERSEDED, ForgivingEffect, Settlement
from bot.services.recording import record
from bot.services.zoom_access import ZoomAccess
from bot.stores import Repositories, Store

_BEHIND, _AHEAD = timedelta(hours=24), timedelta(hours=48)
_LISTED_AHEAD = timedelta(days=180)
# Looks are spread, so that what people have asked for meanwhile does not wait behind them.
_SPREAD = timedelta(minutes=10)
_LOOKED_AT = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.STARTED, MeetingStatus.CANCELLED_ON_ZOOM})
_LEFT_THERE = frozenset({MeetingStatus.CANCELLED, MeetingStatus.FAILED})


@dataclass(frozen=True, kw_only=True)
class Reconciling:
    """The duties: they only write what is to be looked at."""

    store: Store
    clock: Clock

    async def look_near(self) -> None:
        """Have each meeting looked at that is near now, and still on."""
        now = self.clock.now()
        async for page in pages_of_coming(self.store, now - _BEHIND, now + _AHEAD):
            async with self.store.writing() as work:
                for place, meeting in enumerate(page):
                    if meeting.status in _LOOKED_AT and not is_over(meeting, now):
                        await work.outbox.renew(zoom_intents.look(meeting, now + _SPREAD * place / PAGE))

    async def look_at_all(self) -> None:
        """Have all that Zoom has of each host looked through."""
        now = self.clock.now()
        async with self.store.reading() as look:
            connected = await look.upkeep.list_connected()
        for place, professional_id in enumerate(connected):
            async with self.store.writing() as work:
                due_at = now + _SPREAD * place / len(connected)
                await work.outbox.renew(zoom_intents.inventory(professional_id, due_at))


@dataclass(frozen=True, kw_only=True)
class Comparing(ForgivingEffect):
    """Looks at one meeting in Zoom, and writes what differs."""

    store: Store
    access: ZoomAccess
    upkeep: ZoomUpkeep
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        async with self.store.reading() as look:
            meeting = await look.meetings.get(entry.its_meeting_id)
            is_changing = await _is_changing(look, meeting)
            connection = await look.connections.find(meeting.professional_id)
        zoom_meeting_id = meeting.zoom_meeting_id
        if meeting.status not in _LOOKED_AT or is_over(meeting, self.clock.now()) or zoom_meeting_id is None:
            return SUPERSEDED
        if is_changing:
            return SUPERSEDED  # it is being set right: what is seen now would be asked about in vain
        if connection is None or not connection.is_usable or not connection.is_surely_of(meeting):
            return SUPERSEDED  # of another account: this one would not find it, and nothing follows of that
        sight = await self.access.with_grant(
            meeting.professional_id,
            lambda grant: self.upkeep.look(grant, zoom_meeting_id),
            zoom_user=meeting.zoom_user,
        )

        async def write(work: Repositories) -> None:
            current = await work.meetings.get(meeting.id)
            await work.connections.note_worked(meeting.professional_id, self.clock.now())
            # What has changed while Zoom was asked is newer than what was seen.
            if replace(current, card=meeting.card) == meeting and not await _is_changing(work, meeting):
                await write_sight(work, current, sight, self.clock.now())

        return Settlement(then=write)


@dataclass(frozen=True, kw_only=True)
class TakingStock(ForgivingEffect):
    """Looks through what Zoom has of one host: what is ours and not wanted there goes, what is missing is looked at."""

    store: Store
    access: ZoomAccess
    upkeep: ZoomUpkeep
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        listed = await self.access.with_grant(entry.professional_id, self.upkeep.list_ours)
        now = self.clock.now()
        # What lies further ahead Zoom's list does not reach.
        pages = pages_of_coming(self.store, now, now + _LISTED_AHEAD, professional_id=entry.professional_id)
        ours = [meeting async for page in pages for meeting in page]

        async def write(work: Repositories) -> None:
            await work.connections.note_worked(entry.professional_id, now)
            for each in listed:
                await self._judge(work, entry.professional_id, each, now)
            await self._look_at_missing(work, ours, listed, now)

        return Settlement(then=write)

    async def _judge(self, work: Repositories, professional_id: str, listed: ListedMeeting, now: datetime) -> None:
        """Have removed what is of a meeting that is off, and what is a second one of a meeting that has its own.

        A reference that we do not know is left alone: it may be of another installation.
        """
        meeting = await work.upkeep.find_by_nonce(professional_id, listed.nonce)
        if meeting is None or await _is_changing(work, meeting):
            return
        is_second = meeting.zoom_meeting_id not in {None, listed.zoom_meeting_id}
        if meeting.status in _LEFT_THERE or (is_second and meeting.status is not MeetingStatus.PENDING):
            await work.outbox.renew(intents.removal(meeting, listed.zoom_meeting_id, now))

    async def _look_at_missing(
        self, work: Repositories, ours: Sequence[Meeting], listed: Sequence[ListedMeeting], now: datetime
    ) -> None:
        seen = {each.zoom_meeting_id for each in listed}
        for meeting in ours:
            if meeting.zoom_meeting_id not in seen and meeting.status is MeetingStatus.SCHEDULED:
                await work.outbox.renew(zoom_intents.look(meeting, now))


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Tell whether it is asked what became of it, and no longer how it stands."""
    return now >= meeting.ends_at + GRACE and meeting.status is not MeetingStatus.STARTED


async def write_sight(work: Repositories, meeting: Meeting, sight: ZoomSight | None, now: datetime) -> None:
    """Write how the meeting, which is locked, was seen to stand at Zoom."""
    known = await work.facts.list_of(meeting.id)
    if sight is None:
        # A meeting under way is there, whatever an answer says; of its end it is asked in its own way.
        if meeting.status is MeetingStatus.SCHEDULED:
            await record(work, meeting, [removal(meeting.id, now)], now)
        return
    facts: list[MeetingFact] = []
    if meeting.status is MeetingStatus.CANCELLED_ON_ZOOM:
        facts.append(recovery(meeting.id, known, now))
    if sight.running_uuid and not open_instances(known):
        facts.append(_opened(meeting, sight, now))
    current = await record(work, meeting, facts, now)
    if current.status is MeetingStatus.SCHEDULED:
        await _compare_time(work, current, sight, now)


async def _compare_time(work: Repositories, meeting: Meeting, sight: ZoomSight, now: datetime) -> None:
    """Ask about a move that is new; one that was taken back in Zoom needs no answer any more."""
    is_same = (sight.starts_at, sight.duration) == (meeting.starts_at, meeting.duration)
    move = None if is_same else ZoomMove(starts_at=sight.starts_at, duration=sight.duration)
    if move == meeting.zoom_move:
        return
    noted = meeting.with_zoom_move(move)
    await work.meetings.save(noted)
    if move is not None:
        await work.outbox.renew(zoom_intents.question_about_move(noted, now))
    await work.outbox.renew(intents.card(noted, now))
    await work.outbox.renew(intents.home(noted.professional_id, now))


def _opened(meeting: Meeting, sight: ZoomSight, now: datetime) -> MeetingFact:
    return MeetingFact(
        meeting_id=meeting.id, source=FactSource.ZOOM, kind=FactKind.STARTED, zoom_uuid=sight.running_uuid, at=now
    )


async def _is_changing(look: Repositories, meeting: Meeting) -> bool:
    """Tell whether something is on its way that makes Zoom's side another than it is now."""
    kinds = {OutboxKind.ZOOM_RESTORE, OutboxKind.ZOOM_UPDATE, OutboxKind.ZOOM_CREATE}
    entries = await look.outbox.list_of(meeting.id)
    return any(entry.kind in kinds and entry.state is EntryState.WAITING for entry in entries)
