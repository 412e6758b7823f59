"""Zoom looked at, and set right, by REST."""

import json
from typing import Any

import httpx
import pytest

from bot.domain.failures import ZoomError
from bot.domain.zoom_meeting import ZoomMeeting
from bot.domain.zoom_reports import ListedMeeting, ZoomSight
from bot.zoom.upkeep import ZoomUpkeepClient
from tests.builders import a_grant, a_meeting
from tests.fakes.edges import FakeClock

API = "https://api.zoom.example/v2"
ID = 92674392836
JOIN_URL = "https://zoom.example/j/92674392836?pwd=abc"
PLAN = a_meeting().zoom_plan
MADE = ZoomMeeting(zoom_meeting_id=ID, join_url=JOIN_URL, starts_at=PLAN.starts_at, duration=PLAN.duration)
SIGHT = ZoomSight(join_url=JOIN_URL, starts_at=PLAN.starts_at, duration=PLAN.duration)


@pytest.fixture
def upkeep(http: httpx.AsyncClient) -> ZoomUpkeepClient:
    return ZoomUpkeepClient(http=http, api_url=API, clock=FakeClock())


def zooms_own(**changes: Any) -> httpx.Response:
    plain = {
        "id": ID,
        "uuid": "aDYlohsHRtCd4ii1uC2+hA==",
        "join_url": JOIN_URL,
        "start_time": "2026-11-19T14:00:00Z",
        "duration": 50,
        "status": "waiting",
        "settings": {"waiting_room": True},
    }
    return httpx.Response(200, json=plain | changes)


def refused(code: int) -> httpx.Response:
    return httpx.Response(404 if code == 3001 else 400, json={"code": code, "message": "No."})


def done() -> httpx.Response:
    return httpx.Response(204)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (zooms_own(), SIGHT),
        (
            zooms_own(status="started"),
            ZoomSight(
                join_url=JOIN_URL,
                starts_at=PLAN.starts_at,
                duration=PLAN.duration,
                running_uuid="aDYlohsHRtCd4ii1uC2+hA==",
            ),
        ),
        (refused(3001), None),
    ],
    ids=["there", "open", "gone"],
)
async def test_a_meeting_is_seen_as_it_stands(upkeep, wire, answer, expected):
    wire.answers = [answer]
    assert await upkeep.look(a_grant(), ID) == expected
    assert wire.lines == [f"GET {API}/meetings/{ID}"]


@pytest.mark.parametrize(
    "answer", [zooms_own(start_time=None), httpx.Response(503), httpx.Response(200, text="<html>")]
)
async def test_of_an_answer_that_does_not_say_nothing_is_concluded(upkeep, wire, answer):
    wire.answers = [answer]
    with pytest.raises(ZoomError) as caught:
        await upkeep.look(a_grant(), ID)
    assert (caught.value.code, caught.value.retryable) == ("unknown", True)


async def test_what_was_deleted_comes_back_under_its_link(upkeep, wire):
    wire.answers = [done(), zooms_own()]
    assert await upkeep.recover(a_grant(), PLAN, ID) == MADE
    assert wire.lines[0] == f"PUT {API}/meetings/{ID}/status"
    assert json.loads(wire.requests[0].content) == {"action": "recover"}


async def test_what_comes_back_at_another_time_is_set_right_first(upkeep, wire):
    wire.answers = [done(), zooms_own(duration=30), done(), zooms_own()]
    assert await upkeep.recover(a_grant(), PLAN, ID) == MADE
    assert json.loads(wire.requests[2].content) == {
        "start_time": "2026-11-19T14:00:00Z",
        "timezone": "Europe/Madrid",
        "duration": 50,
    }


@pytest.mark.parametrize("code", [3001, 300, 3000])
async def test_what_zoom_brings_back_no_more_is_told_apart_from_a_fault(upkeep, wire, code):
    wire.answers = [refused(code)]
    assert await upkeep.recover(a_grant(), PLAN, ID) is None


async def test_what_comes_back_unguarded_is_not_taken(upkeep, wire):
    unguarded = zooms_own(settings={"waiting_room": False})
    wire.answers = [done(), unguarded, done(), unguarded]
    assert await upkeep.recover(a_grant(), PLAN, ID) is None


async def test_while_zoom_is_away_nothing_is_given_up(upkeep, wire):
    wire.answers = [httpx.ConnectError("away")]
    with pytest.raises(ZoomError, match="unknown"):
        await upkeep.recover(a_grant(), PLAN, ID)


async def test_only_what_has_our_reference_is_ours(upkeep, wire):
    nonce = "0123456789abcdef0123"
    agendas = [f"Ref {nonce}", f" Ref {nonce} \nand more", "Ref 0123", f"About Ref {nonce}", "", None]
    meetings = [{"id": ID + number, "agenda": agenda} for number, agenda in enumerate(agendas)]
    wire.answers = [
        httpx.Response(200, json={"meetings": meetings[:1], "next_page_token": "next"}),
        httpx.Response(200, json={"meetings": [*meetings[1:], {"id": "text", "agenda": f"Ref {nonce}"}]}),
    ]
    ours = [ListedMeeting(zoom_meeting_id=ID + number, nonce=nonce) for number in (0, 1)]
    assert await upkeep.list_ours(a_grant()) == ours
    assert "next_page_token=next" in wire.lines[1]
