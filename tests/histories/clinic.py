"""The whole product but its sockets: Ana acts through the one wrapper of all handlers, and the worker works."""

from datetime import timedelta
from itertools import count
from typing import Any

from bot.domain.failures import Failure
from bot.domain.outbox import MAILS, OutboxKind
from bot.domain.zoom_reports import ZoomEvent
from bot.services.delivering import Delivering
from bot.services.identifying import Identifying
from bot.services.mail_effects import Mailing
from bot.services.parting import Revoking
from bot.services.slack_effects import Noticing, Redrawing, ShowingCard, ShowingHome, ShowingParting, ShowingResult
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_course import AskingOutcome, EndingCall, Sweeping
from bot.services.zoom_effects import Creating, Removing
from bot.services.zoom_events import ZoomEvents
from bot.slack.answering import Answering
from bot.slack.messenger import SlackMessenger
from bot.slack.requests import Kind, SlackRequest
from tests.builders import ANA, LINKS, MADRID, NOW, TEAM, a_patient, a_professional, a_trust, a_workspace, a_zoom_user
from tests.fakes.edges import FakeClock, FakeDirectory, FakeMailer, FakeWaker
from tests.fakes.journeys import a_connecting, go_to_zoom_and_back
from tests.fakes.workers import a_delivering, deliver_all
from tests.fakes.zoom import FakeZoomOAuth
from tests.histories.played import PlayedSlack, PlayedZoom
from tests.slack.forms import an_empty_form
from tests.slack.stage import TRIGGER, a_desk, chosen, submitted

ANA_ID = "professional-ana"
WHO = {"team": {"id": TEAM}, "user": {"id": ANA.slack_user_id, "team_id": TEAM}, "trigger_id": TRIGGER}


class Clinic:
    """`store` is a fake or a real one. The clock stands 17 seconds past a minute: nothing happens on a boundary."""

    def __init__(self, store: Any) -> None:
        self.store, self.clock = store, FakeClock(instant=NOW + timedelta(seconds=17))
        self.zoom, self.slack, self.mailer = PlayedZoom(clock=self.clock), PlayedSlack(), FakeMailer()
        self.oauth = FakeZoomOAuth(clock=self.clock)
        self.access = ZoomAccess(store=store, oauth=self.oauth, clock=self.clock)
        desk = a_desk(self.slack, store, clock=self.clock, access=self.access)
        self.answering, self.afterwards = Answering(desk=desk), desk.afterwards
        self.events = ZoomEvents(store=store, clock=self.clock, waker=FakeWaker())
        self.sweeping = Sweeping(store=store, clock=self.clock)
        self.delivering = self._delivering()
        self.views = count(1)

    async def open(self) -> None:
        async with self.store.writing() as work:
            await work.people.save_workspace(a_workspace())
            await work.people.save_professional(a_professional())
            await work.people.save_patient(a_patient())
            await work.people.save_trust(a_trust())
        await self.connect()

    async def connect(self) -> None:
        """Go to Zoom and back."""
        self.zoom.is_revoked, self.oauth.is_code_spent = False, False
        identifying = Identifying(slack_team_id=TEAM, store=self.store, directory=FakeDirectory(), clock=self.clock)
        parts = {"store": self.store, "oauth": self.oauth, "clock": self.clock, "identifying": identifying}
        await go_to_zoom_and_back(a_connecting(**parts), ANA)
        await self.work()

    async def lose_grant(self) -> None:
        """Let Zoom take the grant back, and a call find that out."""
        self.zoom.is_revoked = True
        try:
            await self.access.with_grant(ANA_ID, lambda grant: self.zoom.outcome(grant, 0))
        except Failure:
            await self.work()

    async def advance(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))
        await self.sweeping.sweep()
        await self.work()

    async def work(self) -> None:
        """Do all that is due."""
        await deliver_all(self.delivering)

    async def hear(self, event: ZoomEvent) -> None:
        await self.events.take(event)
        await self.work()

    async def command(self, text: str) -> Any:
        fields = {"command": "/meeting", "text": text, "team_id": TEAM, "user_id": ANA.slack_user_id}
        return await self._answer(Kind.COMMAND, {**fields, "trigger_id": TRIGGER})

    async def click(self, action_id: str, value: str = "", view: Any = None) -> Any:
        shown = {"view": view} if view else {}
        return await self._answer(Kind.CLICK, {**WHO, "actions": [{"action_id": action_id, "value": value}], **shown})

    async def submit(self, view: Any, *, times: int = 1) -> Any:
        """Send a form, as often as Slack delivers it."""
        for _ in range(times):
            answer = await self._answer(Kind.SUBMISSION, {**WHO, "view": view})
        return answer

    async def schedule(self, minutes: int, length: int, *, times: int) -> None:
        """Send a New meeting form, and once more with the tick where it asks whether two at a time are meant."""
        typed = self.filled_form(minutes, length)
        answer = await self.submit(typed, times=times)
        view = answer["view"] if isinstance(answer, dict) else {"blocks": []}
        ids = [str(block.get("block_id", "")) for block in view["blocks"]]
        ticks = {each: {"overlap": {"selected_options": [chosen("overlap")]}} for each in ids if "overlap:" in each}
        if ticks:
            state = {"values": typed["state"]["values"] | ticks}
            await self.submit({**view, "id": typed["id"], "team_id": TEAM, "state": state}, times=times)

    async def open_home(self) -> None:
        event = {"type": "app_home_opened", "user": ANA.slack_user_id, "tab": "home"}
        await self._answer(Kind.EVENT, {"team_id": TEAM, "event": event})

    def filled_form(self, minutes: int, length: int) -> Any:
        """A New meeting form for so many minutes ahead, for so many minutes."""
        wall = (self.clock.now() + timedelta(minutes=minutes)).astimezone(MADRID)
        typed = {"topic": "Follow-up", "date": f"{wall:%Y-%m-%d}", "hour": f"{wall:%H:%M}"}
        picked = {"duration": chosen(str(length)), "patient": chosen("patient-noah"), "zone": chosen("Europe/Madrid")}
        return self.sent(an_empty_form(MADRID), **typed, **picked)

    def sent(self, view: Any, **typed: Any) -> Any:
        """The view as Slack sends it, under an id of its own."""
        return {**submitted(view, **typed), "id": f"V{next(self.views):09}"}

    async def _answer(self, kind: Kind, body: Any) -> Any:
        answer = await self.answering.answer(SlackRequest(kind=kind, body=body))
        await self.afterwards.end()
        await self.work()
        return answer

    def _delivering(self) -> Delivering:
        store, access, zoom, clock = self.store, self.access, self.zoom, self.clock
        messenger = SlackMessenger(client=self.slack, links=LINKS, clock=clock)
        effects = {
            OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
            OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
            OutboxKind.ZOOM_END: EndingCall(store=store, access=access, zoom=zoom, clock=clock),
            OutboxKind.ZOOM_OUTCOME: AskingOutcome(store=store, access=access, zoom=zoom, clock=clock),
            OutboxKind.ZOOM_REVOKE: Revoking(store=store, access=access, oauth=self.oauth, clock=clock),
            **dict.fromkeys(MAILS, Mailing(store=store, mailer=self.mailer, clock=clock)),
            OutboxKind.SLACK_CARD: ShowingCard(store=store, messenger=messenger, clock=clock),
            OutboxKind.SLACK_VIEW: ShowingResult(store=store, messenger=messenger, clock=clock),
            OutboxKind.SLACK_PARTING: ShowingParting(messenger=messenger),
            OutboxKind.SLACK_HOME: ShowingHome(store=store, messenger=messenger, clock=clock),
            OutboxKind.SLACK_REDRAW: Redrawing(store=store, clock=clock),
            OutboxKind.SLACK_NOTICE: Noticing(store=store, messenger=messenger),
        }
        return a_delivering(store=store, clock=clock, effects=effects)


def event(kind: Any, number: int, uuid: str, at: Any) -> ZoomEvent:
    return ZoomEvent(kind=kind, zoom_meeting_id=number, zoom_uuid=uuid, zoom_user_id=a_zoom_user().zoom_user_id, at=at)
