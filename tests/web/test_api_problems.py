"""The interface for the clinic's own site: what it does not take, and how that is told."""

import pytest

from bot.record_stores import AlreadyKnown
from bot.web.api.body import MOST_BYTES
from tests.web.site import ANA, BEN, PATIENT, a_body, put

MIB = 1024 * 1024


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


async def test_no_answer_is_kept_by_anybody(site):
    answers = [await put(site, ANA), await site.get(PATIENT), await site.get("/api/v1/nothing")]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_a_fault_of_ours_is_a_problem_that_says_nothing(web, site, caplog):
    web.store.failing_writes = 1
    answer = await put(site, ANA)
    reference = answer.json()["detail"].partition("under ")[2][:8]
    assert (answer.status_code, f"ref={reference}" in caplog.text) == (500, True)
    assert "Noah" not in caplog.text + answer.text
