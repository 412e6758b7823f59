from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from bot.domain.failures import ZoomError
from bot.domain.zoom_connection import ZoomGrant, ZoomUser
from bot.zoom.oauth import ZoomAuthorization
from tests.builders import NOW, a_grant
from tests.fakes.edges import FakeClock

OAUTH = "https://zoom.example/oauth"
CALLBACK = "https://consulta.example/zoom/callback"
GIVEN = {
    "access_token": "access-2",
    "token_type": "bearer",
    "refresh_token": "refresh-2",
    "expires_in": 3599,
    "scope": "user:read:user meeting:write:meeting",
    "api_url": "https://api-eu.zoom.example",
}
GRANT = ZoomGrant(
    access_token="access-2",
    refresh_token="refresh-2",
    scopes=frozenset({"user:read:user", "meeting:write:meeting"}),
    expires_at=NOW + timedelta(seconds=3599),
)


@pytest.fixture
def oauth(http: httpx.AsyncClient) -> ZoomAuthorization:
    return ZoomAuthorization(
        http=http,
        oauth_url=OAUTH,
        api_url="https://api.zoom.example/v2",
        client_id="client",
        client_secret="s3cret",
        redirect_uri=CALLBACK,
        clock=FakeClock(),
    )


def form_of(request: httpx.Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}


def test_the_consent_page_is_asked_for_without_scopes_and_with_a_hashed_challenge(oauth: ZoomAuthorization) -> None:
    url = httpx.URL(oauth.authorize_url("state-1", "challenge-1"))

    assert (str(url.copy_with(query=None)), dict(url.params)) == (
        f"{OAUTH}/authorize",
        {
            "response_type": "code",
            "client_id": "client",
            "redirect_uri": CALLBACK,
            "state": "state-1",
            "code_challenge": "challenge-1",
            "code_challenge_method": "S256",
        },
    )


async def test_a_code_is_traded_for_a_grant(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json=GIVEN)]

    assert await oauth.exchange("code-1", "verifier-1") == GRANT


async def test_the_code_goes_in_the_body_with_the_verifier(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json=GIVEN)]

    await oauth.exchange("code-1", "verifier-1")

    assert (wire.lines, form_of(wire.requests[0])) == (
        [f"POST {OAUTH}/token"],
        {
            "grant_type": "authorization_code",
            "code": "code-1",
            "redirect_uri": CALLBACK,
            "code_verifier": "verifier-1",
        },
    )


async def test_the_app_names_itself_by_basic_authorization(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json=GIVEN)]

    await oauth.exchange("code-1", "verifier-1")

    headers = wire.requests[0].headers
    assert (headers["authorization"], headers["content-type"]) == (
        "Basic Y2xpZW50OnMzY3JldA==",
        "application/x-www-form-urlencoded",
    )


async def test_a_refresh_sends_the_newest_refresh_token(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json=GIVEN)]

    renewed = await oauth.refresh(a_grant())

    sent = {"grant_type": "refresh_token", "refresh_token": "refresh-1"}
    assert (renewed, form_of(wire.requests[0])) == (GRANT, sent)


async def test_a_refresh_that_does_not_name_scopes_keeps_them(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json={name: GIVEN[name] for name in GIVEN if name != "scope"})]

    assert (await oauth.refresh(a_grant())).scopes == a_grant().scopes


@pytest.mark.parametrize(
    "changes", [{"access_token": ""}, {"refresh_token": None}, {"expires_in": "soon"}, {"expires_in": None}]
)
async def test_half_a_grant_is_no_answer(oauth: ZoomAuthorization, wire: Any, changes: dict[str, object]) -> None:
    wire.answers = [httpx.Response(200, json=GIVEN | changes)]

    with pytest.raises(ZoomError, match="unknown"):
        await oauth.exchange("code-1", "verifier-1")


async def test_a_refresh_token_that_is_spent_needs_a_new_connection(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(400, json={"reason": "Invalid Token!", "error": "invalid_grant"})]

    with pytest.raises(ZoomError) as caught:
        await oauth.refresh(a_grant())

    assert (caught.value.code, caught.value.reconnect) == ("invalid_grant", True)


async def test_a_grant_is_given_back(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json={"status": "success"})]

    await oauth.revoke(a_grant())

    assert (wire.lines, form_of(wire.requests[0])) == ([f"POST {OAUTH}/revoke"], {"token": "access-1"})


async def test_the_account_of_a_grant_is_asked_for(oauth: ZoomAuthorization, wire: Any) -> None:
    wire.answers = [httpx.Response(200, json={"id": "user-1", "account_id": "account-1", "email": "ana@x.example"})]

    user = await oauth.whose(a_grant())

    assert (user, wire.lines) == (
        ZoomUser(zoom_user_id="user-1", zoom_account_id="account-1"),
        ["GET https://api.zoom.example/v2/users/me"],
    )


def test_the_secret_shows_in_no_repr(oauth: ZoomAuthorization) -> None:
    assert "s3cret" not in repr(oauth)
