from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.api_key import new_api_key
from bot.record_stores import AlreadyKnown
from tests.builders import ANA, BEN, NOW, TEAM, a_patient, a_professional, a_trust

KNOWN = a_patient(external_id="4711")
MIA = a_patient(id="patient-mia", name="Mia Clarke")
LATER = NOW + timedelta(days=1)


async def known(work, external_ids=(), mails=(), team=TEAM):
    return await work.records.list_known(team, external_ids=external_ids, mails=mails)


async def test_patients_are_found_by_the_clinics_id_or_by_mail(work):
    await work.records.save_patients([KNOWN, MIA, a_patient(id="patient-leo", mail="leo@patients.example")])
    assert await known(work, external_ids=["4711", "none"]) == [KNOWN]
    assert {each.id for each in await known(work, mails=["NOAH@patients.example"])} == {KNOWN.id, MIA.id}
    assert await known(work, external_ids=["4711"], team="T0OTHER0001") == await known(work) == []


async def test_patients_saved_again_are_changed(work):
    await work.records.save_patients([a_patient(), MIA])
    await work.records.save_patients([KNOWN, replace(MIA, language="es")])
    assert await work.people.get_patient(KNOWN.id) == KNOWN
    assert await work.people.find_patient_like(TEAM, name=MIA.name, mail=MIA.mail) == replace(MIA, language="es")


@pytest.mark.parametrize("other", [{"name": "Leo Clarke"}, {"external_id": "4712"}], ids=["the same id", "alike"])
@pytest.mark.parametrize("saves_many", [True, False])
async def test_the_same_patient_is_not_stored_twice(work, other, saves_many):
    twin = replace(KNOWN, id="patient-twin", **other)
    await work.people.save_patient(KNOWN)
    with pytest.raises(AlreadyKnown):
        await (work.records.save_patients([twin]) if saves_many else work.people.save_patient(twin))


async def test_who_was_erased_is_known_by_when_that_was(work):
    await work.records.save_patients([KNOWN, MIA])
    await work.people.erase_patient(KNOWN.id, NOW)
    keys = [("4711",), ("noah clarke", "noah@patients.example"), ("mia clarke", "noah@patients.example")]
    assert await work.records.list_erased(TEAM, keys) == dict.fromkeys(keys[:2], NOW)
    assert await work.records.list_erased("T0OTHER0001", keys) == {}
    assert await known(work, external_ids=["4711"]) == []
    await work.people.erase_patient(KNOWN.id, LATER)
    assert await work.records.list_erased(TEAM, keys) == dict.fromkeys(keys[:2], NOW)


async def test_many_patients_may_be_in_no_record(work):
    await work.records.save_patients([a_patient(), MIA])
    assert [each.external_id for each in await work.people.list_patients([MIA.id, "patient-noah"])] == ["", ""]


async def test_professionals_are_found_by_their_slack_ids(work):
    await work.people.save_professional(a_professional())
    found = await work.records.list_professionals(TEAM, {ANA.slack_user_id, BEN.slack_user_id})
    assert found == [a_professional()]
    assert await work.records.list_professionals("T0OTHER0001", {ANA.slack_user_id}) == []


@pytest.mark.usefixtures("people")
async def test_choices_are_listed_with_whoever_ended_them(work):
    ben = a_trust(professional_id="professional-ben")
    await work.records.save_choices([a_trust(), ben])
    await work.trusts.withdraw("professional-ben", "patient-noah", LATER, by="import")
    ended = replace(ben, withdrawn_at=LATER, withdrawn_by="import")
    assert set(await work.records.list_choices(["patient-noah"])) == {a_trust(), ended}
    assert await work.records.list_choices(["nobody"]) == []


@pytest.mark.usefixtures("people")
async def test_a_choice_that_stands_is_left_and_one_that_ended_is_given_again(work):
    again = a_trust(since=LATER)
    await work.records.save_choices([a_trust()])
    await work.records.save_choices([again])
    assert await work.trusts.find("professional-ana", "patient-noah") == a_trust()
    await work.trusts.withdraw("professional-ana", "patient-noah", NOW, by="patient-noah")
    await work.records.save_choices([again])
    assert await work.records.list_choices(["patient-noah"]) == [again]


async def test_nothing_to_save_is_nothing_to_do(work):
    await work.records.save_patients([])
    await work.records.save_choices([])
    await work.audit.add_all(at=NOW, actor="import", action="choose", outcomes=[])


async def test_a_key_is_found_as_it_was_made(work):
    key, _ = new_api_key("The clinic's site", NOW)
    await work.api_keys.add(key)
    assert await work.api_keys.find(key.id) == key
    assert await work.api_keys.find("nothing") is None


async def test_keys_are_listed_oldest_first_with_their_last_use(work):
    young, old = (new_api_key("site", at)[0] for at in (LATER, NOW))
    for key in (young, old):
        await work.api_keys.add(key)
    await work.api_keys.note_used(old.id, LATER)
    assert await work.api_keys.list_all() == [replace(old, last_used_at=LATER), young]


async def test_a_key_is_revoked_once(work):
    key, _ = new_api_key("site", NOW)
    await work.api_keys.add(key)
    assert await work.api_keys.revoke(key.id, LATER)
    assert not await work.api_keys.revoke(key.id, LATER)
    assert not await work.api_keys.revoke("nothing", LATER)
    assert await work.api_keys.find(key.id) == replace(key, revoked_at=LATER)
