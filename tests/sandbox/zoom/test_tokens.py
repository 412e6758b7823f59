import base64
from datetime import timedelta

import pytest

SPENT = {"error": "invalid_grant", "reason": "Invalid Token!"}
BAD_CODE = {"error": "invalid_grant", "reason": "Invalid authorization code"}
BAD_REQUEST = {"error": "invalid_request", "reason": "Bad Request"}


async def test_a_code_gives_a_pair_of_tokens(stranger):
    answer = await stranger.redeem(stranger.code())

    body = answer.json()
    assert (len(body.pop("access_token")) > 500, len(body.pop("refresh_token")) > 500) == (True, True)
    assert body == {
        "token_type": "bearer",
        "expires_in": 3599,
        "scope": " ".join(sorted(stranger.world.zoom.app.scopes)),
        "api_url": "http://127.0.0.1:8020/zoom",
    }


@pytest.mark.parametrize("changes", [{"code_verifier": "w" * 64}, {"redirect_uri": "http://localhost:8021/"}])
async def test_a_code_needs_its_verifier_and_its_redirect(stranger, changes):
    answer = await stranger.redeem(stranger.code(), **changes)

    assert (answer.status_code, answer.json()) == (400, BAD_CODE)


async def test_a_code_is_good_once(stranger):
    code = stranger.code()
    await stranger.redeem(code)

    assert (await stranger.redeem(code)).json() == BAD_CODE


async def test_a_code_that_failed_is_spent_too(stranger):
    code = stranger.code()
    await stranger.redeem(code, code_verifier="w" * 64)

    assert (await stranger.redeem(code)).json() == BAD_CODE


async def test_a_code_lives_five_minutes(stranger):
    code = stranger.code()
    stranger.world.clock.advance(timedelta(minutes=5))

    assert (await stranger.redeem(code)).json() == BAD_CODE


async def test_every_refresh_gives_a_new_pair_and_spends_the_old_token(zoom):
    first = await zoom.connect()
    second = (await zoom.refresh(first["refresh_token"])).json()

    again = await zoom.refresh(first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    assert (again.status_code, again.json()) == (400, SPENT)


async def test_a_refreshed_grant_has_the_same_scopes(zoom):
    tokens = await zoom.connect(left_out=("user:read:user",))

    assert (await zoom.refresh(tokens["refresh_token"])).json()["scope"] == tokens["scope"]


async def test_a_refresh_token_lives_ninety_days(zoom):
    tokens = await zoom.connect()
    zoom.world.clock.advance(timedelta(days=90))

    assert (await zoom.refresh(tokens["refresh_token"])).json() == SPENT


async def test_a_later_authorization_of_the_same_person_ends_earlier_tokens(zoom):
    earlier = await zoom.connect()
    await zoom.connect()

    assert (await zoom.refresh(earlier["refresh_token"])).json() == SPENT


async def test_an_authorization_of_somebody_else_ends_nothing(zoom):
    earlier = await zoom.connect()
    await zoom.connect("ben@clinica-norte.example")

    assert (await zoom.refresh(earlier["refresh_token"])).status_code == 200


async def test_the_revoked_fault_refuses_refreshes(zoom):
    tokens = await zoom.connect()
    zoom.world.faults.switch_on("zoom_revoked", times=1)

    assert (await zoom.refresh(tokens["refresh_token"])).json() == SPENT


async def test_revoking_ends_both_tokens(zoom):
    tokens = await zoom.connect()

    answer = await zoom.post_form("/oauth/revoke", token=tokens["access_token"])

    assert answer.json() == {"status": "success"}
    assert (await zoom.refresh(tokens["refresh_token"])).json() == SPENT
    assert (await zoom.call("GET", "/users/me")).json()["code"] == 124


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"token": "unknown"}, SPENT), ({}, BAD_REQUEST), ({"token": "t", "client_id": "c"}, BAD_REQUEST)],
)
async def test_revoking_wants_exactly_a_token_it_knows(stranger, fields, expected):
    answer = await stranger.post_form("/oauth/revoke", **fields)

    assert (answer.status_code, answer.json()) == (400, expected)


@pytest.mark.parametrize(
    "authorization", ["", "Basic", "Basic ###", "Bearer abc", "Basic " + base64.b64encode(b"id:wrong").decode()]
)
async def test_the_app_signs_in_with_basic_credentials_only(stranger, authorization):
    form = {
        "client_id": stranger.world.zoom.app.client_id,
        "client_secret": stranger.world.zoom.app.client_secret,
        "grant_type": "refresh_token",
    }

    answer = await stranger.http.post("/oauth/token", data=form, headers={"Authorization": authorization})

    expected = {"error": "invalid_client", "reason": "Invalid client_id or client_secret"}
    assert (answer.status_code, answer.json()) == (401, expected)


@pytest.mark.parametrize(
    "fields",
    [
        {"grant_type": "refresh_token"},
        {"grant_type": "refresh_token", "refresh_token": "r", "scope": "user:read:user"},
        {"grant_type": "authorization_code", "code": "c", "redirect_uri": "u"},
        {"grant_type": "refresh_token", "refresh_token": ["r", "r"]},
    ],
)
async def test_missing_unknown_and_doubled_fields_are_a_bad_request(stranger, fields):
    answer = await stranger.post_form("/oauth/token", **fields)

    assert (answer.status_code, answer.json()) == (400, BAD_REQUEST)


async def test_another_grant_type_is_not_supported(stranger):
    answer = await stranger.post_form("/oauth/token", grant_type="client_credentials")

    expected = {"error": "unsupported_grant_type", "reason": "unsupported grant type"}
    assert (answer.status_code, answer.json()) == (400, expected)


async def test_fields_in_the_query_are_refused(stranger):
    query = {"grant_type": "refresh_token", "refresh_token": "r"}

    answer = await stranger.http.post("/oauth/token", params=query, headers=stranger.basic)

    assert (answer.status_code, answer.json()) == (400, BAD_REQUEST)


async def test_a_json_body_is_refused(stranger):
    body = {"grant_type": "refresh_token", "refresh_token": "r"}

    answer = await stranger.http.post("/oauth/token", json=body, headers=stranger.basic)

    assert (answer.status_code, answer.json()) == (400, BAD_REQUEST)


async def test_no_token_is_kept_in_the_traffic(zoom):
    await zoom.refresh((await zoom.connect())["refresh_token"])

    exchange = zoom.world.traffic.to("zoom")[-1]
    assert (exchange.path, exchange.body) == (
        "/oauth/token",
        {"grant_type": "refresh_token", "refresh_token": "***"},
    )
    assert (exchange.answer["access_token"], exchange.answer["refresh_token"]) == ("***", "***")


async def test_of_a_verifier_the_traffic_tells_the_length(stranger):
    await stranger.redeem("another", code_verifier="v" * 43)

    assert stranger.world.traffic.to("zoom")[-1].body["code_verifier"] == "*" * 43


async def test_the_traffic_tells_what_zoom_does_not(stranger):
    await stranger.redeem("another")

    verdict = stranger.world.traffic.to("zoom")[-1].verdict
    assert verdict.endswith("(spent, too old, or not this redirect and verifier)")
