"""The interface for the clinic's own site, over the real application."""

from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.parting import Fate
from bot.domain.trust import HowChosen
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, a_trust
from tests.fakes.edges import FakeWaker
from tests.trusting import Trusting
from tests.web.site import ANA, BEN, PATIENT, chosen, known, put, trusting


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


async def test_a_professional_never_seen_is_noted_for_the_day_they_come(web, site):
    await put(site, "U0NEW000001")
    [new] = [each for each in web.store.state.professionals.values() if each.slack_user_id == "U0NEW000001"]
    assert not new.is_served
    assert a_professional().id != new.id
