from tests.builders import MADRID, a_patient
from tests.slack.block_kit import problems_of_options


def texts(options):
    return [each["text"]["text"] for each in options]


async def zones(slack, typed=""):
    return texts((await slack.choose("zone", typed)).json()["options"])


async def patients(slack, typed=""):
    return texts((await slack.choose("patient", typed)).json()["options"])


async def test_a_city_is_found_without_its_accents(slack):
    assert await zones(slack, "São Paulo") == ["Sao Paulo (America/Sao_Paulo)"]


async def test_cities_that_begin_with_the_word_come_first(slack):
    assert (await zones(slack, "york"))[0] == "New York (America/New_York)"
    assert (await zones(slack, "lon"))[:2] == ["London (Europe/London)", "Longyearbyen (Arctic/Longyearbyen)"][::-1]


async def test_nothing_typed_offers_the_own_zone_first(slack):
    offered = await zones(slack)
    assert offered[0] == f"Madrid ({MADRID.key})"
    assert len(offered) == len(set(offered)) > 10


async def test_a_zone_is_found_by_its_exact_name(slack):
    assert "Buenos Aires (America/Argentina/Buenos_Aires)" in await zones(slack, "America/Argentina/Buenos_Aires")


async def test_a_place_that_is_nowhere_offers_nothing(slack):
    assert await zones(slack, "Atlantis") == []


async def test_patients_are_found_by_part_of_the_name(slack):
    await slack.trust(a_patient(), a_patient(id="two", name="Núria Peña"))
    assert await patients(slack, "nuria pena") == ["Núria Peña"]


async def test_only_the_own_patients_are_offered(slack):
    await slack.trust(a_patient())
    async with slack.store.writing() as work:
        await work.people.save_patient(a_patient(id="of-nobody", name="Somebody Else"))
    assert await patients(slack) == ["Noah Clarke"]


async def test_the_same_name_twice_is_told_apart_by_mail(slack):
    await slack.trust(a_patient(), a_patient(id="two", mail="other@patients.example"))
    assert set(await patients(slack)) == {
        "Noah Clarke (noah@patients.example)",
        "Noah Clarke (other@patients.example)",
    }


async def test_long_names_and_addresses_fit(slack):
    twins = [a_patient(id=str(number), name="N" * 300, mail=f"{'m' * 200}{number}@x.example") for number in (1, 2)]
    await slack.trust(*twins)
    assert problems_of_options((await slack.choose("patient")).json()["options"]) == []


async def test_more_than_a_hundred_are_offered_as_a_beginning(slack):
    await slack.trust(*[a_patient(id=str(number), name=f"Patient {number}") for number in range(120)])
    (group,) = (await slack.choose("patient")).json()["option_groups"]
    assert (group["label"]["text"], len(group["options"])) == ("Type to find others", 100)
