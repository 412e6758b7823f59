from urllib.parse import parse_qs, urlsplit

import pytest

REFUSED = [
    ({"response_type": "token"}, 4700, "Invalid response_type"),
    ({"response_type": None}, 4700, "Invalid response_type"),
    ({"client_id": "another"}, 4702, "Invalid client_id"),
    ({"redirect_uri": "http://localhost:8021/zoom/callback/"}, 4700, "Invalid redirect: http://localhost:8021/zoom"),
    ({"redirect_uri": None}, 4700, "Invalid redirect"),
    ({"scope": "user:read:user"}, 4711, "Invalid scope"),
    ({"state": '{"user": 1}'}, 4700, "Invalid state"),
    ({"state": None}, 4700, "Invalid state"),
    ({"code_challenge_method": None}, 4700, "Invalid code_challenge_method"),
    ({"code_challenge_method": "plain"}, 4700, "Invalid code_challenge_method"),
    ({"code_challenge": None}, 4700, "Invalid code_challenge:"),
    ({"code_challenge": "short"}, 4700, "Invalid code_challenge:"),
    ({"prompt": "login"}, 4700, "Unknown parameter: prompt."),
]


@pytest.mark.parametrize(("changes", "code", "message"), REFUSED)
async def test_a_wrong_request_is_refused_by_zoom_itself(stranger, changes, code, message):
    answer = await stranger.http.get("/oauth/authorize", params=stranger.authorize_query(**changes))

    body = answer.json()
    assert (answer.status_code, body["errorCode"], body["status"]) == (400, code, False)
    assert body["errorMessage"].startswith(message)


async def test_the_consent_page_offers_every_account_and_every_scope(stranger):
    page = (await stranger.http.get("/oauth/authorize", params=stranger.authorize_query())).text

    accounts = [account.user_id for account in stranger.world.zoom.accounts.values()]
    assert [text for text in [*accounts, *stranger.world.zoom.app.scopes] if f'value="{text}"' not in page] == []


async def test_the_consent_page_escapes_what_it_was_sent(stranger):
    page = await stranger.http.get("/oauth/authorize", params=stranger.authorize_query(redirect_uri="<script>"))

    assert page.headers["content-type"] == "application/json"


async def decided(stranger, **form):
    fields = stranger.authorize_query() | form
    answer = await stranger.http.post("/oauth/authorize", data=fields)
    assert answer.status_code == 302
    address = urlsplit(answer.headers["location"])
    return f"{address.scheme}://{address.netloc}{address.path}", parse_qs(address.query)


async def test_allowing_sends_the_browser_back_with_a_code_and_the_state(stranger):
    address, query = await decided(stranger, account="zAnaRuiz3RkQm0a8vTq2Pw", decision="allow")

    code = query.pop("code")[0]
    assert (address, query) == ("http://localhost:8021/zoom/callback", {"state": ["some-state"]})
    assert code in stranger.world.zoom.grants.codes


async def test_declining_sends_the_browser_back_with_the_error_of_the_rfc(stranger):
    _, query = await decided(stranger, account="zAnaRuiz3RkQm0a8vTq2Pw", decision="decline")

    assert query == {"error": ["access_denied"], "state": ["some-state"]}


async def test_an_account_outside_the_app_owners_is_not_let_in(stranger):
    _, query = await decided(stranger, account="zOlgaFar2Nc7Jw5BtKv0Ra", decision="allow")

    assert query == {"error": ["unauthorized_client"], "state": ["some-state"]}


async def test_only_the_ticked_scopes_are_granted(stranger):
    scopes = ["meeting:read:meeting", "user:read:user", "not:of:this:app"]

    _, query = await decided(stranger, account="zAnaRuiz3RkQm0a8vTq2Pw", decision="allow", scopes=scopes)

    answer = await stranger.redeem(query["code"][0])
    assert answer.json()["scope"] == "meeting:read:meeting user:read:user"


async def test_nobody_signed_in_is_told_so(stranger):
    form = stranger.authorize_query() | {"decision": "allow", "account": "nobody"}

    answer = await stranger.http.post("/oauth/authorize", data=form)

    assert answer.json()["errorMessage"] == "Nobody is signed in."


async def test_codes_and_states_are_not_kept_in_the_traffic(stranger):
    await decided(stranger, account="zAnaRuiz3RkQm0a8vTq2Pw", decision="allow")

    (exchange,) = stranger.world.traffic.to("zoom")
    assert exchange.answer == {"location": "http://localhost:8021/zoom/callback"}
    assert exchange.body["state"] == "***"


async def test_zoom_that_is_down_shows_a_page_instead_of_json(stranger):
    stranger.world.faults.switch_on("zoom_down", times=1)

    answer = await stranger.http.get("/oauth/authorize")

    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
