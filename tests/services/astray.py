"""A meeting that stands in Zoom otherwise than here: what follows is delivered, and looked at from outside."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain import intents, zoom_intents
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import FactKind, MeetingFact
from bot.domain.notices import NoticeKind
from bot.domain.outbox import MAILS, OutboxEntry, OutboxKind
from bot.services.breaking import break_connection
from bot.services.delivering import Delivering
from bot.services.keeping import Guarding, Keeping
from bot.services.mail_effects import Mailing
from bot.services.reconciling import Comparing, Reconciling, TakingStock
from bot.services.recording import record
from bot.services.slack_effects import Noticing
from bot.services.waiting_room import ShowingWaiting
from bot.services.zoom_effects import Removing
from bot.services.zoom_moves import ZoomMoves
from bot.services.zoom_restoring import Restoring, Updating
from tests.builders import NOW, a_fact, a_grant, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeMailer, FakeMessenger, FakeWaker
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomMeetings, FakeZoomOAuth, OpenAccess
from tests.fakes.zoom_upkeep import FakeZoomUpkeep

MEETING = a_scheduled_meeting()
START = MEETING.starts_at
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ANA = a_professional()


@dataclass
class Astray:
    """It is three days before the meeting, unless a test moves the clock."""

    store: FakeStore
    clock: FakeClock = field(default_factory=FakeClock)
    zoom: FakeZoomMeetings = field(default_factory=FakeZoomMeetings)
    upkeep: FakeZoomUpkeep = field(default_factory=FakeZoomUpkeep)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)

    def __post_init__(self) -> None:
        self.oauth = FakeZoomOAuth(clock=self.clock)
        self.delivering = self._delivering()
        self.moves = ZoomMoves(store=self.store, clock=self.clock, waker=FakeWaker())
        self.reconciling = Reconciling(store=self.store, clock=self.clock)
        self.guarding = Guarding(store=self.store, clock=self.clock)

    def _delivering(self) -> Delivering:
        store, clock, access = self.store, self.clock, OpenAccess()
        over = {"store": store, "access": access, "clock": clock}
        mailing = Mailing(store=store, mailer=self.mailer, clock=clock)
        effects = {
            **dict.fromkeys(MAILS, mailing),
            OutboxKind.ZOOM_RESTORE: Restoring(zoom=self.zoom, upkeep=self.upkeep, **over),
            OutboxKind.ZOOM_DELETE: Removing(zoom=self.zoom, **over),
            OutboxKind.ZOOM_UPDATE: Updating(upkeep=self.upkeep, **over),
            OutboxKind.ZOOM_LOOK: Comparing(upkeep=self.upkeep, **over),
            OutboxKind.ZOOM_INVENTORY: TakingStock(upkeep=self.upkeep, **over),
            OutboxKind.ZOOM_KEEP: Keeping(access=access, oauth=self.oauth, clock=clock),
            OutboxKind.SLACK_NOTICE: Noticing(store=store, messenger=self.messenger),
            OutboxKind.SLACK_WAITING: ShowingWaiting(store=store, messenger=self.messenger, clock=clock),
        }
        return Delivering(store=store, clock=clock, effects=effects, owner="worker", spread=lambda: 0.0)

    async def given(self, meeting: Meeting = MEETING, *, is_told: bool = True) -> None:
        """A meeting, and the mail that told the patient of it, or did not."""
        async with self.store.writing() as work:
            await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
            await work.meetings.add(meeting)
            if is_told:
                await work.outbox.add(intents.invitation(meeting, NOW))
        await self.deliver()

    async def report(self, *facts: MeetingFact) -> None:
        async with self.store.writing() as work:
            await record(work, await work.meetings.get("meeting-one"), facts, self.clock.now())
        await self.deliver()

    async def remove(self) -> None:
        """Delete it in Zoom, and have that reported."""
        self.upkeep.sight = None
        await self.report(a_fact(kind=FactKind.DELETED, zoom_uuid="", at=self.clock.now()))

    async def look(self) -> None:
        async with self.store.writing() as work:
            meeting = await work.meetings.get("meeting-one")
            await work.outbox.renew(zoom_intents.look(meeting, self.clock.now()))
        await self.deliver()

    async def guests(self, *facts: MeetingFact) -> None:
        """Report who comes to the waiting room and leaves it."""
        async with self.store.writing() as work:
            meeting = await work.meetings.get("meeting-one")
            await record(work, meeting, facts, self.clock.now())
            await work.outbox.renew(zoom_intents.waiting_message(meeting, self.clock.now()))
        await self.deliver()

    async def lose_connection(self) -> None:
        async with self.store.writing() as work:
            connection = await work.connections.find("professional-ana")
            assert connection is not None
            await break_connection(work, connection, self.clock.now())
        await self.deliver()

    async def deliver(self) -> None:
        """Deliver what is due, and what follows of it."""
        while entries := await self.delivering.claim(10):
            for entry in entries:
                await self.delivering.deliver(entry)

    async def wait(self, step: timedelta) -> None:
        self.clock.advance(step)
        await self.deliver()

    async def meeting(self) -> Meeting:
        async with self.store.reading() as look:
            return await look.meetings.get("meeting-one")

    async def change(self, meeting: Meeting) -> None:
        async with self.store.writing() as work:
            await work.meetings.save(meeting)

    async def entries(self, kind: OutboxKind) -> list[OutboxEntry]:
        return [each.entry for each in self.store.state.outbox.values() if each.entry.kind is kind]

    def told(self) -> list[NoticeKind]:
        """What the professional was told, in order."""
        return [notice.kind for notice in self.messenger.notices]

    def mailed(self) -> list[str]:
        return [notification.reason.value for notification in self.mailer.sent]


def removed(**changes: object) -> Meeting:
    return a_scheduled_meeting(status=MeetingStatus.CANCELLED_ON_ZOOM, **changes)
