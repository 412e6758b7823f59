"""The interface for the clinic's own site, over the real application."""

import json
from datetime import timedelta

import pytest

from bot.domain.api_key import new_api_key
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.parting import Fate
from bot.domain.trust import HowChosen
from bot.record_stores import AlreadyKnown
from bot.services.trusting import Trusting
from bot.web.api.body import MOST_BYTES
from bot.web.api.pace import MOST_AT_ONCE
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, a_trust
from tests.fakes.edges import FakeWaker

ANA, BEN = "U0ANA000001", "U0BEN000001"
PATIENT = "/api/v1/patients/4711"
MIB = 1024 * 1024


@pytest.fixture
async def key(web):
    key, token = new_api_key("Site", NOW)
    async with web.store.writing() as work:
        await work.api_keys.add(key)
    web.token = token
    return key


@pytest.fixture
async def site(web, key):
    """The clinic's site, with its key."""
    async with web.browser() as client:
        client.headers["Authorization"] = f"Bearer {web.token}"
        yield client


def a_body(*professionals, **changes):
    chosen = [each if isinstance(each, dict) else {"slack_user_id": each} for each in professionals]
    return {"name": "Noah Clarke", "mail": "noah@patients.example", "professionals": chosen, **changes}


async def put(site, *professionals, at=PATIENT, **changes):
    body = json.dumps(a_body(*professionals, **changes))
    return await site.put(at, content=body, headers={"Content-Type": "application/json"})


def chosen(answer):
    return [each["slack_user_id"] for each in answer.json()["professionals"]]


async def trusting(web):
    async with web.store.reading() as look:
        return await look.people.list_trusting_patients("professional-ana")


def known(web):
    return next(iter(web.store.state.patients))


async def given_noah(web, how=HowChosen.PAGE):
    async with web.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust(how=how))


async def leave(web):
    service = Trusting(store=web.store, clock=web.clock, waker=FakeWaker())
    await service.withdraw(known(web), "professional-ana", Fate.KEEP, actor=known(web))


async def test_a_patient_is_pushed_with_their_choices(web, site):
    answer = await put(site, ANA, {"slack_user_id": BEN, "chosen_at": "2026-11-01"}, zone="Asia/Tokyo", language="ES")
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "external_id": "4711",
            "professionals": [
                {"slack_user_id": ANA, "chosen_at": "2026-11-16T09:00:00Z", "how": "api"},
                {"slack_user_id": BEN, "chosen_at": "2026-11-01T00:00:00Z", "how": "api"},
            ],
            "held_back": [],
        },
    )
    [noah] = await trusting(web)
    assert (noah.external_id, noah.name, noah.mail, noah.zone.key, noah.language) == (
        "4711",
        "Noah Clarke",
        "noah@patients.example",
        "Asia/Tokyo",
        "es",
    )


async def test_the_same_again_changes_nothing(web, site):
    await put(site, ANA)
    before = web.store.state
    answer = await put(site, ANA)
    assert (answer.status_code, chosen(answer)) == (200, [ANA])
    assert (web.store.state.audit, web.store.state.patients, web.store.state.trusts) == (
        before.audit,
        before.patients,
        before.trusts,
    )


async def test_who_is_left_out_is_no_longer_chosen_and_is_told(web, site):
    await put(site, ANA, BEN)
    assert chosen(await put(site, BEN)) == [BEN]
    assert await trusting(web) == []
    kinds = [stored.entry.kind for stored in web.store.state.outbox.values()]
    assert OutboxKind.SLACK_NOTICE in kinds


@pytest.mark.parametrize(
    ("meetings", "status"),
    [({}, MeetingStatus.SCHEDULED), ({"meetings": "cancel"}, MeetingStatus.CANCELLED)],
)
async def test_meetings_stay_unless_they_are_to_be_called_off(web, site, meetings, status):
    await put(site, ANA)
    async with web.store.writing() as work:
        await work.meetings.add(a_scheduled_meeting(patient_id=known(web)))
    await put(site, **meetings)
    assert web.store.state.meetings["meeting-one"].status is status


@pytest.mark.parametrize("how", [HowChosen.PAGE, HowChosen.INVITATION])
async def test_what_the_patient_chose_here_is_not_the_sites_to_leave_out(web, site, how):
    await given_noah(web, how)
    assert chosen(await put(site, BEN)) == [ANA, BEN]
    assert [each.external_id for each in await trusting(web)] == ["4711"]
    assert chosen(await put(site, BEN, {"slack_user_id": ANA, "chosen": False})) == [BEN]


async def test_what_the_patient_took_back_here_is_held_back(web, site):
    await put(site, ANA)
    await leave(web)
    answer = await put(site, ANA)
    assert (chosen(answer), answer.json()["held_back"]) == ([], [ANA])
    web.clock.advance(timedelta(minutes=2))
    later = {"slack_user_id": ANA, "chosen_at": "2026-11-16T09:01:00Z"}
    assert chosen(await put(site, later)) == [ANA]


async def test_a_patient_who_was_erased_is_held_back(web, site):
    await put(site, ANA)
    await leave(web)
    async with web.store.writing() as work:
        await work.people.erase_patient(known(web), NOW)
    answer = await put(site, ANA)
    assert (answer.status_code, answer.json()["held_back"]) == (200, [ANA])
    assert (await site.get(PATIENT)).status_code == 404


async def test_a_patient_is_erased_as_if_they_had_asked(web, site, key):
    await put(site, ANA)
    answer = await site.delete(PATIENT)
    assert (answer.status_code, answer.content) == (202, b"")
    assert await trusting(web) == []
    assert OutboxKind.PATIENT_ERASE in [stored.entry.kind for stored in web.store.state.outbox.values()]
    asked = {"at": NOW, "actor": f"api:{key.id}", "action": "erase", "about": known(web), "outcome": "asked"}
    assert asked in web.store.state.audit.values()
    assert (await put(site, ANA)).json()["held_back"] == [ANA]


async def test_nobody_is_erased_as_nobody(site):
    assert (await site.delete(PATIENT)).status_code == 404


async def test_of_a_patient_who_chose_nobody_nothing_is_kept(web, site):
    answer = await put(site)
    assert (answer.status_code, chosen(answer), web.store.state.patients) == (200, [], {})


async def test_how_a_patient_stands_is_told_without_name_and_mail(web, site):
    put_answer = await put(site, ANA)
    answer = await site.get(PATIENT)
    assert (answer.status_code, answer.json()) == (200, put_answer.json())
    assert "Noah" not in answer.text


async def test_nobody_is_told_of_as_nobody(site):
    answer = await site.get("/api/v1/patients/4712")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        "Basic Y29uc3VsdGE6",
        "Bearer consulta_" + "0" * 12 + "_" + "A" * 43,
        "Bearer {id}_" + "A" * 43,
        "Bearer consulta_{id}_" + "A" * 43,
    ],
)
@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
async def test_without_a_key_that_holds_nothing_is_done(web, browser, key, authorization, method):
    headers = {"Authorization": authorization.format(id=key.id)}
    answer = await browser.request(method, PATIENT, json=a_body(ANA), headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (web.store.state.patients, web.store.state.api_keys[key.id].last_used_at) == ({}, None)


async def test_a_key_that_was_revoked_opens_nothing(web, site, key):
    async with web.store.writing() as work:
        await work.api_keys.revoke(key.id, NOW)
    assert (await put(site, ANA)).status_code == 401


async def test_the_last_use_of_a_key_is_noted_to_the_minute(web, site, key):
    for seconds in (0, 30, 40):
        web.clock.advance(timedelta(seconds=seconds))
        await site.get(PATIENT)
    assert web.store.state.api_keys[key.id].last_used_at == NOW + timedelta(seconds=70)
    web.clock.advance(timedelta(seconds=59))
    await site.get(PATIENT)
    assert web.store.state.api_keys[key.id].last_used_at == NOW + timedelta(seconds=70)


async def test_each_change_is_audited_with_the_key(web, site, key):
    await put(site, ANA)
    await put(site, name="Noah Bell")
    patient, said = known(web), {"at": NOW, "actor": f"api:{key.id}", "about": known(web)}
    assert [*web.store.state.audit.values()] == [
        {**said, "action": "record", "outcome": "added"},
        {**said, "action": "choose", "outcome": "professional-ana"},
        {**said, "action": "leave", "outcome": "professional-ana"},
        {**said, "action": "record", "outcome": "changed"},
    ]
    assert patient == said["about"]


async def test_two_ids_for_one_name_and_mail_are_a_conflict(web, site):
    await put(site, ANA)
    answer = await put(site, BEN, at="/api/v1/patients/4712")
    assert (answer.status_code, answer.json()["title"]) == (409, "Conflict")
    assert "4711" not in answer.text
    assert len(web.store.state.patients) == 1


@pytest.mark.parametrize(("failures", "status"), [(1, 201), (2, 409)])
async def test_a_patient_written_at_the_same_moment_is_looked_at_again(web, site, monkeypatch, failures, status):
    left = [AlreadyKnown] * failures

    async def save_patients(self, patients):
        if left:
            raise left.pop()
        for each in patients:
            await self._people.save_patient(each)

    monkeypatch.setattr("tests.fakes.records.FakeRecords.save_patients", save_patients)
    assert (await put(site, ANA)).status_code == status


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": None}, "#/name"),
        ({"name": "\ud800"}, "#/name"),
        ({"mail": "a@b.example, c@d.example"}, "#/mail"),
        ({"zone": "Madrid"}, "#/zone"),
        ({"language": "spanish"}, "#/language"),
        ({"meetings": "forget"}, "#/meetings"),
        ({"professionals": None}, "#/professionals"),
        ({"professionals": [{}] * 101}, "#/professionals"),
        ({"professionals": [{"slack_user_id": ANA}] * 2}, "#/professionals"),
        ({"professionals": [ANA]}, "#/professionals/0"),
        ({"professionals": [{"slack_user_id": "@ana"}]}, "#/professionals/0/slack_user_id"),
        ({"professionals": [{"slack_user_id": ANA, "chosn": False}]}, "#/professionals/0"),
        ({"professionals": [{"slack_user_id": ANA, "chosen": "no"}]}, "#/professionals/0/chosen"),
        ({"professionals": [{"slack_user_id": ANA, "chosen_at": "2027-01-01"}]}, "#/professionals/0/chosen_at"),
        ({"professionals": [{"slack_user_id": ANA, "chosen_at": "0001-01-01"}]}, "#/professionals/0/chosen_at"),
        ({"phone": "1"}, "#"),
    ],
)
async def test_what_is_to_be_mended_is_pointed_at_and_nothing_is_changed(web, site, changes, pointer):
    answer = await put(site, **{"professionals": [{"slack_user_id": ANA}], **changes})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert web.store.state.patients == {}


async def test_all_that_is_to_be_mended_is_told_at_once(site):
    answer = await site.put(PATIENT, json={"mail": "noah", "professionals": []})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/name", "#/mail"]


@pytest.mark.parametrize("external_id", ["a%20b", "a" * 65, "%C3%A1"])
@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
async def test_an_id_that_cannot_be_is_named(site, external_id, method):
    answer = await site.request(method, f"/api/v1/patients/{external_id}", json=a_body(ANA))
    assert (answer.status_code, [each["parameter"] for each in answer.json()["errors"]]) == (422, ["external_id"])


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"name": "a", "name": "b"}', "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b"[" * 20_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (MOST_BYTES + 1), "application/json", 413),
        (b" " * (MIB + 1), "application/json", 413),
    ],
)
async def test_what_is_no_json_of_a_fair_size_is_refused(site, body, media, status):
    answer = await site.put(PATIENT, content=body, headers={"Content-Type": media})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(("method", "path", "status"), [("POST", PATIENT, 405), ("GET", "/api/v1/nothing", 404)])
async def test_what_is_not_there_is_told_as_a_problem(site, method, path, status):
    answer = await site.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


async def test_a_key_may_go_so_fast_and_then_is_told_when_to_go_on(web, site):
    statuses = [(await site.get(PATIENT)).status_code for _ in range(MOST_AT_ONCE + 1)]
    assert statuses == [404] * MOST_AT_ONCE + [429]
    assert (await site.get(PATIENT)).headers["retry-after"] == "1"
    web.clock.advance(timedelta(seconds=1))
    assert (await site.get(PATIENT)).status_code == 404


async def test_no_answer_is_kept_by_anybody(site):
    answers = [await put(site, ANA), await site.get(PATIENT), await site.get("/api/v1/nothing")]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_a_fault_of_ours_is_a_problem_that_says_nothing(web, site, caplog):
    web.store.failing_writes = 1
    answer = await put(site, ANA)
    reference = answer.json()["detail"].partition("under ")[2][:8]
    assert (answer.status_code, f"ref={reference}" in caplog.text) == (500, True)
    assert "Noah" not in caplog.text + answer.text


async def test_a_professional_never_seen_is_noted_for_the_day_they_come(web, site):
    await put(site, "U0NEW000001")
    [new] = [each for each in web.store.state.professionals.values() if each.slack_user_id == "U0NEW000001"]
    assert not new.is_served
    assert a_professional().id != new.id
