"""One history: each step is done in the clinic and told to the model, and all that is shown must agree with it."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.meeting_facts import FactKind
from bot.domain.meeting_list import ListFilter, StatusGroup
from bot.slack.modals.cancel import cancel_form
from bot.slack.modals.delete import delete_form
from bot.slack.modals.end import end_form
from tests.histories.clinic import ANA_ID, Clinic, event
from tests.histories.model import MINUTE, Expected, Model, is_given_up, last_try
from tests.slack.facts import an_own_meeting
from tests.slack.stage import chosen

FORMS = {"cancel_meeting": cancel_form, "end_meeting": end_form, "delete_meeting": delete_form}
STATUS_WORDS = {
    "pending": "Scheduling",
    "scheduled": "Scheduled",
    "started": "In progress",
    "ended": "Ended",
    "missed": "Not held",
    "cancelled": "Canceled",
    "failed": "Not scheduled",
}
CARD_LINES = {
    "pending": "Scheduling a meeting for ",
    "scheduled": "Meeting scheduled for ",
    "started": "Meeting in progress since ",
    "ended": "Meeting ended. ",
    "missed": "No one opened the meeting on ",
    "cancelled": "Meeting canceled. It was ",
    "failed": "Meeting not scheduled for ",
}
MOST = 8


class History:
    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.model = clinic, Model()
        self.late: list[tuple[FactKind, int, str, datetime]] = []

    @property
    def now(self) -> datetime:
        return self.clinic.clock.now()

    async def do(self, name: str, *arguments: Any) -> None:
        await getattr(self, name)(*arguments)

    # What Ana does.

    async def schedule(self, minutes: int, length: int, times: int) -> None:
        if len(self.model.meetings) == MOST:
            return
        before = set(await self._ids())
        await self.clinic.schedule(minutes, length, times=times)
        made = set(await self._ids()) - before
        assert len(made) == (1 if self.model.manages else 0)
        for meeting_id in made:
            starts = (self.now + minutes * MINUTE).replace(second=0)
            expected = Expected(
                id=meeting_id, starts=starts, ends=starts + length * MINUTE, deadline=last_try(starts, self.now)
            )
            self.model.meetings.append(expected)
            await self._create(expected)

    async def act(self, act: str, which: int, times: int) -> None:
        """Send the form of an act, be it still possible or not."""
        meeting = self._pick(which)
        if meeting is None:
            return
        is_possible = self.model.may(act, meeting, self.now)
        form = FORMS[act](await self._own(meeting))
        await self.clinic.submit(self.clinic.sent(form, reason="I am ill."), times=times)
        if is_possible:
            await self._done(act, meeting)

    async def try_again(self, which: int, times: int) -> None:
        meeting = self._pick(which)
        if meeting is None:
            return
        is_possible = self.model.may("try_again", meeting, self.now)
        for _ in range(times):
            await self.clinic.click("try_again", meeting.id)
            if is_possible and meeting.status == "failed":
                meeting.status, meeting.deadline = "pending", last_try(meeting.starts, self.now)
                await self._create(meeting)
                is_possible = self.model.may("try_again", meeting, self.now)

    async def disconnect(self, fate: str) -> None:
        if not self.model.may_cancel or self.clinic.zoom.mode != "ok":
            return
        await self.clinic.click("disconnect_zoom")
        form = self.clinic.slack.shown
        sent = self.clinic.sent(form, upcoming=chosen(fate), reason="I am moving.")
        await self.clinic.submit(sent)
        for meeting in self.model.upcoming() if fate == "cancel" else ():
            if meeting.status != "started" and self.now < meeting.starts:
                meeting.status = "cancelled"
        # What a creation that was given up may have left at Zoom is looked for first.
        self.model.connection = await self._connection()
        await self.advance(1)
        self.model.connection = "disconnected"

    async def connect(self) -> None:
        if self.model.connection in {"broken", "disconnected"}:
            await self.clinic.connect()
            self.model.connection = "connected"
            for meeting in self.model.meetings:
                await self._create(meeting)

    # What happens to her.

    async def lose_grant(self) -> None:
        if self.model.connection == "connected":
            await self.clinic.lose_grant()
            self.model.connection = "broken"

    async def let_zoom_be(self, mode: str) -> None:
        self.clinic.zoom.mode = mode
        await self.advance(1)

    async def advance(self, minutes: int) -> None:
        await self.clinic.advance(minutes)
        for meeting in self.model.meetings:
            await self._create(meeting)
            self._ask(meeting)

    async def host(self, what: str, which: int, told: str) -> None:
        """Open or close a meeting in Zoom; it is reported at once, late or never."""
        meeting = self._pick(which)
        if meeting is None or meeting.number not in self.clinic.zoom.meetings:
            return
        number, zoom = meeting.number, self.clinic.zoom
        if what == "opens" and zoom.running(number) is None:
            report = (FactKind.STARTED, number, zoom.open(number).uuid, self.now)
        elif what == "closes" and (closed := zoom.close(number)) is not None:
            report = (FactKind.ENDED, number, closed.uuid, self.now)
        else:
            return
        if told == "at once":
            await self._report(report)
        elif told == "late":
            self.late.append(report)

    async def tell_late(self) -> None:
        """Deliver what is late, the newest first and each twice."""
        reports, self.late = self.late, []
        for report in [*reversed(reports), *reports]:
            await self._report(report)

    # What the model makes of it.

    async def _create(self, meeting: Expected) -> None:
        if meeting.status != "pending":
            return
        zoom = self.clinic.zoom
        if self.now > meeting.deadline:
            meeting.status = "failed"
        elif self.model.has_grant and zoom.mode == "ok":
            meeting.status, meeting.is_to_be_asked = "scheduled", True
            meeting.number = (await self._stored(meeting)).zoom_meeting_id
        elif (self.model.has_grant and zoom.mode == "refuses") or is_given_up(meeting, self.now):
            meeting.status = "failed"

    def _ask(self, meeting: Expected) -> None:
        """Ask Zoom what became of it: half an hour after its end, and from its end on while it is in progress."""
        is_overdue = meeting.ends + 30 * MINUTE <= self.now
        is_swept = meeting.status == "started" or (meeting.status == "scheduled" and is_overdue)
        if meeting.number is None or meeting.ends > self.now:
            return
        meeting.is_asked_now = meeting.is_asked_now or is_swept or (meeting.is_to_be_asked and is_overdue)
        if not meeting.is_asked_now:
            return
        if meeting.status not in {"scheduled", "started", "missed"} or meeting.is_deleted:
            meeting.is_to_be_asked = meeting.is_asked_now = False
        elif self.model.has_grant and self.clinic.zoom.mode != "down":
            meeting.is_to_be_asked = meeting.is_asked_now = False
            self._learn(meeting)
        elif self.now >= max(meeting.ends, meeting.opened or meeting.ends) + timedelta(hours=6):
            meeting.is_to_be_asked = meeting.is_asked_now = False
            meeting.known = {uuid: at or self.now for uuid, at in meeting.known.items()}
            meeting.evaluate(self.now)

    def _learn(self, meeting: Expected) -> None:
        assert meeting.number is not None
        running = self.clinic.zoom.running(meeting.number)
        closed = self.clinic.zoom.latest_closed(meeting.number)
        if running is not None:
            if None in meeting.known.values():
                return
            meeting.known[running.uuid], meeting.openings[running.uuid] = None, self.now
        else:
            if closed is not None:
                meeting.known[closed.uuid] = closed.closed
            meeting.known = {uuid: at or self.now for uuid, at in meeting.known.items()}
        meeting.evaluate(self.now)

    async def _done(self, act: str, meeting: Expected) -> None:
        if act == "cancel_meeting":
            meeting.status = "cancelled"
        elif act == "end_meeting":
            meeting.is_marked = True
            meeting.evaluate(self.now)
        else:
            meeting.is_deleted = True

    async def _report(self, report: tuple[FactKind, int, str, datetime]) -> None:
        kind, number, uuid, at = report
        await self.clinic.hear(event(kind, number, uuid, at))
        if self.model.connection == "disconnected":
            return  # whose report it is, nobody knows any more
        for meeting in self.model.meetings:
            if meeting.number == number:
                if kind is FactKind.ENDED:
                    meeting.known[uuid] = max(at, meeting.known.get(uuid) or at)
                else:
                    meeting.known.setdefault(uuid, None)
                    meeting.openings[uuid] = at
                meeting.evaluate(self.now)

    # What is compared.

    async def check(self) -> None:
        """Database, cards, Home and list tell what the model says."""
        for meeting in self.model.meetings:
            stored = await self._stored(meeting)
            assert (stored.status, stored.deleted_at is not None) == (meeting.status, meeting.is_deleted)
            self._check_card(meeting, stored)
        assert await self._connection() == self.model.connection
        if self.model.connection in {"connected", "broken"}:
            self._check_rows(self.clinic.slack.home, self.model.upcoming())
            await self.clinic.open_home()
            self._check_rows(self.clinic.slack.home, self.model.upcoming())
            self._check_menus(self.clinic.slack.home)
            await self._check_list()

    def _check_card(self, meeting: Expected, stored: Any) -> None:
        if stored.card is None:
            assert meeting.status == "pending" or meeting.is_deleted
            return
        text = self.clinic.slack.messages[stored.card.ts]["text"]
        line = "This meeting was deleted." if meeting.is_deleted else CARD_LINES[meeting.status]
        assert text.startswith(line), (text, line)

    def _check_rows(self, view: Any, expected: list[Expected]) -> None:
        assert [row["text"]["text"].split("\n")[1].split(".")[0] for row in _rows(view)] == [
            STATUS_WORDS[each.status] for each in expected
        ]

    def _check_menus(self, view: Any) -> None:
        for row, meeting in zip(_rows(view), self.model.upcoming(), strict=True):
            offered = {option["value"].partition(":")[0] for option in row["accessory"]["options"]}
            wanted = self.model.allowed(meeting, self.now) if self.model.manages else {"details"}
            assert offered in (wanted, wanted - {"start_meeting"}), (offered, wanted)

    async def _check_list(self) -> None:
        slack = self.clinic.slack
        await self.clinic.command("list")
        self._check_rows(slack.shown, self.model.upcoming())
        modal = {**slack.shown, "id": "V0LIST", "hash": "1.a"}
        await self.clinic.click("filter_status", StatusGroup.ALL, modal)
        self._check_rows(slack.shown, self.model.newest_first())

    async def _connection(self) -> str:
        async with self.clinic.store.reading() as look:
            return str((await look.connections.find(ANA_ID)).state)

    async def _stored(self, meeting: Expected) -> Any:
        async with self.clinic.store.reading() as look:
            return await look.meetings.get(meeting.id)

    async def _own(self, meeting: Expected) -> Any:
        return an_own_meeting(meeting=await self._stored(meeting))

    async def _ids(self) -> list[str]:
        async with self.clinic.store.reading() as look:
            everything = ListFilter(group=StatusGroup.ALL)
            return [each.id for each in await look.meetings.list_slice(ANA_ID, everything, None, 99)]

    def _pick(self, which: int) -> Expected | None:
        meetings = self.model.meetings
        return meetings[which % len(meetings)] if meetings else None


def _rows(view: Any) -> list[Any]:
    """The rows of the list, without the next meeting above it."""
    return [block for block in view["blocks"] if "fields" in block and block.get("block_id") != "next"]
