"""A meeting's course as Zoom's REST API is asked about it."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.domain.failures import ZoomError
from bot.domain.zoom_reports import ZoomInstance, ZoomOutcome
from bot.zoom.client import ZoomClient
from tests.builders import a_grant
from tests.zoom.conftest import API

ID = 92674392836
UUID = "/aDYlohs//tCd4ii1uC2+hA=="
NO_CONTENT = httpx.Response(204)
END, LOOK, PAST = f"PUT {API}/meetings/{ID}/status", f"GET {API}/meetings/{ID}", f"GET {API}/past_meetings/{ID}"
HELD = ZoomInstance(
    zoom_uuid=UUID,
    started_at=datetime(2026, 11, 19, 14, 2, tzinfo=UTC),
    ended_at=datetime(2026, 11, 19, 14, 44, tzinfo=UTC),
)


def shown(status: str = "waiting", **changes: Any) -> httpx.Response:
    return httpx.Response(200, json={"id": ID, "uuid": UUID, "status": status} | changes)


def past(**changes: Any) -> httpx.Response:
    plain = {"uuid": UUID, "start_time": "2026-11-19T14:02:00Z", "end_time": "2026-11-19T14:44:00Z"}
    return httpx.Response(200, json=plain | changes)


def refused(code: int) -> httpx.Response:
    return httpx.Response(404 if code == 3001 else 400, json={"code": code, "message": "no"})


async def failure_of(call: Any) -> ZoomError:
    with pytest.raises(ZoomError) as caught:
        await call
    return caught.value


async def test_the_running_call_is_ended(client: ZoomClient, wire: Any) -> None:
    wire.answers = [NO_CONTENT]

    await client.end(a_grant(), ID)

    assert (wire.lines, json.loads(wire.requests[0].content)) == ([END], {"action": "end"})


@pytest.mark.parametrize("code", [3001, 3007])
async def test_a_meeting_that_is_gone_or_over_counts_as_ended(client: ZoomClient, wire: Any, code: int) -> None:
    wire.answers = [refused(code)]

    await client.end(a_grant(), ID)

    assert wire.lines == [END]


@pytest.mark.parametrize("code", [200, 300, 3000, 3063])
async def test_a_refusal_counts_as_ended_where_nothing_is_open(client: ZoomClient, wire: Any, code: int) -> None:
    wire.answers = [refused(code), shown("waiting")]

    await client.end(a_grant(), ID)

    assert wire.lines == [END, LOOK]


@pytest.mark.parametrize("uuid", [UUID, None])
async def test_a_refusal_to_end_what_is_open_is_told(client: ZoomClient, wire: Any, uuid: str | None) -> None:
    wire.answers = [refused(3063), shown("started", uuid=uuid)]

    failure = await failure_of(client.end(a_grant(), ID))

    assert (failure.code, failure.permanent) == ("refused", True)


@pytest.mark.parametrize(
    ("answer", "code"),
    [(httpx.ReadTimeout("slow"), "unknown"), (httpx.Response(503), "unknown"), (refused(124), "token")],
)
async def test_an_end_whose_fate_is_unknown_is_tried_again(
    client: ZoomClient, wire: Any, answer: Any, code: str
) -> None:
    wire.answers = [answer]

    failure = await failure_of(client.end(a_grant(), ID))

    assert (failure.code, failure.retryable, wire.lines) == (code, True, [END])


async def test_what_is_open_now_is_told_first(client: ZoomClient, wire: Any) -> None:
    wire.answers = [shown("started")]

    outcome = await client.outcome(a_grant(), ID)

    assert (outcome, wire.lines) == (ZoomOutcome(running_uuid=UUID), [LOOK])


@pytest.mark.parametrize("uuid", [None, 7, "", "x" * 65])
async def test_what_is_open_counts_though_its_name_cannot_be_read(client: ZoomClient, wire: Any, uuid: Any) -> None:
    wire.answers = [shown("started", uuid=uuid)]

    assert (await client.outcome(a_grant(), ID)).running_uuid


@pytest.mark.parametrize("look", [shown("waiting"), shown("ended"), refused(3001)])
async def test_what_is_not_open_may_have_been_held(client: ZoomClient, wire: Any, look: httpx.Response) -> None:
    wire.answers = [look, past()]

    outcome = await client.outcome(a_grant(), ID)

    assert (outcome, wire.lines) == (ZoomOutcome(held=HELD), [LOOK, PAST])


async def test_what_was_never_open_is_no_past_meeting(client: ZoomClient, wire: Any) -> None:
    wire.answers = [shown("waiting"), refused(3001)]

    assert await client.outcome(a_grant(), ID) == ZoomOutcome()


@pytest.mark.parametrize("code", [200, 300, 12702])
async def test_an_account_that_may_not_ask_for_past_meetings_knows_nothing(
    client: ZoomClient, wire: Any, code: int
) -> None:
    wire.answers = [shown("waiting"), refused(code)]

    assert await client.outcome(a_grant(), ID) == ZoomOutcome(is_known=False)


@pytest.mark.parametrize(
    "changes",
    [{"start_time": None}, {"end_time": ""}, {"end_time": "2026-11-19T14:44:00"}, {"uuid": None}],
    ids=["no start", "no end", "an end in no zone", "no name"],
)
async def test_a_past_meeting_that_does_not_say_when_it_was_is_no_answer(
    client: ZoomClient, wire: Any, changes: Any
) -> None:
    wire.answers = [shown("waiting"), past(**changes)]

    failure = await failure_of(client.outcome(a_grant(), ID))

    assert (failure.code, failure.retryable) == ("unknown", True)


@pytest.mark.parametrize("answers", [[httpx.ReadTimeout("slow")], [shown("waiting"), httpx.ReadTimeout("slow")]])
async def test_without_an_answer_nobody_knows(client: ZoomClient, wire: Any, answers: list[Any]) -> None:
    wire.answers = answers

    assert (await failure_of(client.outcome(a_grant(), ID))).retryable


async def test_what_may_not_be_looked_at_asks_for_another_connection(client: ZoomClient, wire: Any) -> None:
    wire.answers = [refused(4711)]

    failure = await failure_of(client.outcome(a_grant(), ID))

    assert (failure.code, failure.reconnect) == ("scope", True)


@pytest.mark.parametrize(
    "url",
    ["https://zoom.us/s/1?zak=x", "https://clinic.zoom.us/s/1?zak=x", "https://api.zoom.example/s/1?zak=x"],
    ids=["Zoom's site", "an account's own part of it", "where the API is"],
)
async def test_a_fresh_address_is_asked_for_each_time(client: ZoomClient, wire: Any, url: str) -> None:
    wire.answers = [shown(start_url=url), shown(start_url=f"{url}2")]

    found = [await client.start_url(a_grant(), ID) for _ in range(2)]

    assert (found, wire.lines) == ([url, f"{url}2"], [LOOK, LOOK])


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://zoom.us/s/1",
        "https://zoom.us.evil.example/s/1",
        "https://evilzoom.us/s/1",
        "https://zoom.us@evil.example/s/1",
        "javascript:alert(1)//zoom.us",
        "https://[zoom.us/s/1",
    ],
)
async def test_an_address_that_does_not_lead_to_zoom_is_no_answer(client: ZoomClient, wire: Any, url: Any) -> None:
    wire.answers = [shown(start_url=url)]

    assert (await failure_of(client.start_url(a_grant(), ID))).code == "unknown"
