"""Zoom's signature over the real application: what is believed, and the proof that we know the secret."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import NOW, a_fact, a_grant, a_zoom_user
from tests.web.zoom_reports import MEETING, a_report, as_bytes, given_a_meeting, known, send, signed

# The contract's test vectors (section 4.2 and 4.3).
VALIDATION = (
    b'{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680}'
)
VALIDATION_SIGNED = {
    "x-zm-request-timestamp": "1654503849",
    "x-zm-signature": "v0=b7ca7b4701973ed508c1b9416d6b48508805f163c751260ec72d9dca49e32a9c",
}
REPORT = (
    '{"event":"meeting.started","payload":{"account_id":"AAAAAABBBB","object":{"duration":30,'
    '"start_time":"2030-01-15T13:30:00Z","timezone":"Europe/Madrid","topic":"Revisión \u2013 niño 🚒",'
    '"id":"92674392836","type":2,"uuid":"aDYlohsHRtCd4ii1uC2+hA==","host_id":"30R7kT7bTIKSNUFEuH_Qlg"}},"event_ts":1894714200000}'
).encode()
REPORT_SIGNED = {
    "x-zm-request-timestamp": "1894714200",
    "x-zm-signature": "v0=78a421654ff4674d060be5424c878a1b180011749ad3ed4840821bc5f2593f05",
}


@pytest.fixture
async def web(web):
    await given_a_meeting(web)
    return web


async def test_the_documented_report_is_believed(web, browser):
    web.clock.instant = datetime.fromtimestamp(1894714200, UTC)
    async with web.store.writing() as work:
        user = a_zoom_user(zoom_user_id="30R7kT7bTIKSNUFEuH_Qlg")
        await work.connections.connect("professional-ana", a_grant(), user, NOW)
    answer = await send(browser, REPORT, headers=REPORT_SIGNED)
    opened = a_fact(zoom_uuid="aDYlohsHRtCd4ii1uC2+hA==", at=web.clock.instant)
    assert (answer.status_code, (await known(web))[1]) == (200, [opened])


async def test_the_documented_validation_is_answered_with_the_documented_proof(web, browser):
    web.clock.instant = datetime.fromtimestamp(1654503849, UTC)
    answer = await send(browser, VALIDATION, headers=VALIDATION_SIGNED)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
            "encryptedToken": "9c8ad56737c19db2904b301c0781e86857e999f39f07727668cf62a5e7e298c8",
        },
    )


GOOD = signed(as_bytes(a_report()))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-zm-signature": GOOD["x-zm-signature"]},
        {"x-zm-request-timestamp": GOOD["x-zm-request-timestamp"]},
        GOOD | {"x-zm-signature": GOOD["x-zm-signature"][:-1]},
        GOOD | {"x-zm-signature": GOOD["x-zm-signature"].upper()},
        GOOD | {"x-zm-signature": GOOD["x-zm-signature"].removeprefix("v0=")},
        GOOD | {"x-zm-request-timestamp": str(int(GOOD["x-zm-request-timestamp"]) + 1)},
        signed(as_bytes(a_report()), secret="another-secret"),
        signed(as_bytes(a_report("meeting.ended"))),
        signed(as_bytes(a_report()), at="abc"),
        signed(as_bytes(a_report()), at=""),
        signed(as_bytes(a_report()), at="9" * 400),
        signed(as_bytes(a_report()), at="-1"),
        signed(as_bytes(a_report()), at=f"{int(NOW.timestamp())}.0"),
    ],
)
async def test_what_zoom_did_not_sign_is_refused_and_does_nothing(web, browser, headers):
    answer = await send(browser, a_report(), headers=headers)
    assert (answer.status_code, await known(web)) == (401, (MEETING, []))


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(minutes=85), 200),
        (timedelta(minutes=90), 200),
        (timedelta(minutes=90, seconds=1), 401),
        (timedelta(days=400), 401),
        (-timedelta(minutes=5), 200),
        (-timedelta(minutes=5, seconds=1), 401),
    ],
)
async def test_a_signature_is_good_for_as_long_as_zoom_repeats(web, browser, age, status):
    at = int((NOW - age).timestamp())
    assert (await send(browser, a_report(), at=at)).status_code == status


async def test_the_bytes_are_signed_not_what_they_mean(browser):
    respaced = as_bytes(a_report()).replace(b'":', b'": ')
    assert (await send(browser, respaced, headers=signed(as_bytes(a_report())))).status_code == 401


async def test_without_a_secret_nothing_is_believed(web):
    web.webhook_secret = ""
    async with web.browser() as browser:
        answers = [await send(browser, body, secret="") for body in (a_report(), VALIDATION)]
    assert ([answer.status_code for answer in answers], await known(web)) == ([503, 503], (MEETING, []))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
async def test_the_address_takes_reports_only(browser, method):
    assert (await browser.request(method, "/zoom/webhook")).status_code == 405


def validation(token):
    return {"event": "endpoint.url_validation", "payload": {"plainToken": token}, "event_ts": 1}


async def test_an_unsigned_validation_is_no_way_to_a_signature(browser):
    answer = await send(browser, VALIDATION, headers={})
    assert (answer.status_code, "encryptedToken" in answer.text) == (401, False)


@pytest.mark.parametrize(
    "token", ["v0:1654503849:{}", "", "a" * 65, "a b", "ñ", "a\n", None, 7, ["a"], {"plainToken": "a"}]
)
async def test_only_a_plain_token_is_signed(browser, token):
    answer = await send(browser, validation(token))
    assert (answer.status_code, "encryptedToken" in answer.text) == (400, False)


async def test_the_proof_of_one_token_signs_no_report(web, browser):
    proof = (await send(browser, validation("qgg8vlvZRS6UYooatFL8Aw"))).json()["encryptedToken"]
    headers = {"x-zm-request-timestamp": str(int(NOW.timestamp())), "x-zm-signature": f"v0={proof}"}
    assert (await send(browser, a_report(), headers=headers)).status_code == 401
    assert await known(web) == (MEETING, [])
