"""The real app behind its real address, and people who act in Slack: signed requests in, answers out."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette

from bot.domain.links import Links
from bot.domain.people import Actor, Standing
from bot.services.acting import Acting
from bot.services.administering import Administering
from bot.services.assisting import Assisting
from bot.services.browsing import Browsing
from bot.services.cancelling import Cancelling
from bot.services.deleting import Deleting
from bot.services.denying import Denying
from bot.services.detailing import Detailing
from bot.services.disconnecting import Disconnecting
from bot.services.ending import Ending
from bot.services.identifying import Identifying
from bot.services.inviting import Inviting
from bot.services.listing import Listing
from bot.services.noting import NotingStore
from bot.services.own_pages import OwnPages
from bot.services.patient_list import ListingPatients
from bot.services.previewing import Previewing
from bot.services.profile import Profile
from bot.services.resending import Resending
from bot.services.scheduling import Scheduling
from bot.services.starting import Starting
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_moves import ZoomMoves
from bot.slack.afterwards import Afterwards
from bot.slack.app import build_slack_app
from bot.slack.desk import Desk
from bot.slack.routes import slack_routes
from tests.builders import (
    ANA,
    BEN,
    NOW,
    TEAM,
    a_grant,
    a_member,
    a_patient,
    a_professional,
    a_trust,
    a_workspace,
    a_zoom_user,
)
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker
from tests.fakes.slack import FakeSlackClient
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomMeetings, FakeZoomOAuth

SECRET = "signing-secret-of-the-tests"
LINKS = Links(public_url="https://consulta.example", key=b"k" * 32)
DEACTIVATED = Actor(slack_team_id=TEAM, slack_user_id="U0FORMER001")
GUEST = Actor(slack_team_id=TEAM, slack_user_id="U0GUEST0001")
# Administers the workspace, and is on no list of professionals.
ADMIN = Actor(slack_team_id=TEAM, slack_user_id="U0ADMIN0001")
# Is on no list of professionals, and may be somebody's assistant.
ASSISTANT = Actor(slack_team_id=TEAM, slack_user_id="U0ASSIST001")
REMOVED = Actor(slack_team_id=TEAM, slack_user_id="U0REMOVED01")
STRANGER = Actor(slack_team_id="T0OTHER0001", slack_user_id="U0STRANGER1")
TRIGGER = "12345.98765.trigger"


def a_desk(
    client: FakeSlackClient, store: Any, *, clock: FakeClock | None = None, access: ZoomAccess | None = None
) -> Desk:
    clock, waker, bare = clock or FakeClock(), FakeWaker(), store
    store = NotingStore(store=bare)
    people = [
        a_member(),
        a_member(slack_user_id=BEN.slack_user_id, name="Ben Okoro"),
        a_member(slack_user_id=ADMIN.slack_user_id, name="Alma Soto", is_admin=True),
        a_member(slack_user_id=ASSISTANT.slack_user_id, name="Sam Ito"),
        a_member(slack_user_id=REMOVED.slack_user_id, name="Rita Moss"),
        a_member(slack_user_id=DEACTIVATED.slack_user_id, standing=Standing.DEACTIVATED),
        a_member(slack_user_id=GUEST.slack_user_id, standing=Standing.GUEST),
    ]
    access = access or ZoomAccess(store=store, oauth=FakeZoomOAuth(clock=clock), clock=clock)
    directory = FakeDirectory(members={each.slack_user_id: each for each in people})
    identifying = Identifying(slack_team_id=TEAM, store=store, directory=directory, clock=clock)
    return Desk(
        client=client,
        workspace=a_workspace(),
        links=LINKS,
        identifying=identifying,
        administering=Administering(store=store, clock=clock, waker=waker, identifying=identifying),
        assisting=Assisting(store=store, clock=clock, waker=waker, identifying=identifying),
        scheduling=Scheduling(store=store, clock=clock, waker=waker),
        previewing=Previewing(store=store, clock=clock),
        acting=Acting(store=store, clock=clock),
        cancelling=Cancelling(store=store, clock=clock, waker=waker),
        listing=Listing(store=store, clock=clock),
        browsing=Browsing(store=store, clock=clock),
        detailing=Detailing(store=store, clock=clock, waker=waker),
        starting=Starting(store=store, clock=clock, access=access, zoom=FakeZoomMeetings(), identifying=identifying),
        deleting=Deleting(store=store, clock=clock, waker=waker),
        ending=Ending(store=store, clock=clock, waker=waker),
        profile=Profile(store=store, clock=clock, waker=waker),
        disconnecting=Disconnecting(store=store, clock=clock, waker=waker),
        resending=Resending(store=store, clock=clock, waker=waker),
        patients=ListingPatients(store=store, clock=clock),
        inviting=Inviting(store=store, clock=clock, waker=waker),
        own_pages=OwnPages(store=store, clock=clock),
        denying=Denying(store=bare, clock=clock),
        afterwards=Afterwards(),
        zoom_moves=ZoomMoves(store=store, clock=clock, waker=waker),
    )


@dataclass
class Stage:
    """Everybody acts as Ana unless told otherwise."""

    client: FakeSlackClient
    store: FakeStore
    desk: Desk

    async def command(self, text: str, who: Actor = ANA) -> httpx.Response:
        fields = {"command": "/meeting", "text": text, "team_id": who.slack_team_id, "user_id": who.slack_user_id}
        return await self.deliver("slash_commands", {**fields, "trigger_id": TRIGGER})

    async def shortcut(self, callback_id: str, who: Actor = ANA) -> httpx.Response:
        return await self.interact("shortcut", who, callback_id=callback_id, action_ts="1763000000.000100")

    async def click(self, action_id: str, value: str = "", who: Actor = ANA, view: Any = None) -> httpx.Response:
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        more = {"view": view} if view else {}
        return await self.interact("block_actions", who, actions=[action], **more)

    async def submit(self, view: dict[str, Any], who: Actor = ANA) -> httpx.Response:
        return await self.interact("view_submission", who, view=view)

    async def choose(self, action_id: str, typed: str = "", who: Actor = ANA) -> httpx.Response:
        return await self.interact("block_suggestion", who, action_id=action_id, block_id=action_id, value=typed)

    async def open_home(self, who: Actor = ANA, tab: str = "home") -> httpx.Response:
        event = {"type": "app_home_opened", "user": who.slack_user_id, "tab": tab}
        body = {"type": "event_callback", "team_id": who.slack_team_id, "event": event}
        return await self.deliver("events_api", body)

    async def interact(self, kind: str, who: Actor, **parts: Any) -> httpx.Response:
        payload = {
            "type": kind,
            "team": {"id": who.slack_team_id},
            "user": {"id": who.slack_user_id, "team_id": who.slack_team_id},
            "trigger_id": TRIGGER,
            **parts,
        }
        return await self.deliver("interactive", payload)

    async def deliver(self, kind: str, payload: Any) -> httpx.Response:
        """Bring it as Slack does by HTTP; `kind` is Socket Mode's name for it, which `SocketStage` needs."""
        if kind == "events_api":
            return await self.post(json.dumps(payload), content_type="application/json")
        return await self.post(urlencode(payload if kind == "slash_commands" else {"payload": json.dumps(payload)}))

    async def post(
        self, body: str, content_type: str = "application/x-www-form-urlencoded", **headers: str
    ) -> httpx.Response:
        app = Starlette(routes=slack_routes(build_slack_app(signing_secret=SECRET, desk=self.desk), SECRET))
        transport = httpx.ASGITransport(app=app)
        signed = {"content-type": content_type, **signature(body), **headers}
        async with httpx.AsyncClient(transport=transport, base_url="https://consulta.example") as http:
            answer = await http.post("/slack/events", content=body.encode(), headers=signed)
        await self.desk.afterwards.end()
        return answer

    async def connect(self) -> None:
        async with self.store.writing() as work:
            await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)

    async def trust(self, *patients: Any) -> None:
        async with self.store.writing() as work:
            for patient in patients or [a_patient()]:
                await work.people.save_patient(patient)
                await work.people.save_trust(a_trust(patient_id=patient.id))

    async def add(self, *meetings: Any) -> None:
        await self.trust()
        async with self.store.writing() as work:
            for meeting in meetings:
                await work.meetings.add(meeting)


async def a_stage() -> Stage:
    client, store = FakeSlackClient(), FakeStore()
    async with store.writing() as work:
        await work.people.save_workspace(a_workspace())
        await work.people.save_professional(a_professional())
    return Stage(client=client, store=store, desk=a_desk(client, store))


def signature(body: str, secret: str = SECRET, at: str = "") -> dict[str, str]:
    at = at or str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={digest}"}


VALUE_KEYS = {
    "plain_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "checkboxes": "selected_options",
}


def submitted(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """The view as Slack sends it with a submission; `typed` by block id, the rest as the form was drawn."""
    state = {}
    for block in view["blocks"]:
        if block["type"] == "input" and block["block_id"] in typed:
            element = block["element"]
            key = VALUE_KEYS.get(element["type"], "selected_option")
            state[block["block_id"]] = {element["action_id"]: {key: typed[block["block_id"]]}}
    return {**view, "id": "V0FORM00001", "hash": "1.abc", "team_id": TEAM, "state": {"values": state}}


def chosen(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


# A New meeting form, filled in.
TYPED = {
    "topic": "Follow-up",
    "date": "2026-11-19",
    "hour": "15:00",
    "zone": chosen("Europe/Madrid"),
    "duration": chosen("50"),
    "patient": chosen("patient-noah"),
}
