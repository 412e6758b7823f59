import asyncio
from datetime import timedelta

import pytest

from sandbox.zoom.people import decline, delete_meeting

GONE = {"code": 3001, "message": "Meeting does not exist: 12345678901."}


async def test_reading_a_meeting_shows_what_creating_it_answered(zoom):
    made = await zoom.create(topic="Consultation")

    read = (await zoom.call("GET", f"/meetings/{made['id']}")).json()
    assert {**read, "start_url": ""} == {**made, "start_url": ""}


async def test_each_reading_gives_a_start_link_of_its_own(zoom):
    made = await zoom.create(topic="Consultation")
    read = (await zoom.call("GET", f"/meetings/{made['id']}")).json()
    assert read["start_url"] != made["start_url"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_an_unknown_meeting_does_not_exist(zoom, method):
    answer = await zoom.call(method, "/meetings/12345678901")

    assert (answer.status_code, answer.json()) == (404, GONE)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_somebody_elses_meeting_does_not_exist(zoom, method):
    made = await zoom.create()
    await zoom.connect("ben@clinica-norte.example")

    assert (await zoom.call(method, f"/meetings/{made['id']}")).status_code == 404


async def test_a_meeting_id_is_a_number(zoom):
    answer = await zoom.call("GET", "/meetings/abc")

    assert (answer.status_code, answer.json()["code"]) == (400, 300)


async def test_a_deleted_meeting_is_gone_with_an_empty_answer(zoom):
    made = await zoom.create()
    query = {"schedule_for_reminder": "false", "cancel_meeting_reminder": "false"}

    answer = await zoom.call("DELETE", f"/meetings/{made['id']}", params=query)

    assert (answer.status_code, answer.content) == (204, b"")
    assert (await zoom.call("GET", f"/meetings/{made['id']}")).status_code == 404
    assert (await zoom.call("DELETE", f"/meetings/{made['id']}")).status_code == 404


@pytest.mark.parametrize("options", [{"params": {"schedule_for_reminder": "no"}}, {"json": {}}])
async def test_a_delete_with_a_wrong_query_or_a_body_is_refused(zoom, options):
    made = await zoom.create()

    answer = await zoom.call("DELETE", f"/meetings/{made['id']}", **options)

    assert (answer.status_code, answer.json()["code"]) == (400, 300)


async def test_a_personal_room_is_never_deleted(zoom):
    made = await zoom.create(settings={"use_pmi": True})

    answer = await zoom.call("DELETE", f"/meetings/{made['id']}")

    assert (answer.status_code, answer.json()["code"]) == (400, 3018)


async def test_a_host_deletes_one_meeting_at_a_time(zoom):
    one, another = await zoom.create(), await zoom.create()

    answers = await asyncio.gather(*(zoom.call("DELETE", f"/meetings/{made['id']}") for made in (one, another)))

    assert sorted(answer.status_code for answer in answers) == [204, 429]
    assert "Too many concurrent requests" in next(answer.text for answer in answers if answer.status_code == 429)


async def test_an_id_dies_thirty_days_after_its_meeting(zoom):
    made = await zoom.create(duration=60)
    zoom.world.clock.advance(timedelta(days=30, hours=1))
    await zoom.connect()

    assert (await zoom.call("GET", f"/meetings/{made['id']}")).status_code == 404


async def listed(zoom, **query):
    answer = await zoom.call("GET", "/users/me/meetings", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_list_shows_short_rows_the_earliest_first(zoom):
    later = await zoom.create(start_time="2030-03-01T10:00:00Z", agenda="a" * 300)
    sooner = await zoom.create(start_time="2030-02-01T10:00:00Z", agenda="Ref abc")

    body = await listed(zoom)

    names = ("id", "uuid", "host_id", "topic", "type", "start_time", "duration", "timezone", "created_at", "join_url")
    assert body == {
        "page_size": 30,
        "page_number": 1,
        "page_count": 1,
        "total_records": 2,
        "next_page_token": "",
        "meetings": [
            {name: sooner[name] for name in names} | {"agenda": "Ref abc"},
            {name: later[name] for name in names} | {"agenda": "a" * 250},
        ],
    }


async def test_instant_deleted_and_foreign_meetings_are_not_listed(zoom):
    await zoom.create(type=1)
    await delete_meeting(zoom.world, (await zoom.create())["id"])
    await zoom.connect("ben@clinica-norte.example")
    await zoom.create()
    await zoom.connect()

    assert (await listed(zoom))["meetings"] == []


async def test_scheduled_meetings_include_past_ones_and_upcoming_do_not(zoom):
    await zoom.create(duration=10)
    zoom.world.clock.advance(timedelta(minutes=11))

    found = {kind: (await listed(zoom, type=kind))["total_records"] for kind in ("scheduled", "upcoming", "live")}
    assert found == {"scheduled": 1, "upcoming": 0, "live": 0}


async def test_days_narrow_the_list(zoom):
    await zoom.create(start_time="2030-02-01T10:00:00Z")
    wanted = await zoom.create(start_time="2030-02-02T10:00:00Z")

    body = await listed(zoom, **{"from": "2030-02-02", "to": "2030-02-02"})

    assert [meeting["id"] for meeting in body["meetings"]] == [wanted["id"]]


async def test_pages_follow_each_other_by_their_token(zoom):
    made = [(await zoom.create(start_time=f"2030-02-0{day}T10:00:00Z"))["id"] for day in (1, 2, 3)]

    first = await listed(zoom, page_size=2)
    second = await listed(zoom, page_size=2, next_page_token=first["next_page_token"])

    assert [meeting["id"] for page in (first, second) for meeting in page["meetings"]] == made
    assert (second["page_number"], second["next_page_token"]) == (2, "")


async def test_a_page_token_lives_fifteen_minutes(zoom):
    await zoom.create()
    await zoom.create()
    token = (await listed(zoom, page_size=1))["next_page_token"]
    zoom.world.clock.advance(timedelta(minutes=15))

    answer = await zoom.call("GET", "/users/me/meetings", params={"page_size": 1, "next_page_token": token})

    assert (answer.status_code, answer.json()["code"]) == (400, 300)


@pytest.mark.parametrize("query", [{"page_size": "301"}, {"page_size": "0"}, {"type": "past"}, {"from": "2030-02-30"}])
async def test_a_wrong_query_of_the_list_is_refused(zoom, query):
    answer = await zoom.call("GET", "/users/me/meetings", params=query)

    assert (answer.status_code, answer.json()["code"]) == (400, 300)


async def test_a_join_link_opens_until_the_meeting_is_deleted(zoom):
    made = await zoom.create(topic="Consultation")

    before = await zoom.http.get(made["join_url"])
    await delete_meeting(zoom.world, made["id"])
    after = await zoom.http.get(made["join_url"])

    assert ("Consultation" in before.text, before.status_code, after.status_code) == (True, 200, 404)


async def test_people_at_zoom_cannot_delete_what_is_not_there(zoom):
    with pytest.raises(LookupError, match="Zoom has no meeting 12345678901"):
        await delete_meeting(zoom.world, 12345678901)


async def test_people_at_zoom_may_decline(zoom):
    address = str(zoom.http.build_request("GET", "/oauth/authorize", params=zoom.authorize_query()).url)

    expected = "http://localhost:8021/zoom/callback?error=access_denied&state=some-state"
    assert decline(zoom.world, address) == expected
