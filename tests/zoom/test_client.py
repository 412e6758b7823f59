import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.domain.failures import ZoomError
from bot.domain.zoom_meeting import ZoomMeeting
from bot.zoom.client import ZoomClient
from tests.builders import MADRID, a_grant, a_meeting
from tests.zoom.conftest import API

ID = 92674392836
JOIN_URL = "https://zoom.example/j/92674392836?pwd=abc"
PLAN = a_meeting().zoom_plan
MADE = ZoomMeeting(zoom_meeting_id=ID, join_url=JOIN_URL, starts_at=PLAN.starts_at, duration=PLAN.duration)
NO_CONTENT = httpx.Response(204)
SILENTLY = f"DELETE {API}/meetings/{ID}?schedule_for_reminder=false&cancel_meeting_reminder=false"
UNFIT = {
    "a start of Zoom's own": {"start_time": "2026-11-16T09:00:00Z"},
    "a start without a zone": {"start_time": "2026-11-19T14:00:00"},
    "no start": {"start_time": None},
    "another length": {"duration": 60},
    "no waiting room": {"settings": {"waiting_room": False}},
    "no settings": {"settings": None},
    "no link": {"join_url": None},
    "a link in clear": {"join_url": "http://zoom.example/j/1"},
    "a link that is none": {"join_url": "https://[zoom"},
    "a link of two lines": {"join_url": "https://zoom.example/j/1\r\nATTENDEE:mailto:eve@example.org"},
    "a link and more": {"join_url": "https://zoom.example/j/1 or call 555"},
    "a script as link": {"join_url": "javascript:alert(1)"},
}


def zooms_own(**changes: Any) -> httpx.Response:
    plain = {
        "id": ID,
        "join_url": JOIN_URL,
        "start_url": "https://zoom.example/s/92674392836?zak=secret",
        "start_time": "2026-11-19T14:00:00Z",
        "duration": 50,
        "settings": {"waiting_room": True},
    }
    return httpx.Response(201, json=plain | changes)


def listed(*agendas: str, token: str = "") -> httpx.Response:
    meetings = [{"id": ID + number, "agenda": agenda} for number, agenda in enumerate(agendas)]
    return httpx.Response(200, json={"meetings": meetings, "next_page_token": token})


def refused(code: int) -> httpx.Response:
    return httpx.Response(400, json={"code": code, "message": "no"})


async def test_what_is_created_is_returned(client: ZoomClient, wire: Any) -> None:
    wire.answers = [zooms_own()]

    assert await client.create(a_grant(), PLAN) == MADE


async def test_zoom_is_told_everything_that_decides_who_may_enter_and_nothing_about_the_patient(
    client: ZoomClient, wire: Any
) -> None:
    wire.answers = [zooms_own()]

    await client.create(a_grant(), PLAN)

    assert json.loads(wire.requests[0].content) == {
        "topic": "Online meeting",
        "agenda": "Ref 0123456789abcdef0123",
        "type": 2,
        "start_time": "2026-11-19T14:00:00Z",
        "timezone": "Europe/Madrid",
        "duration": 50,
        "default_password": True,
        "settings": {
            "waiting_room": True,
            "join_before_host": False,
            "meeting_authentication": False,
            "use_pmi": False,
            "auto_recording": "none",
            "auto_start_meeting_summary": False,
            "auto_start_ai_companion_questions": False,
        },
    }


async def test_the_request_carries_the_grant_and_asks_for_json(client: ZoomClient, wire: Any) -> None:
    wire.answers = [zooms_own()]

    await client.create(a_grant(), PLAN)

    headers = wire.requests[0].headers
    assert (wire.lines, headers["authorization"], headers["accept"], headers["content-type"]) == (
        [f"POST {API}/users/me/meetings"],
        "Bearer access-1",
        "application/json",
        "application/json",
    )


async def test_a_link_on_this_machine_may_be_in_clear(client: ZoomClient, wire: Any) -> None:
    wire.answers = [zooms_own(join_url="http://127.0.0.1:8702/j/1")]

    assert (await client.create(a_grant(), PLAN)).join_url == "http://127.0.0.1:8702/j/1"


@pytest.mark.parametrize("what", UNFIT)
async def test_what_is_not_as_asked_is_deleted_and_refused(client: ZoomClient, wire: Any, what: str) -> None:
    wire.answers = [zooms_own(**UNFIT[what]), NO_CONTENT]

    with pytest.raises(ZoomError) as caught:
        await client.create(a_grant(), PLAN)

    assert (caught.value.code, caught.value.permanent, wire.lines[1:]) == ("mismatch", True, [SILENTLY])


async def test_what_is_not_as_asked_and_cannot_be_deleted_now_is_tried_again(client: ZoomClient, wire: Any) -> None:
    wire.answers = [zooms_own(duration=60), httpx.ReadTimeout("slow")]

    with pytest.raises(ZoomError) as caught:
        await client.create(a_grant(), PLAN)

    assert (caught.value.code, caught.value.retryable) == ("mismatch", True)


async def test_an_answer_without_an_id_is_no_answer(client: ZoomClient, wire: Any) -> None:
    wire.answers = [zooms_own(id=None)]

    with pytest.raises(ZoomError, match="unknown"):
        await client.create(a_grant(), PLAN)


@pytest.mark.parametrize(
    "trouble", [httpx.ReadTimeout("slow"), httpx.ConnectError("away"), httpx.RemoteProtocolError("cut")]
)
async def test_without_an_answer_nobody_knows(client: ZoomClient, wire: Any, trouble: Exception) -> None:
    wire.answers = [trouble]

    with pytest.raises(ZoomError) as caught:
        await client.create(a_grant(), PLAN)

    assert (caught.value.code, caught.value.retryable) == ("unknown", True)


async def test_a_redirect_is_not_followed(client: ZoomClient, wire: Any) -> None:
    wire.answers = [httpx.Response(307, headers={"Location": "https://elsewhere.example/"})]

    with pytest.raises(ZoomError, match="unknown"):
        await client.create(a_grant(), PLAN)

    assert len(wire.requests) == 1


async def test_a_cookie_of_one_professional_is_not_sent_with_the_next_request(client: ZoomClient, wire: Any) -> None:
    session = {"Set-Cookie": "session=ana; Path=/; Secure"}
    wire.answers = [httpx.Response(204, headers=session), NO_CONTENT]

    await client.delete(a_grant(), ID)
    await client.delete(a_grant(access_token="access-ben"), ID)

    assert "cookie" not in wire.requests[1].headers


async def test_a_meeting_is_found_by_the_first_line_of_its_agenda(client: ZoomClient, wire: Any) -> None:
    wire.answers = [listed("Ref 0123456789abcdef9999", "Ref 0123456789abcdef0123\nmore"), zooms_own(id=ID + 1)]

    found = await client.find(a_grant(), PLAN)

    assert found == ZoomMeeting(
        zoom_meeting_id=ID + 1, join_url=JOIN_URL, starts_at=PLAN.starts_at, duration=PLAN.duration
    )


async def test_all_pages_are_looked_through(client: ZoomClient, wire: Any) -> None:
    wire.answers = [listed("", token="next/2"), listed("Ref 0123456789abcdef0123"), zooms_own()]

    await client.find(a_grant(), PLAN)

    pages = f"GET {API}/users/me/meetings?type=scheduled&page_size=300"
    assert wire.lines == [pages, f"{pages}&next_page_token=next%2F2", f"GET {API}/meetings/{ID}"]


@pytest.mark.parametrize("agenda", ["", "ref 0123456789abcdef0123", "About Ref 0123456789abcdef0123", "x\nRef 0123"])
async def test_a_meeting_with_another_agenda_is_not_it(client: ZoomClient, wire: Any, agenda: str) -> None:
    wire.answers = [listed(agenda)]

    assert await client.find(a_grant(), PLAN) is None


async def test_a_list_without_end_does_not_count_as_not_found(client: ZoomClient, wire: Any) -> None:
    wire.answers = [listed(token="again") for _ in range(100)]

    with pytest.raises(ZoomError, match="unknown"):
        await client.find(a_grant(), PLAN)


async def test_a_meeting_found_without_a_waiting_room_is_deleted(client: ZoomClient, wire: Any) -> None:
    wire.answers = [listed("Ref 0123456789abcdef0123"), zooms_own(settings={"waiting_room": False}), NO_CONTENT]

    assert (await client.find(a_grant(), PLAN), wire.lines[2:]) == (None, [SILENTLY])


async def test_a_meeting_deleted_since_it_was_listed_is_not_found(client: ZoomClient, wire: Any) -> None:
    wire.answers = [listed("Ref 0123456789abcdef0123"), refused(3001)]

    assert await client.find(a_grant(), PLAN) is None


async def test_a_meeting_is_deleted_without_mails_of_zooms_own(client: ZoomClient, wire: Any) -> None:
    wire.answers = [NO_CONTENT]

    await client.delete(a_grant(), ID)

    assert wire.lines == [SILENTLY]


@pytest.mark.parametrize("code", [3001, 3007])
async def test_a_meeting_that_is_gone_or_over_counts_as_deleted(client: ZoomClient, wire: Any, code: int) -> None:
    wire.answers = [refused(code)]

    await client.delete(a_grant(), ID)

    assert wire.lines == [SILENTLY]


async def test_a_meeting_under_way_is_deleted_later(client: ZoomClient, wire: Any) -> None:
    wire.answers = [refused(3002)]

    with pytest.raises(ZoomError) as caught:
        await client.delete(a_grant(), ID)

    assert (caught.value.code, caught.value.retryable) == ("in_progress", True)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (MADRID, "Europe/Madrid"),
        (ZoneInfo("Europe/Kyiv"), "Europe/Kiev"),
        (ZoneInfo("Asia/Kolkata"), "Asia/Calcutta"),
        (ZoneInfo("America/Guayaquil"), "UTC"),
    ],
)
async def test_the_zone_is_named_as_zoom_does(client: ZoomClient, wire: Any, zone: ZoneInfo, name: str) -> None:
    wire.answers = [zooms_own()]

    await client.create(a_grant(), a_meeting(zone=zone).zoom_plan)

    assert json.loads(wire.requests[0].content)["timezone"] == name


async def test_the_length_is_sent_in_minutes(client: ZoomClient, wire: Any) -> None:
    wire.answers = [zooms_own(duration=90)]

    await client.create(a_grant(), a_meeting(duration=timedelta(minutes=90)).zoom_plan)

    assert json.loads(wire.requests[0].content)["duration"] == 90
