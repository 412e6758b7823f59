"""Zoom's webhooks over the real application: what is believed, and what follows of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from tests.builders import NOW, a_fact, a_grant, a_patient, a_scheduled_meeting, a_zoom_user
from tests.web.zoom_reports import ID, SECRET, UUID, a_report, as_bytes, send, signed

MEETING = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=2))
OPENED = a_fact(zoom_uuid=UUID, at=NOW)
STARTED = replace(MEETING, status=MeetingStatus.STARTED, started_at=NOW)
MIB = 1024 * 1024
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
    """Ana has connected Zoom, and her meeting has just begun."""
    async with web.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(MEETING)
    return web


async def known(web):
    async with web.store.reading() as look:
        return await look.meetings.get("meeting-one"), await look.facts.list_of("meeting-one")


async def drawings(web):
    """How often card and Home were asked for."""
    async with web.store.writing() as work:
        return [entry.revision + 1 for entry in await work.outbox.claim("worker", NOW, 9)]


# ---- what is Zoom's ------------------------------------------------------------------------------------------------


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


# ---- the proof that the secret is known ----------------------------------------------------------------------------


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


# ---- what follows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [str(ID), ID], ids=["text", "number"])
async def test_a_start_is_taken_whether_the_id_is_text_or_a_number(web, browser, number):
    answer = await send(browser, a_report(id=number))
    assert (answer.status_code, await known(web)) == (200, (STARTED, [OPENED]))


async def test_an_end_is_taken_even_if_it_comes_first(web, browser):
    for event in ("meeting.ended", "meeting.started"):
        assert (await send(browser, a_report(event))).status_code == 200
    ended = replace(MEETING, status=MeetingStatus.ENDED, started_at=NOW, ended_at=NOW)
    meeting, facts = await known(web)
    assert (meeting, set(facts)) == (ended, {OPENED, replace(OPENED, kind=FactKind.ENDED)})


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        ("meeting.started", NOW - timedelta(minutes=2)),
        ("meeting.ended", NOW - timedelta(minutes=1)),
    ],
)
async def test_without_the_moment_of_the_event_the_time_beside_it_counts(web, browser, event, moment):
    report = a_report(event)
    del report["event_ts"]
    await send(browser, report)
    assert [fact.at for fact in (await known(web))[1]] == [moment]


async def test_the_same_report_again_has_no_second_effect(web, browser):
    answers = [await send(browser, a_report(), at=int(NOW.timestamp()) - ago) for ago in (0, 0, 300, 1500, 5100)]
    assert {answer.status_code for answer in answers} == {200}
    assert (await known(web), await drawings(web)) == ((STARTED, [OPENED]), [1, 1])


@pytest.mark.parametrize(
    "report",
    [
        a_report(id="1"),
        a_report(host_id="zoom-user-ben"),
        a_report("meeting.participant_joined"),
        a_report("meeting.deleted"),
        a_report("app_deauthorized"),
        {"event": "meeting.started"},
        {"event": "meeting.started", "payload": []},
        {"event": ["meeting.started"]},
        {},
        [],
        7,
        None,
    ],
)
async def test_what_is_not_for_us_is_acknowledged_so_that_zoom_does_not_repeat_it(web, browser, report):
    answer = await send(browser, report)
    assert (answer.status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize("body", [b"", b"not json", b"{", b"\xff\xfe", b'{"a":' + b"9" * 5000 + b"}", b"[" * 100_000])
async def test_what_cannot_be_read_is_acknowledged_too(web, browser, body):
    assert ((await send(browser, body)).status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": True},
        {"id": 9.2674392836e10},
        {"id": "92674392836 "},
        {"id": "٩٢٦٧٤٣٩٢٨٣٦"},
        {"id": 10**30},
        {"uuid": None},
        {"uuid": ""},
        {"uuid": "x" * 65},
        {"uuid": "a\x00b"},
        {"host_id": None},
        {"host_id": ["zoom-user-ana"]},
    ],
)
async def test_a_report_that_says_too_little_is_passed_over(web, browser, changes):
    answer = await send(browser, a_report(**changes))
    assert (answer.status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize("moment", [None, "1894714200000", 1e12, True, 10**30, -(10**30)])
async def test_a_moment_that_makes_no_sense_is_not_taken(web, browser, moment):
    report = a_report(start_time=None) | {"event_ts": moment}
    assert ((await send(browser, report)).status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize(
    "meeting",
    [MEETING.cancelled("I am ill.", NOW), replace(MEETING, status=MeetingStatus.ENDED).deleted(NOW)],
    ids=["cancelled", "deleted"],
)
async def test_a_late_report_changes_nothing_of_what_is_called_off_or_deleted(web, browser, meeting):
    async with web.store.writing() as work:
        await work.meetings.save(meeting)
    assert (await send(browser, a_report())).status_code == 200
    assert (await known(web), await drawings(web)) == ((meeting, [OPENED]), [])


async def test_while_the_database_is_away_zoom_is_asked_to_repeat(web, browser):
    web.store.failing_writes = 1
    first, again = [await send(browser, a_report()) for _ in range(2)]
    assert (first.status_code, again.status_code, (await known(web))[0]) == (500, 200, STARTED)
    assert "the database is away" not in first.text


async def test_a_report_may_be_as_long_as_any_request(web, browser):
    long = as_bytes(a_report(topic="x"))
    padded = long.replace(b'"topic":"x"', b'"topic":"' + b"x" * (MIB - len(long) + 1) + b'"')
    assert len(padded) == MIB
    assert ((await send(browser, padded)).status_code, (await known(web))[0]) == (200, STARTED)
    assert (await send(browser, padded + b" ")).status_code == 413


async def test_nothing_of_a_report_is_logged_but_ids(browser, caplog):
    caplog.set_level("DEBUG")
    await send(browser, a_report())
    await send(browser, a_report(), headers={})
    shown = caplog.text
    assert "taken kind=started meeting=meeting-one" in shown
    assert [word for word in ("Revisi", UUID, "zoom-user-ana", SECRET) if word in shown] == []
