"""The rest of the sandbox's world: mailboxes, Zoom, the clock, the traffic, the faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sandbox.faults import Fault
from sandbox.mail.mailboxes import Mail
from sandbox.page.rendering import page
from sandbox.world import World
from sandbox.zoom.meetings import ZoomMeeting
from sandbox.zoom.people import host_ends, host_starts
from sandbox.zoom.webhooks import send_due

STEPS = {"10 minutes": timedelta(minutes=10), "1 hour": timedelta(hours=1), "1 day": timedelta(days=1)}
MOMENTS = {"24 hours before": timedelta(days=1), "1 hour before": timedelta(hours=1), "The start": timedelta()}
EXCHANGES_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class WorldPages:
    world: World
    environment: Environment

    async def index(self, _: Request) -> Response:
        slack = self.world.slack
        people = [one for one in slack.members.values() if not one.is_bot and not one.deleted]
        values = {
            "team": slack.team_name,
            "people": people,
            "accounts": list(self.world.zoom.accounts.values()),
            "addresses": self.world.mail.addresses(),
            "now": self.world.clock.now(),
        }
        return page(self.environment, "index.html", values)

    async def mailboxes(self, _: Request) -> Response:
        counted = {address: len(self.world.mail.for_address(address)) for address in self.world.mail.addresses()}
        return page(self.environment, "mailboxes.html", {"counted": counted})

    async def mailbox(self, request: Request) -> Response:
        """One person's mails, the newest first, and one of them open."""
        address = request.path_params["address"]
        mails = self.world.mail.for_address(address)
        asked = request.query_params.get("mail", "")
        chosen = _numbered(mails, asked) if asked else (mails[-1] if mails else None)
        if asked and chosen is None:
            return PlainTextResponse("There is no such mail.", status_code=404)
        values = {"address": address, "mails": list(enumerate(mails))[::-1], "mail": chosen}
        return page(self.environment, "mailbox.html", values)

    async def zoom(self, _: Request) -> Response:
        meetings = sorted(self.world.zoom.meetings.values(), key=lambda meeting: meeting.starts_at)
        hosted = [
            (account, [meeting for meeting in meetings if meeting.host_id == account.user_id])
            for account in self.world.zoom.accounts.values()
        ]
        values = {"hosted": hosted, "running": self.world.zoom.instances.running}
        return page(self.environment, "zoom.html", values)

    async def host(self, request: Request) -> Response:
        """Open or close a meeting as its host."""
        act = host_ends if (await request.form()).get("act") == "end" else host_starts
        try:
            await act(self.world, request.path_params["meeting_id"])
        except LookupError as error:
            return PlainTextResponse(str(error), status_code=404)
        return RedirectResponse("/zoom", status_code=303)

    async def clock(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._move(await request.form())
        values = {
            "now": self.world.clock.now(),
            "steps": STEPS,
            "ahead": self._ahead(),
            "hosts": self.world.zoom.accounts,
        }
        return page(self.environment, "clock.html", values)

    async def _move(self, form: FormData) -> Response:
        step = STEPS.get(str(form.get("step")))
        try:
            if step is None:
                self.world.clock.move_to(datetime.fromisoformat(str(form.get("instant"))))
            else:
                self.world.clock.advance(step)
        except (ValueError, TypeError):  # no instant, one without a zone, or one that has passed
            return PlainTextResponse("The clock cannot move there.", status_code=400)
        await send_due(self.world)
        return RedirectResponse("/clock", status_code=303)

    def _ahead(self) -> list[tuple[ZoomMeeting, list[tuple[str, datetime]]]]:
        """The meetings that have not begun, each with the moments before it that are still to come."""
        now = self.world.clock.now()
        meetings = [one for one in self.world.zoom.meetings.values() if one.starts_at > now and not one.deleted_at]
        return [
            (one, [(label, at) for label, lead in MOMENTS.items() if (at := one.starts_at - lead) > now])
            for one in sorted(meetings, key=lambda meeting: meeting.starts_at)
        ]

    async def traffic(self, _: Request) -> Response:
        exchanges = list(self.world.traffic.exchanges)[-EXCHANGES_SHOWN:][::-1]
        return page(self.environment, "traffic.html", {"exchanges": exchanges})

    async def faults(self, request: Request) -> Response:
        if request.method == "POST":
            form = await request.form()
            if form.get("fault") not in set(Fault):
                return PlainTextResponse("There is no such fault.", status_code=400)
            self._switch(Fault(str(form["fault"])), str(form.get("turn", "")))
            return RedirectResponse("/faults", status_code=303)
        return page(self.environment, "faults.html", {"faults": list(Fault), "on": self.world.faults.listed()})

    def _switch(self, fault: Fault, turn: str) -> None:
        if turn == "off":
            self.world.faults.switch_off(fault)
        else:
            self.world.faults.switch_on(fault, times=1 if turn == "once" else None)


def _numbered(mails: Sequence[Mail], number: str) -> Mail | None:
    index = int(number) if number.isdecimal() else -1
    return mails[index] if 0 <= index < len(mails) else None
