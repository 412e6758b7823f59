import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from sandbox.faults import Fault
from sandbox.zoom.people import host_ends, host_starts
from sandbox.zoom.webhooks import send_again, send_due, signature, validate_url

MINUTE = timedelta(minutes=1)


@pytest.fixture
def bot(world):
    """The receiver of webhooks: keeps what came, and answers what `status` says."""

    class Bot:
        def __init__(self):
            self.requests = []
            self.status = 200
            self.answer = {}

        def __call__(self, request):
            self.requests.append(request)
            return httpx.Response(self.status, json=self.answer)

    bot = Bot()
    world.slack.transport = httpx.MockTransport(bot)
    return bot


def told(bot):
    return [json.loads(request.content) for request in bot.requests]


async def test_starting_and_ending_are_told_with_the_instance(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    world.clock.advance(30 * MINUTE)
    await host_ends(world, meeting["id"])
    started, ended = told(bot)
    assert (started["event"], ended["event"]) == ("meeting.started", "meeting.ended")
    about = started["payload"]["object"]
    assert (about["id"], about["host_id"]) == (str(meeting["id"]), meeting["host_id"])
    assert ended["payload"]["object"] == about | {"end_time": "2030-01-15T09:30:00Z"}


async def test_webhooks_are_signed_over_their_bytes(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    (request,) = bot.requests
    signed = signature(world.zoom.app.webhook_secret, request.headers["x-zm-request-timestamp"], request.content)
    assert request.headers["x-zm-signature"] == signed


async def test_the_signature_is_zooms():
    body = (
        b'{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},'
        b'"event_ts":1654503849680}'
    )
    assert signature("test-secret-token", "1654503849", body) == (
        "v0=b7ca7b4701973ed508c1b9416d6b48508805f163c751260ec72d9dca49e32a9c"
    )


async def test_what_is_not_acknowledged_comes_three_times_more(world, zoom, bot, meeting):
    bot.status = 500
    await host_starts(world, meeting["id"])
    for minutes in (5, 20, 60, 60):
        world.clock.advance(minutes * MINUTE)
        await send_due(world)
    assert len(bot.requests) == 4
    assert len({request.content for request in bot.requests}) == 1


async def test_what_is_acknowledged_comes_once(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    world.clock.advance(60 * MINUTE)
    await send_due(world)
    assert len(bot.requests) == 1


async def test_a_webhook_can_be_lost_and_sent_later(world, zoom, bot, meeting):
    world.faults.switch_on(Fault.ZOOM_WEBHOOKS_LOST)
    await host_starts(world, meeting["id"])
    assert bot.requests == []
    await send_again(world, 0)
    assert [each["event"] for each in told(bot)] == ["meeting.started"]


async def test_the_address_proves_that_it_has_the_secret(world, bot):
    assert not await validate_url(world)
    (asked,) = told(bot)
    assert asked["event"] == "endpoint.url_validation"


async def test_a_running_meeting_says_so_and_cannot_be_deleted(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    path = f"/meetings/{meeting['id']}"
    assert (await zoom.call("GET", path)).json()["status"] == "started"
    refused = await zoom.call("DELETE", path)
    assert (refused.status_code, refused.json()["code"]) == (400, 3002)


async def test_the_app_ends_a_running_meeting(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    path = f"/meetings/{meeting['id']}"
    assert (await zoom.call("PUT", f"{path}/status", json={"action": "end"})).status_code == 204
    assert (await zoom.call("GET", path)).json()["status"] == "waiting"
    assert [each["event"] for each in told(bot)] == ["meeting.started", "meeting.ended"]


@pytest.mark.parametrize("body", [{}, {"action": "pause"}, {"action": "end", "more": 1}])
async def test_only_what_zoom_knows_changes_a_status(zoom, meeting, body):
    answer = await zoom.call("PUT", f"/meetings/{meeting['id']}/status", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 300)


async def test_a_past_meeting_is_found_by_its_id_and_by_its_uuid(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    world.clock.advance(30 * MINUTE)
    await host_ends(world, meeting["id"])
    by_id = (await zoom.call("GET", f"/past_meetings/{meeting['id']}")).json()
    twice_encoded = quote(quote(by_id["uuid"], safe=""), safe="")
    assert (await zoom.call("GET", f"/past_meetings/{twice_encoded}")).json() == by_id
    assert (by_id["start_time"], by_id["end_time"]) == ("2030-01-15T09:00:00Z", "2030-01-15T09:30:00Z")


async def test_a_meeting_that_was_never_open_is_no_past_meeting(zoom, meeting):
    answer = await zoom.call("GET", f"/past_meetings/{meeting['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, 3001)


async def test_a_start_link_opens_the_meeting_and_only_its_own(world, zoom, bot, meeting):
    other = await zoom.create(topic="Other", start_time="2030-01-15T15:30:00Z", duration=30)
    link = meeting["start_url"].removeprefix("http://127.0.0.1:8020/zoom")
    wrong = link.replace(str(meeting["id"]), str(other["id"]))
    assert (await zoom.http.get(wrong)).status_code == 404
    assert (await zoom.http.get(link)).status_code == 200
    assert [each["payload"]["object"]["id"] for each in told(bot)] == [str(meeting["id"])]


async def test_each_opening_is_an_instance_of_its_own(world, zoom, bot, meeting):
    for _ in range(2):
        await host_starts(world, meeting["id"])
        await host_ends(world, meeting["id"])
    uuids = [each["payload"]["object"]["uuid"] for each in told(bot)]
    assert (len(uuids), len(set(uuids))) == (4, 2)


async def test_joining_what_is_open_opens_nothing_anew(world, zoom, bot, meeting):
    await host_starts(world, meeting["id"])
    await host_starts(world, meeting["id"])
    assert len(bot.requests) == 1


async def test_what_is_not_open_cannot_be_closed(world, zoom, meeting):
    with pytest.raises(LookupError):
        await host_ends(world, meeting["id"])
    world.zoom.meetings[meeting["id"]] = replace(world.zoom.meetings[meeting["id"]], deleted_at=world.clock.now())
    with pytest.raises(LookupError):
        await host_starts(world, meeting["id"])
