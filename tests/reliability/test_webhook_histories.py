"""Zoom's reports shuffled, doubled and with gaps, over HTTP: they end where the same reports in order do."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import NOW, a_grant, a_patient, a_professional, a_scheduled_meeting, a_workspace, a_zoom_user
from tests.reliability.size import sized
from tests.reliability.table import Row
from tests.web.conftest import Web
from tests.web.zoom_reports import ID, a_report, as_bytes, signed

HISTORIES = sized(150, 5_000)
AFTERWARDS = NOW + timedelta(hours=3)
OTHERS = ["meeting.participant_joined", "meeting.created", "user.updated", "recording.completed"]


@dataclass(frozen=True)
class Report:
    event: str
    uuid: str
    minutes: int

    def body(self, number: Any) -> bytes:
        at = NOW + timedelta(minutes=self.minutes)
        report = a_report(self.event, id=number, uuid=self.uuid, start_time=_text(at), end_time=_text(at))
        return as_bytes({**report, "event_ts": int(at.timestamp() * 1000)})


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


@st.composite
def calls(draw) -> list[Report]:
    """One to three calls of the meeting, each opened and closed in turn, and what else Zoom tells; in order."""
    reports, at = [], draw(st.integers(-60, 30))
    for number in range(draw(st.integers(1, 3))):
        uuid = f"{number}/aDYlohsHRtCd4ii1uC2hA=="
        reports.append(Report("meeting.started", uuid, at))
        at += draw(st.integers(1, 60))
        reports.append(Report("meeting.ended", uuid, at))
        at += draw(st.integers(1, 20))
        reports.append(Report(draw(st.sampled_from(OTHERS)), uuid, at))
    return reports


@st.composite
def histories(draw) -> tuple[list[Report], list[Report]]:
    """What is told in order, some of it lost; and the same shuffled, some of it twice."""
    told = [report for report in draw(calls()) if draw(st.integers(0, 5))]
    again = [report for report in told if draw(st.booleans())]
    return told, draw(st.permutations([*told, *again]))


async def given_a_meeting(web: Web) -> None:
    async with web.store.writing() as work:
        await work.people.save_workspace(a_workspace())
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(a_scheduled_meeting(starts_at=NOW))


async def told(reports: Sequence[Report], statuses: list[int], ids: Sequence[Any]) -> tuple[Any, ...]:
    """Tell a product all of them; gives what it makes of it."""
    web = Web(public_url="https://consulta.example")
    web.clock.instant = AFTERWARDS
    await given_a_meeting(web)
    async with web.browser() as browser:
        for number, report in enumerate(reports):
            raw = report.body(ids[number % len(ids)])
            answer = await send(browser, raw)
            statuses.append(answer.status_code)
    async with web.store.reading() as look:
        meeting = await look.meetings.get("meeting-one")
        facts = await look.facts.list_of("meeting-one")
    known = {(fact.kind, fact.zoom_uuid, fact.at) for fact in facts}
    return meeting.status, meeting.started_at, meeting.ended_at, frozenset(known)


async def send(browser: httpx.AsyncClient, raw: bytes) -> httpx.Response:
    return await browser.post("/zoom/webhook", content=raw, headers=signed(raw, at=int(AFTERWARDS.timestamp())))


def test_reports_in_any_order_come_to_the_same(tell):
    statuses: list[int] = []
    apart: list[object] = []

    @settings(max_examples=HISTORIES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(history=histories())
    def converges(history):
        in_order, shuffled = history
        first = asyncio.run(told(in_order, statuses, [ID]))
        second = asyncio.run(told(shuffled, statuses, [str(ID), ID]))
        if first != second:
            apart.append(history)
        assert first == second

    converges()
    broken = sum(status >= 500 for status in statuses)
    tell(
        Row(
            promise="Zoom's reports in any order",
            done=f"{HISTORIES:,} histories shuffled, doubled and with gaps, {len(statuses):,} reports",
            figure=f"{len(apart)} that did not converge; {broken} answers of 500 and above",
            required="0; 0",
            is_kept=not apart and not broken,
        )
    )
