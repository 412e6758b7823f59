"""A meeting's course as the worker follows it: what is due is delivered, and looked at from outside."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain import intents
from bot.domain.meeting import Meeting
from bot.domain.meeting_facts import MeetingFact
from bot.domain.outbox import EntryState, OutboxKind
from bot.services.delivering import Delivering
from bot.services.recording import record
from bot.services.zoom_course import AskingOutcome, EndingCall, Sweeping
from tests.builders import NOW, a_grant, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore
from tests.fakes.workers import a_delivering
from tests.fakes.zoom import FakeZoomMeetings, OpenAccess

MEETING = a_scheduled_meeting()
START, END = MEETING.starts_at, MEETING.ends_at
SETTLED = END + timedelta(minutes=30)


@dataclass
class Course:
    """It is half an hour after the planned end, unless a test moves the clock."""

    store: FakeStore
    zoom: FakeZoomMeetings
    clock: FakeClock
    delivering: Delivering

    async def given(self, meeting: Meeting, *facts: MeetingFact) -> None:
        """A meeting whose entry asks for its outcome once its time is over, and what Zoom has reported by now."""
        async with self.store.writing() as work:
            await work.meetings.add(meeting)
            await work.outbox.add(intents.outcome(meeting, SETTLED))
            await record(work, meeting, facts, START)

    async def deliver(self) -> int:
        """Deliver what is due; tells how much that was."""
        entries = await self.delivering.claim(10)
        for entry in entries:
            await self.delivering.deliver(entry)
        return len(entries)

    async def sweep(self) -> None:
        await Sweeping(store=self.store, clock=self.clock).sweep()

    async def change(self, meeting: Meeting) -> None:
        async with self.store.writing() as work:
            await work.meetings.save(meeting)

    async def report(self, *facts: MeetingFact) -> None:
        async with self.store.writing() as work:
            await record(work, await work.meetings.get("meeting-one"), facts, self.clock.now())

    async def meeting(self) -> Meeting:
        async with self.store.reading() as look:
            return await look.meetings.get("meeting-one")

    async def facts(self) -> list[MeetingFact]:
        async with self.store.reading() as look:
            return await look.facts.list_of("meeting-one")

    async def states(self) -> dict[OutboxKind, EntryState]:
        async with self.store.reading() as look:
            return {entry.kind: entry.state for entry in await look.outbox.list_of("meeting-one")}

    async def last_worked_at(self):
        async with self.store.reading() as look:
            return (await look.connections.find("professional-ana")).last_worked_at


async def a_course(store: FakeStore) -> Course:
    zoom, clock, access = FakeZoomMeetings(), FakeClock(SETTLED), OpenAccess()
    async with store.writing() as work:
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    effects = {
        OutboxKind.ZOOM_END: EndingCall(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_OUTCOME: AskingOutcome(store=store, access=access, zoom=zoom, clock=clock),
    }
    delivering = a_delivering(store=store, clock=clock, effects=effects)
    return Course(store=store, zoom=zoom, clock=clock, delivering=delivering)
