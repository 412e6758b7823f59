"""Sign in with Slack, as strict as Slack is."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.launch import Options, open_sandbox

ANA = "U0ANA000001"


@pytest.fixture
async def world(tmp_path):
    async with open_sandbox(Options(port=0, bot_port=0, smtp_port=0, data_dir=tmp_path, with_bot=False)) as sandbox:
        yield sandbox.world


@pytest.fixture
async def http(world):
    async with httpx.AsyncClient(base_url=f"{world.addresses.sandbox}/slack", trust_env=False) as client:
        yield client


def request_of(world, **changes):
    app = world.slack.app
    plain = {
        "response_type": "code",
        "scope": "openid",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "state": "state",
        "nonce": "nonce",
        "team": world.slack.team_id,
    }
    return {**plain, **changes}


async def code_of(world, http):
    form = {**request_of(world), "account": ANA, "decision": "allow"}
    answer = await http.post("/openid/connect/authorize", data=form)
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


async def token_for(world, http, code, **changes):
    app = world.slack.app
    form = {"code": code, "redirect_uri": app.redirect_uris[0], "grant_type": "authorization_code"}
    own = {"client_id": app.client_id, "client_secret": app.client_secret}
    return (await http.post("/api/openid.connect.token", data={**form, **own, **changes})).json()


async def test_who_allows_it_comes_back_with_a_code_for_themselves(world, http):
    given = await token_for(world, http, await code_of(world, http))
    claims = json.loads(base64.urlsafe_b64decode(given["id_token"].split(".")[1] + "=="))
    assert (claims["nonce"], claims["aud"]) == ("nonce", world.slack.app.client_id)
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    user = (await http.post("/api/openid.connect.userInfo", headers=headers)).json()
    assert (user["https://slack.com/user_id"], user["https://slack.com/team_id"]) == (ANA, world.slack.team_id)


async def test_a_code_is_good_once(world, http):
    code = await code_of(world, http)
    await token_for(world, http, code)
    assert (await token_for(world, http, code))["error"] == "invalid_code"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"redirect_uri": "https://evil.example"}, "bad_redirect_uri"),
    ],
)
async def test_a_token_is_given_to_the_app_alone(world, http, changes, error):
    assert (await token_for(world, http, await code_of(world, http), **changes))["error"] == error


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "1.2"},
        {"redirect_uri": "https://evil.example"},
        {"scope": "openid email"},
        {"team": "T0OTHER0001"},
        {"prompt": "none"},
        {"response_type": "token"},
    ],
    ids=str,
)
async def test_a_wrong_request_is_shown_and_leads_nowhere(world, http, changes):
    assert (await http.get("/openid/connect/authorize", params=request_of(world, **changes))).status_code == 400


async def test_a_token_that_slack_never_gave_tells_nobody(http):
    headers = {"Authorization": "Bearer xoxp-made-up"}
    answer = await http.post("/api/openid.connect.userInfo", headers=headers)
    assert answer.json() == {"ok": False, "error": "invalid_auth"}
