from dataclasses import replace

import pytest

from bot.domain.people import Actor
from bot.record_stores import AlreadyKnown
from tests.builders import ANA, BEN, MADRID, NEW_YORK, NOW, TEAM, a_patient, a_professional, a_trust, a_workspace


async def test_there_is_no_workspace_at_first(work):
    assert await work.people.find_workspace() is None


async def test_a_workspace_is_found_as_it_was_last_saved(work):
    await work.people.save_workspace(a_workspace())
    await work.people.save_workspace(a_workspace(name="Clinica Sur"))
    assert await work.people.find_workspace() == a_workspace(name="Clinica Sur")


async def test_a_professional_is_known_by_id_and_as_an_actor(work):
    saved = await work.people.save_professional(a_professional())
    assert saved == a_professional()
    assert await work.people.get_professional(saved.id) == saved
    assert await work.people.find_professional(ANA) == saved


async def test_a_professional_never_seen_is_not_found(work):
    await work.people.save_professional(a_professional())
    assert await work.people.find_professional(BEN) is None
    assert (
        await work.people.find_professional(Actor(slack_team_id="T0OTHER0001", slack_user_id=ANA.slack_user_id)) is None
    )


async def test_saving_a_professional_again_keeps_the_id_that_is_stored(work):
    await work.people.save_professional(a_professional(seen_at=None))
    saved = await work.people.save_professional(a_professional(id="another", name="Ana R."))
    assert saved == a_professional(name="Ana R.")
    assert await work.people.find_professional(ANA) == saved


async def test_who_is_not_stored_cannot_be_got(work):
    with pytest.raises(LookupError):
        await work.people.get_professional("nobody")
    with pytest.raises(LookupError):
        await work.people.get_patient("nobody")


async def test_a_patient_without_a_zone_comes_back_as_saved(work):
    await work.people.save_patient(a_patient(zone=None))
    assert await work.people.get_patient("patient-noah") == a_patient(zone=None)


async def test_a_patient_saved_again_is_changed(work):
    await work.people.save_patient(a_patient())
    await work.people.save_patient(a_patient(name="Noah J. Clarke", language="es"))
    assert await work.people.get_patient("patient-noah") == a_patient(name="Noah J. Clarke", language="es")


async def test_a_patient_is_found_by_name_and_mail_whatever_their_case(work):
    await work.people.save_patient(a_patient())
    found = await work.people.find_patient_like(TEAM, name=" noah CLARKE", mail="Noah@Patients.example")
    assert found == a_patient()


@pytest.mark.parametrize(
    "other", [{"slack_team_id": "T0OTHER0001"}, {"name": "Noa Clarke"}, {"mail": "clarke@patients.example"}]
)
async def test_a_patient_is_not_found_by_another_team_name_or_mail(work, other):
    await work.people.save_patient(a_patient())
    wanted = {"slack_team_id": TEAM, "name": "Noah Clarke", "mail": "noah@patients.example", **other}
    assert await work.people.find_patient_like(wanted.pop("slack_team_id"), **wanted) is None


async def test_two_patients_may_share_an_address(work):
    mia = a_patient(id="patient-mia", name="Mia Clarke")
    await work.people.save_patient(a_patient())
    await work.people.save_patient(mia)
    assert await work.people.find_patient_like(TEAM, name=mia.name, mail=mia.mail) == mia


async def test_the_same_patient_is_not_stored_under_two_ids(work):
    await work.people.save_patient(a_patient())
    with pytest.raises(AlreadyKnown):
        await work.people.save_patient(a_patient(id="patient-twice", name="NOAH CLARKE"))


@pytest.mark.usefixtures("people")
async def test_a_patient_is_only_found_by_the_professional_they_chose(work):
    assert await work.people.find_trusting_patient("professional-ana", "patient-noah") is None
    await work.people.save_trust(a_trust())
    assert await work.people.find_trusting_patient("professional-ana", "patient-noah") == a_patient()
    assert await work.people.find_trusting_patient("professional-ben", "patient-noah") is None


@pytest.mark.usefixtures("people")
async def test_patients_are_listed_by_name_whatever_its_case(work):
    named = [a_patient(), a_patient(id="patient-adam", name="adam Bell"), a_patient(id="patient-zoe", name="Zoe Ash")]
    for patient in named:
        await work.people.save_patient(patient)
        await work.people.save_trust(a_trust(patient_id=patient.id))
    assert await work.people.list_trusting_patients("professional-ana") == [named[1], named[0], named[2]]
    assert await work.people.list_trusting_patients("professional-ben") == []
    assert await work.people.has_trusting_patients("professional-ana")
    assert not await work.people.has_trusting_patients("professional-ben")


@pytest.fixture
async def many(people, work):
    """Three patients of Ana's."""
    named = [a_patient(), a_patient(id="patient-adam", name="adam Béll"), a_patient(id="patient-zoe", name="Zoe Bell")]
    for patient in named:
        await work.people.save_patient(patient)
        await work.people.save_trust(a_trust(patient_id=patient.id))


async def searched(work, typed, limit=9, of="professional-ana"):
    return [each.name for each in await work.people.search_trusting_patients(of, typed, limit)]


@pytest.mark.usefixtures("many")
async def test_patients_are_searched_by_all_words_typed_whatever_their_case_and_accents(work):
    assert await searched(work, "BELL") == ["adam Béll", "Zoe Bell"]
    assert await searched(work, "bell z") == ["Zoe Bell"]
    assert await searched(work, "") == ["adam Béll", "Noah Clarke", "Zoe Bell"]
    assert await searched(work, "", limit=2) == ["adam Béll", "Noah Clarke"]
    assert await searched(work, a_patient().code.lower()) == ["Noah Clarke"]
    assert await searched(work, "bell", of="professional-ben") == await searched(work, "noahh") == []


@pytest.mark.usefixtures("many")
async def test_a_search_sees_at_once_who_changed_and_who_left(work):
    assert await searched(work, "noah") == ["Noah Clarke"]
    await work.people.save_patient(a_patient(name="Leo Clarke"))
    assert (await searched(work, "noah"), await searched(work, "leo")) == ([], ["Leo Clarke"])
    await work.trusts.withdraw("professional-ana", "patient-noah", NOW)
    assert await searched(work, "leo") == []


@pytest.mark.usefixtures("people")
async def test_trust_given_again_changes_nothing(work):
    assert await work.people.save_trust(a_trust())
    assert not await work.people.save_trust(replace(a_trust(), since=NOW.replace(year=2027)))


async def test_what_the_professional_chose_outlasts_what_slack_says(work):
    await work.people.save_professional(a_professional())
    await work.people.choose_profile("professional-ana", name="Dr. Ana Ruiz", zone=NEW_YORK, language="pt")
    stored = await work.people.save_professional(a_professional(name="ana.ruiz", language="es", is_admin=True))
    chosen = dict.fromkeys(("has_chosen_name", "has_chosen_zone", "has_chosen_language"), True)
    assert stored == a_professional(name="Dr. Ana Ruiz", zone=NEW_YORK, language="pt", is_admin=True, **chosen)


async def test_a_profile_saved_as_it_was_goes_on_following_slack(work):
    await work.people.save_professional(a_professional())
    await work.people.choose_profile("professional-ana", name="Ana Ruiz", zone=MADRID, language="en")
    followed = a_professional(name="Ana R.", language="fr")
    assert await work.people.save_professional(followed) == followed
