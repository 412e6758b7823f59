"""What Zoom tells of meetings beside their starts and ends, and what it lets one change."""

import json
from datetime import timedelta

import httpx
import pytest

from sandbox.zoom.holding import arrive, start
from sandbox.zoom.people import delete_meeting, move_meeting, patient_leaves, recover_meeting, remove_app

ANA = "ana@clinica-norte.example"
DAY = timedelta(days=1)


@pytest.fixture
def told(world):
    """The events that the app was told, with what they are about."""
    events = []

    def keep(request):
        events.append(json.loads(request.content))
        return httpx.Response(200)

    world.slack.transport = httpx.MockTransport(keep)
    return events


@pytest.fixture
async def meeting(zoom):
    return await zoom.create(topic="Online meeting", start_time="2030-01-15T13:30:00Z", duration=30)


def names(told):
    return [event["event"] for event in told]


async def test_a_deletion_and_a_recovery_are_told_whoever_did_it(world, zoom, meeting, told):
    await delete_meeting(world, meeting["id"])
    await recover_meeting(world, meeting["id"])
    await zoom.call("DELETE", f"/meetings/{meeting['id']}")
    answer = await zoom.call("PUT", f"/meetings/{meeting['id']}/status", json={"action": "recover"})
    assert answer.status_code == 204
    assert names(told) == ["meeting.deleted", "meeting.recovered"] * 2
    about = told[0]["payload"]["object"]
    assert (about["id"], about["host_id"], told[0]["payload"]["operation"]) == (
        meeting["id"],
        meeting["host_id"],
        "single",
    )


async def test_what_comes_back_has_its_old_link(zoom, meeting, told):
    await zoom.call("DELETE", f"/meetings/{meeting['id']}")
    assert (await zoom.call("GET", f"/meetings/{meeting['id']}")).status_code == 404
    await zoom.call("PUT", f"/meetings/{meeting['id']}/status", json={"action": "recover"})
    assert (await zoom.call("GET", f"/meetings/{meeting['id']}")).json()["join_url"] == meeting["join_url"]


async def test_after_a_week_nothing_comes_back(world, zoom, meeting, told):
    await delete_meeting(world, meeting["id"])
    world.clock.advance(7 * DAY)
    await zoom.connect()
    answer = await zoom.call("PUT", f"/meetings/{meeting['id']}/status", json={"action": "recover"})
    assert (answer.status_code, answer.json()["code"]) == (404, 3001)
    with pytest.raises(LookupError):
        await recover_meeting(world, meeting["id"])


async def test_a_change_is_told_with_what_changed_only(world, zoom, meeting, told):
    answer = await zoom.call("PATCH", f"/meetings/{meeting['id']}", json={"duration": 45, "topic": "Online meeting"})
    assert (answer.status_code, answer.content) == (204, b"")
    (event,) = told
    known = {name: meeting[name] for name in ("id", "uuid", "host_id")}
    assert event["payload"]["object"] == known | {"duration": 45}
    assert event["payload"]["old_object"] == known | {"duration": 30}
    await move_meeting(world, meeting["id"], timedelta(hours=1))
    assert (await zoom.call("GET", f"/meetings/{meeting['id']}")).json()["start_time"] == "2030-01-15T14:30:00Z"


@pytest.mark.parametrize("body", [{"start_time": "2030-01-15T13:30:00+01:00"}, {"duration": 0}, {"colour": "red"}, []])
async def test_a_change_that_breaks_the_rules_is_refused(zoom, meeting, told, body):
    answer = await zoom.call("PATCH", f"/meetings/{meeting['id']}", json=body)
    assert (answer.status_code, answer.json()["code"], told) == (400, 300, [])


async def test_changes_count_with_creations(world, zoom, meeting, told):
    for _ in range(99):
        assert world.zoom.limits.take_change(meeting["host_id"], world.clock.now())
    answer = await zoom.call("PATCH", f"/meetings/{meeting['id']}", json={"duration": 45})
    assert (answer.status_code, answer.json()["code"]) == (429, 429)


async def test_who_waits_and_who_is_let_in_is_told(world, zoom, meeting, told):
    made = world.zoom.meetings[meeting["id"]]
    await arrive(world, made)
    await patient_leaves(world, made.id)
    await arrive(world, made)
    await start(world, made)
    assert names(told) == [
        "meeting.participant_jbh_waiting",
        "meeting.participant_jbh_waiting_left",
        "meeting.participant_jbh_waiting",
        "meeting.started",
        "meeting.participant_jbh_waiting_left",
        "meeting.participant_joined",
    ]


async def test_an_app_that_may_not_know_of_participants_is_not_told(world, zoom, meeting, told):
    await zoom.connect(left_out=("meeting:read:participant",))
    await arrive(world, world.zoom.meetings[meeting["id"]])
    assert told == []


async def test_who_removes_the_app_ends_its_tokens_and_that_is_told(world, zoom, told):
    await remove_app(world, ANA)
    (event,) = told
    assert (event["event"], event["payload"]["client_id"]) == ("app_deauthorized", world.zoom.app.client_id)
    assert (await zoom.call("GET", "/users/me")).status_code == 401
