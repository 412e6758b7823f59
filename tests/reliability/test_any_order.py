"""Anything in any order, with crashes: what is promised of each meeting holds after every step."""

import asyncio
import logging
import shutil
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.meeting_list import ListFilter, StatusGroup
from bot.domain.notification import Notification, Reason
from bot.domain.outbox import EntryState, OutboxKind
from bot.slack.modals.cancel import cancel_form
from bot.slack.requests import Kind, SlackRequest
from storage.engine import open_engines
from storage.unit_of_work import SqlStore
from storage.vault import Vault, new_key_ring, parse_key_ring
from tests.builders import BEN, TEAM, a_patient, a_professional
from tests.fakes.store import FakeStore
from tests.histories.clinic import ANA_ID, event
from tests.reliability.crashing_clinic import CrashingClinic, Lines
from tests.reliability.size import sized
from tests.reliability.table import Row
from tests.slack.examples import an_own_meeting

HISTORIES, OVER_SQL = sized(40, 1_500), sized(4, 60)
STEPS = 25
ON = {MeetingStatus.SCHEDULED, MeetingStatus.STARTED}
GONE = {MeetingStatus.CANCELLED, MeetingStatus.FAILED}
LOGGED = (a_patient().name, a_patient().mail, a_professional().name, "access-", "refresh-")
WHICH = st.integers(0, 5)


class AnyOrder(RuleBasedStateMachine):
    """Commands, Zoom's reports, crashes, restarts, jumps of the clock, and a Zoom that comes and goes."""

    store_of: Any = staticmethod(lambda _: FakeStore())

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.accepted = 0
        self.wrong: list[str] = []

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @initialize()
    def open(self) -> None:
        self.log = Lines()
        logging.getLogger("consulta").addHandler(self.log)
        self.clinic = CrashingClinic(self.run(self._store()))
        self.run(self.clinic.open())
        self.run(self._add_ben())
        self._watch_mail()
        self.latest = self.clinic.clock.now()

    async def _store(self) -> Any:
        return await self.store_of(self.stack) if asyncio.iscoroutinefunction(self.store_of) else self.store_of(self)

    # What happens.

    @rule(minutes=st.sampled_from([30, 90, 1500, 4000]), times=st.integers(1, 2))
    def schedule(self, minutes: int, times: int) -> None:
        before = len(self.meetings())
        self.run(self.clinic.submit(self.clinic.filled_form(minutes, 15), times=times))
        made = len(self.meetings()) - before
        assert made in {0, 1}, "P5: one form, one meeting"
        self.accepted += made

    @rule(which=WHICH, times=st.integers(1, 2))
    def cancel(self, which: int, times: int) -> None:
        meeting = self.pick(which)
        if meeting is not None:
            form = cancel_form(an_own_meeting(meeting=meeting))
            self.run(self.clinic.submit(self.clinic.sent(form, reason="I am ill."), times=times))

    @rule(which=WHICH)
    def a_colleague_cancels_it(self, which: int) -> None:
        meeting = self.pick(which)
        if meeting is None:
            return
        view = self.clinic.sent(cancel_form(an_own_meeting(meeting=meeting)), reason="Mine now.")
        body = {"team": {"id": TEAM}, "user": {"id": BEN.slack_user_id, "team_id": TEAM}, "view": view}
        self.run(self.clinic.answering.answer(SlackRequest(kind=Kind.SUBMISSION, body=body)))
        assert self.run(self._get(meeting.id)) == meeting, "P18: another's meeting is not touched"

    @rule(which=WHICH, kind=st.sampled_from([FactKind.STARTED, FactKind.ENDED]), times=st.integers(1, 2))
    def zoom_reports(self, which: int, kind: FactKind, times: int) -> None:
        meeting = self.pick(which)
        if meeting is not None and meeting.zoom_meeting_id is not None:
            for _ in range(times):
                report = event(kind, meeting.zoom_meeting_id, "uuid==", self.clinic.clock.now())
                self.run(self.clinic.hear(report))

    @rule(mode=st.sampled_from(["ok", "down"]))
    def zoom_is(self, mode: str) -> None:
        self.clinic.zoom.mode = mode

    @rule(minutes=st.sampled_from([1, 20, 60, 400]))
    def time_passes(self, minutes: int) -> None:
        self.run(self.clinic.advance(minutes))

    @rule(hours=st.sampled_from([-24, -1, 1, 24]))
    def the_clock_jumps(self, hours: int) -> None:
        self.latest = max(self.latest, self.clinic.clock.now())
        self.clinic.clock.advance(timedelta(hours=hours))
        self.run(self.clinic.work())

    @precondition(lambda self: not self.clinic.is_down)
    @rule(performed=st.integers(0, 4), minutes=st.sampled_from([0, 5, 1440]))
    def the_process_is_killed(self, performed: int, minutes: int) -> None:
        self.clinic.clock.advance(timedelta(minutes=minutes))
        self.run(self.clinic.crash(performed))

    @precondition(lambda self: self.clinic.is_down)
    @rule()
    def it_is_started_anew(self) -> None:
        self.run(self.clinic.restart())

    # What holds after each step.

    @invariant()
    def no_accepted_meeting_is_lost(self) -> None:
        assert len(self.meetings()) == self.accepted, "P1"

    @invariant()
    def no_meeting_is_at_zoom_twice(self) -> None:
        plans = Counter(plan.nonce for plan in self.clinic.zoom.meetings.values())
        assert max(plans.values(), default=1) == 1, "P2"

    @invariant()
    def no_mail_is_sent_that_no_longer_holds(self) -> None:
        assert self.wrong == [], "P3"

    @invariant()
    def only_a_crash_doubles_a_mail(self) -> None:
        sent = Counter(notification.key for notification in self.clinic.mailer.sent)
        assert all(times <= 1 + self.clinic.unmarked[key] for key, times in sent.items()), "P3, P4"

    @invariant()
    def nothing_of_a_person_is_logged(self) -> None:
        assert [line for line in self.log.lines for words in LOGGED if words in line] == [], "P17"
        self.log.lines.clear()

    def teardown(self) -> None:
        """Let everything come to its end: then both sides agree."""
        if hasattr(self, "log"):
            logging.getLogger("consulta").removeHandler(self.log)
            self.clinic.zoom.mode = "ok"
            # What was put off by a clock that then went back waits until the clock is there again.
            self.clinic.clock.instant = max(self.latest, self.clinic.clock.now())
            self.run(self.clinic.restart())
            for _ in range(4):
                self.run(self.clinic.advance(10))
            self.run(self._both_sides_agree())
        self.run(self.stack.aclose())
        self.loop.close()

    async def _both_sides_agree(self) -> None:
        there = set(self.clinic.zoom.meetings)
        async with self.clinic.store.reading() as look:
            meetings = await look.meetings.list_slice(ANA_ID, ListFilter(group=StatusGroup.ALL), None, 999)
            given_up = {meeting.id for meeting in meetings if await _has_dead_removal(look, meeting)}
        assert all(each.status is not MeetingStatus.PENDING for each in meetings), "P1: told, one way or the other"
        missing = [each.id for each in meetings if each.status in ON and each.zoom_meeting_id not in there]
        nonces = {plan.nonce for plan in self.clinic.zoom.meetings.values()}
        orphans = [
            each.id for each in meetings if each.status in GONE and each.nonce in nonces - _of(meetings, given_up)
        ]
        assert (missing, orphans) == ([], []), "P9"

    # How it is looked at.

    def meetings(self) -> list[Meeting]:
        async def listed() -> list[Meeting]:
            async with self.clinic.store.reading() as look:
                return await look.meetings.list_slice(ANA_ID, ListFilter(group=StatusGroup.ALL), None, 999)

        return self.run(listed())

    def pick(self, which: int) -> Meeting | None:
        meetings = self.meetings()
        return meetings[which % len(meetings)] if meetings else None

    async def _get(self, meeting_id: str) -> Meeting:
        async with self.clinic.store.reading() as look:
            return await look.meetings.get(meeting_id)

    async def _add_ben(self) -> None:
        async with self.clinic.store.writing() as work:
            await work.people.save_professional(a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))

    def _watch_mail(self) -> None:
        """Hold each mail against what is true in the moment in which it is sent."""
        send = self.clinic.mailer.send

        async def watched(notification: Notification) -> None:
            meeting = await self._get(notification.meeting.id)
            wanted = {MeetingStatus.CANCELLED} if notification.reason is Reason.CANCELLATION else ON
            if meeting.status not in wanted or meeting.version != notification.meeting.version:
                self.wrong.append(notification.key)
            await send(notification)

        self.clinic.mailer.send = watched


async def _has_dead_removal(look: Any, meeting: Meeting) -> bool:
    entries = await look.outbox.list_of(meeting.id)
    return any(each.kind is OutboxKind.ZOOM_DELETE and each.state is EntryState.DEAD for each in entries)


def _of(meetings: list[Meeting], ids: set[str]) -> set[str]:
    return {meeting.nonce for meeting in meetings if meeting.id in ids}


def a_run(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def a_row(done: str, examples: int) -> Row:
    return Row(
        promise="anything in any order",
        done=f"{examples:,} histories of up to {STEPS} commands, reports, crashes, restarts and clock jumps, {done}",
        figure="P1 to P5, P9, P17 and P18 hold after each step",
        required="they hold",
        is_kept=True,
    )


def test_the_promises_hold_in_memory(tell):
    run_state_machine_as_test(AnyOrder, settings=a_run(HISTORIES))
    tell(a_row("in memory", HISTORIES))


def test_they_hold_over_a_real_database(migrated_file, tmp_path, tell):
    async def open_store(stack: AsyncExitStack) -> SqlStore:
        for left in tmp_path.glob("consulta.db*"):
            left.unlink()
        shutil.copy(migrated_file, tmp_path / "consulta.db")
        engines = await stack.enter_async_context(open_engines(f"sqlite:///{tmp_path / 'consulta.db'}"))
        vault = Vault(keys=parse_key_ring(new_key_ring()))
        return SqlStore(engines=engines, vault=vault, lease=timedelta(seconds=30))

    class OverSql(AnyOrder):
        store_of = staticmethod(open_store)

    run_state_machine_as_test(OverSql, settings=a_run(OVER_SQL))
    tell(a_row("over SQLite", OVER_SQL))


@pytest.fixture(autouse=True)
def _heard():
    """Have the product's INFO reach the handler that looks through it."""
    logger = logging.getLogger("consulta")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    yield
    logger.setLevel(before)
