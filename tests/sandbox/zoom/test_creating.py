from datetime import timedelta

import pytest

REFUSED_FIELDS = [
    ({"topic": "t" * 201}, "topic"),
    ({"topic": 7}, "topic"),
    ({"agenda": "a" * 2001}, "agenda"),
    ({"duration": 0}, "duration"),
    ({"duration": 1441}, "duration"),
    ({"duration": "50"}, "duration"),
    ({"duration": True}, "duration"),
    ({"type": 4}, "type"),
    ({"start_time": "2030-02-01T10:00:00+01:00"}, "start_time"),
    ({"start_time": "2030-02-01T10:00:00.000Z"}, "start_time"),
    ({"start_time": "2030-02-01 10:00:00"}, "start_time"),
    ({"start_time": "2030-02-30T10:00:00Z"}, "start_time"),
    ({"timezone": "Europe/Kyiv"}, "timezone"),
    ({"timezone": "Atlantic/Canary"}, "timezone"),
    ({"password": "12345678901"}, "password"),
    ({"password": "a b"}, "password"),
    ({"default_password": "true"}, "default_password"),
    ({"recurrence": {"type": 1}}, "recurrence"),
    ({"recurrence": {"end_times": 61, "type": 1}}, "recurrence.end_times"),
    ({"recurrence": {}}, "recurrence.type"),
    ({"tracking_fields": [{"value": "v"}]}, "tracking_fields.field"),
    ({"patient": "Noah"}, "patient"),
    ({"settings": {"enforce_login": True}}, "settings.enforce_login"),
    ({"settings": {"waiting_room": "true"}}, "settings.waiting_room"),
    ({"settings": {"jbh_time": 7}}, "settings.jbh_time"),
    ({"settings": {"auto_recording": "off"}}, "settings.auto_recording"),
    ({"settings": {"approval_type": 3}}, "settings.approval_type"),
    ({"settings": {"alternative_hosts": ["b@example.org"]}}, "settings.alternative_hosts"),
    ({"settings": {"meeting_invitees": [{"email": "nobody"}]}}, "settings.meeting_invitees.email"),
    ({"settings": {"waiting_room_options": {}}}, "settings.waiting_room_options.mode"),
    (
        {"settings": {"waiting_room_options": {"mode": "custom"}}},
        "settings.waiting_room_options.who_goes_to_waiting_room",
    ),
    ({"settings": {"global_dial_in_countries": "ES"}}, "settings.global_dial_in_countries"),
    (
        {"settings": {"auto_add_recording_to_video_management": {"enable": True, "channels": []}}},
        "settings.auto_add_recording_to_video_management.channels",
    ),
]


@pytest.mark.parametrize(("body", "field"), REFUSED_FIELDS)
async def test_a_field_that_breaks_its_rule_is_named(zoom, body, field):
    answer = await zoom.call("POST", "/users/me/meetings", json=body)

    told = answer.json()
    assert (answer.status_code, told["code"], told["message"]) == (400, 300, "Validation Failed.")
    assert [error["field"] for error in told["errors"]] == [field]


@pytest.mark.parametrize(
    "options",
    [
        {"content": b"not json", "headers": {"Content-Type": "application/json"}},
        {"json": ["a list"]},
        {"data": {"topic": "a form"}},
        {"json": {"settings": {"meeting_invitees": ["noah@example.org"]}}},
        {"json": {"settings": "none"}},
    ],
)
async def test_what_is_no_object_is_refused_as_a_whole(zoom, options):
    headers = {"Authorization": f"Bearer {zoom.token}", "Accept": "application/json"} | options.pop("headers", {})

    answer = await zoom.http.post("/v2/users/me/meetings", headers=headers, **options)

    expected = {"code": 300, "message": "Request Body should be a valid JSON object."}
    assert (answer.status_code, answer.json()) == (400, expected)


async def test_kinds_of_meetings_that_are_not_here_are_refused(zoom):
    answer = await zoom.call("POST", "/users/me/meetings", json={"type": 3})

    assert (answer.status_code, answer.json()["code"]) == (400, 3000)


async def test_a_meeting_is_made_as_asked(zoom):
    asked = {
        "topic": "Consultation",
        "agenda": "Ref abc",
        "type": 2,
        "start_time": "2030-02-01T10:00:00Z",
        "timezone": "Europe/Madrid",
        "duration": 50,
    }

    answer = await zoom.create(**asked)

    assert {name: answer[name] for name in asked} == asked
    assert (answer["host_email"], answer["status"]) == ("ana@clinica-norte.example", "waiting")


async def test_silence_gets_zooms_defaults(zoom):
    answer = await zoom.create()

    names = ("topic", "agenda", "type", "start_time", "duration", "timezone")
    expected = ["Zoom Meeting", "", 2, "2030-01-15T09:00:00Z", 60, "Europe/Madrid"]
    assert [answer[name] for name in names] == expected


@pytest.mark.parametrize(
    ("asked", "starts_at"),
    [
        ({"start_time": "2030-02-01T10:00:00Z", "timezone": "Asia/Tokyo"}, "2030-02-01T10:00:00Z"),
        ({"start_time": "2030-02-01T10:00:00", "timezone": "Asia/Tokyo"}, "2030-02-01T01:00:00Z"),
        ({"start_time": "2030-07-01T10:00:00"}, "2030-07-01T08:00:00Z"),
        ({"start_time": "2030-02-01T10:00:00", "timezone": "SST"}, "2030-01-31T23:00:00Z"),
        ({"start_time": "2030-01-15T08:59:59Z"}, "2030-01-15T09:00:00Z"),
        ({"start_time": "2030-02-01T10:00:00Z", "type": 1}, "2030-01-15T09:00:00Z"),
    ],
)
async def test_the_start_is_utc_with_z_and_local_without(zoom, asked, starts_at):
    assert (await zoom.create(**asked))["start_time"] == starts_at


async def test_ids_do_not_fit_32_bits(zoom):
    assert (await zoom.create())["id"] > 2**32


async def test_a_passcode_is_made_unless_it_is_declined(zoom):
    made = (await zoom.create())["password"]
    declined = await zoom.create(default_password=False)

    assert (len(made), declined["password"], "pwd=" in declined["join_url"]) == (6, "", False)


async def test_a_passcode_of_ones_own_is_kept(zoom):
    assert (await zoom.create(password="abc-123"))["password"] == "abc-123"


async def test_each_meeting_has_a_join_link_of_its_own(zoom):
    one, another = await zoom.create(), await zoom.create()

    assert one["join_url"].startswith(f"http://127.0.0.1:8020/zoom/j/{one['id']}?pwd=")
    assert one["join_url"].partition("pwd=")[2] != another["join_url"].partition("pwd=")[2]


async def test_a_waiting_room_rules_out_joining_before_the_host(zoom):
    answer = await zoom.create(settings={"waiting_room": True, "join_before_host": True})

    assert answer["settings"]["join_before_host"] is False


async def test_a_meeting_that_nothing_guards_gets_a_waiting_room(zoom):
    answer = await zoom.create(default_password=False, settings={"waiting_room": False})

    assert answer["settings"]["waiting_room"] is True


async def test_a_setting_left_out_is_the_hosts_own(zoom):
    await zoom.connect("ben@clinica-norte.example")

    answer = await zoom.create(settings={"meeting_authentication": False})

    assert (answer["settings"]["meeting_authentication"], answer["settings"]["auto_recording"]) == (False, "cloud")
    assert answer["id"] == 7_238_604_419  # the personal room, as use_pmi was left out


async def test_a_host_has_a_hundred_creates_a_day(zoom):
    zoom.world.zoom.limits.changes[("zAnaRuiz3RkQm0a8vTq2Pw", zoom.world.clock.now().date())] = 99

    await zoom.create()
    refused = await zoom.call("POST", "/users/me/meetings", json={})

    assert refused.status_code == 429
    assert refused.json()["message"].startswith("You have exceeded the daily rate limit (100) of Meeting Create/Update")
    assert {"retry-after", "x-ratelimit-type"}.isdisjoint(refused.headers)


async def test_the_day_of_the_limit_begins_at_midnight_utc(zoom):
    zoom.world.zoom.limits.changes[("zAnaRuiz3RkQm0a8vTq2Pw", zoom.world.clock.now().date())] = 100
    zoom.world.clock.advance(timedelta(hours=15))
    await zoom.connect()

    assert (await zoom.call("POST", "/users/me/meetings", json={})).status_code == 201


@pytest.mark.parametrize(("fault", "status", "code"), [("zoom_refuses", 400, 3161), ("zoom_daily_limit", 429, 429)])
async def test_faults_of_creating_make_nothing(zoom, fault, status, code):
    zoom.world.faults.switch_on(fault, times=1)

    answer = await zoom.call("POST", "/users/me/meetings", json={})

    assert (answer.status_code, answer.json()["code"], zoom.world.zoom.meetings) == (status, code, {})
