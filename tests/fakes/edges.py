"""Fakes of the small ports: the clock, the waker, mail and Slack as the worker sees them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.admission import UserGroup
from bot.domain.asking import Asking
from bot.domain.card import MeetingCard
from bot.domain.day_message import MessagePlace
from bot.domain.failures import DeliveryError, Failure, MessageGoneError
from bot.domain.home import HomeFacts
from bot.domain.meeting import CardPlace
from bot.domain.notices import Notice
from bot.domain.notification import Notification
from bot.domain.own_meeting import OwnMeeting
from bot.domain.parting import PartingStep
from bot.domain.people import Member
from tests.builders import NOW, a_member


@dataclass
class FakeClock:
    instant: datetime = NOW

    def now(self) -> datetime:
        return self.instant

    async def refresh(self) -> None:
        """Stands still until a test moves it."""

    def advance(self, step: timedelta) -> None:
        self.instant += step


@dataclass
class FakeWaker:
    woken: int = 0

    def wake(self) -> None:
        self.woken += 1


@dataclass
class FakeDirectory:
    members: dict[str, Member] = field(default_factory=lambda: {a_member().slack_user_id: a_member()})
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    failure: DeliveryError | None = None
    asked: list[str] = field(default_factory=list)

    async def find_member(self, slack_user_id: str) -> Member | None:
        self.asked.append(slack_user_id)
        if self.failure:
            raise self.failure
        return self.members.get(slack_user_id)

    async def list_group(self, slack_group_id: str) -> frozenset[str]:
        self.asked.append(slack_group_id)
        if self.failure:
            raise self.failure
        if slack_group_id not in self.groups:
            raise DeliveryError("slack_no_such_subteam", permanent=True)
        return self.groups[slack_group_id]

    async def list_groups(self) -> list[UserGroup]:
        if self.failure:
            raise self.failure
        return [UserGroup(slack_group_id=each, name=f"Group {each}") for each in self.groups]


@dataclass
class FakeMailer:
    """Fails with what `failures` holds, in order, before it accepts."""

    sent: list[Notification] = field(default_factory=list)
    asked: list[Asking] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    async def send(self, notification: Notification) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(notification)

    async def ask(self, asking: Asking) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.asked.append(asking)


@dataclass
class FakeMessenger:
    """Keeps what each message shows now, by its ts."""

    cards: dict[str, MeetingCard] = field(default_factory=dict)
    day_messages: dict[str, OwnMeeting] = field(default_factory=dict)
    posted: int = 0
    results: list[tuple[str, MeetingCard]] = field(default_factory=list)
    homes: list[HomeFacts] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    partings: list[tuple[str, PartingStep]] = field(default_factory=list)
    closed_views: set[str] = field(default_factory=set)

    async def post_card(self, card: MeetingCard) -> CardPlace:
        self.posted += 1
        ts = f"{self.posted}.0"
        self.cards[ts] = card
        return CardPlace(channel="D1", ts=ts, posted_as=card.meeting.status)

    async def update_card(self, place: CardPlace, card: MeetingCard) -> None:
        self._require(place)
        self.cards[place.ts] = card

    async def delete_message(self, place: CardPlace | MessagePlace) -> None:
        if self.day_messages.pop(place.ts, None) is None:
            self._require(place)
            del self.cards[place.ts]

    async def update_result(self, slack_view_id: str, card: MeetingCard) -> None:
        if slack_view_id in self.closed_views:
            raise MessageGoneError("not_found")
        self.results.append((slack_view_id, card))

    async def update_parting(self, slack_view_id: str, step: PartingStep) -> None:
        if slack_view_id in self.closed_views:
            raise MessageGoneError("not_found")
        self.partings.append((slack_view_id, step))

    async def show_home(self, home: HomeFacts) -> None:
        self.homes.append(home)

    async def post_notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    async def post_nudge(self, own: OwnMeeting) -> MessagePlace:
        return self._post_about(own)

    async def post_waiting(self, own: OwnMeeting) -> MessagePlace:
        return self._post_about(own)

    def _post_about(self, own: OwnMeeting) -> MessagePlace:
        self.posted += 1
        self.day_messages[f"{self.posted}.0"] = own
        return MessagePlace(channel="D1", ts=f"{self.posted}.0")

    def _require(self, place: CardPlace | MessagePlace) -> None:
        if place.ts not in self.cards:
            raise MessageGoneError("message_not_found")
