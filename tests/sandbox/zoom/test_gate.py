from datetime import timedelta

import pytest


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer unknown", "Basic abc"])
async def test_without_a_good_token_the_answer_is_124(zoom, authorization):
    headers = {"Accept": "application/json"} | ({"Authorization": authorization} if authorization else {})

    answer = await zoom.http.get("/v2/users/me", headers=headers)

    assert (answer.status_code, answer.json()) == (401, {"code": 124, "message": "Invalid access token."})


async def test_an_access_token_lives_an_hour(zoom):
    zoom.world.clock.advance(timedelta(hours=1))

    answer = await zoom.call("GET", "/users/me")

    assert (answer.status_code, answer.json()) == (401, {"code": 124, "message": "Access token is expired."})


async def test_the_revoked_fault_ends_access_tokens(zoom):
    zoom.world.faults.switch_on("zoom_revoked")

    assert (await zoom.call("GET", "/users/me")).json()["code"] == 124


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/users/me", "user:read:user"),
        ("POST", "/users/me/meetings", "meeting:write:meeting"),
        ("GET", "/users/me/meetings", "meeting:read:list_meetings"),
        ("GET", "/meetings/12345678901", "meeting:read:meeting"),
        ("DELETE", "/meetings/12345678901", "meeting:delete:meeting"),
    ],
)
async def test_each_operation_needs_its_own_scope(zoom, method, path, scope):
    await zoom.connect(left_out=(scope,))

    answer = await zoom.call(method, path)

    message = f"Invalid access token, does not contain scopes:[{scope}]."
    assert (answer.status_code, answer.json()) == (400, {"code": 4711, "message": message})


async def test_errors_are_xml_for_a_client_that_does_not_ask_for_json(zoom):
    answer = await zoom.http.get("/v2/users/me", headers={"Authorization": "Bearer a", "Accept": "*/*"})

    assert answer.headers["content-type"] == "application/xml"
    assert answer.text.endswith("<error><code>124</code><message>Invalid access token.</message></error>")


@pytest.mark.parametrize("path", ["/users/ana@clinica-norte.example", "/users/zAnaRuiz3RkQm0a8vTq2Pw/meetings"])
async def test_a_user_is_called_me_and_nothing_else(zoom, path):
    answer = await zoom.call("GET", path)

    assert (answer.status_code, answer.json()["code"]) == (404, 1001)


@pytest.mark.parametrize(("method", "path"), [("PUT", "/users/me"), ("GET", "/webinars/1"), ("PATCH", "/users/me")])
async def test_what_is_not_there_is_not_recognized(zoom, method, path):
    answer = await zoom.call(method, path)

    expected = {"code": 2300, "message": "This API endpoint is not recognized."}
    assert (answer.status_code, answer.json()) == (400, expected)


async def test_an_unknown_query_parameter_is_refused(zoom):
    answer = await zoom.call("GET", "/users/me", params={"fields": "email"})

    (error,) = answer.json()["errors"]
    assert (answer.json()["code"], error["field"]) == (300, "fields")


async def test_every_answer_has_zooms_headers(zoom):
    headers = (await zoom.call("GET", "/users/me")).headers

    names = ("x-ratelimit-category", "x-ratelimit-type", "x-ratelimit-limit", "x-ratelimit-remaining")
    assert [headers[name] for name in names] == ["Light", "QPS", "30", "29"]
    assert headers["x-zm-trackingid"].startswith("v=2.0;")


async def test_the_thirty_first_light_request_of_a_second_is_one_too_many(zoom):
    zoom.world.zoom.limits.monotonic = lambda: 100.0
    answers = [await zoom.call("GET", "/users/me") for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]


async def test_the_next_second_is_free_again(zoom):
    seconds = iter([100.0] * 30 + [101.0])
    zoom.world.zoom.limits.monotonic = lambda: next(seconds)

    answers = [await zoom.call("GET", "/users/me") for _ in range(31)]

    assert {answer.status_code for answer in answers} == {200}


async def test_medium_requests_have_a_limit_of_their_own(zoom):
    zoom.world.zoom.limits.monotonic = lambda: 100.0
    answers = [await zoom.call("GET", "/users/me/meetings") for _ in range(21)]

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]


async def test_a_limit_tells_when_to_come_back_as_a_moment(zoom):
    zoom.world.faults.switch_on("zoom_rate_limited", times=1)

    answer = await zoom.call("GET", "/users/me")

    assert (answer.status_code, answer.json()["code"]) == (429, 429)
    assert answer.headers["retry-after"] == "2030-01-15T09:00:01Z"
    assert answer.headers["x-ratelimit-type"] == "QPS"


async def test_the_traffic_shows_request_and_answer_without_secrets(zoom):
    await zoom.create(topic="Consultation")

    exchange = zoom.world.traffic.to("zoom")[-1]
    assert (exchange.method, exchange.path, exchange.status) == ("POST", "/v2/users/me/meetings", 201)
    assert (exchange.body, exchange.verdict) == ({"topic": "Consultation"}, "ok")
    assert exchange.answer["start_url"] == "***"


async def test_the_traffic_names_the_broken_rule(zoom):
    await zoom.call("POST", "/users/me/meetings", json={"duration": 0})

    verdict = zoom.world.traffic.to("zoom")[-1].verdict
    expected = "300: Validation Failed. [duration] Invalid parameter: duration. It must be from 1 to 1440."
    assert verdict == expected


async def test_people_read_their_own_profile(zoom):
    body = (await zoom.call("GET", "/users/me")).json()

    wanted = {"id", "account_id", "email", "display_name", "timezone", "type"}
    assert {name: value for name, value in body.items() if name in wanted} == {
        "id": "zAnaRuiz3RkQm0a8vTq2Pw",
        "account_id": "aCN0rteQ3mKzYw7Lb5Xd1g",
        "email": "ana@clinica-norte.example",
        "display_name": "Ana Ruiz",
        "timezone": "Europe/Madrid",
        "type": 2,
    }
