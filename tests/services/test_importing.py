from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from bot.domain.people import Actor
from bot.services.importing import FileProblem, Importing, LineResult, Outcome
from tests.builders import ANA, TEAM, a_workspace
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore

HEAD = "name,mail,zone,language,professional\n"
MARIA = "María García,maria@patients.example,Europe/Madrid,es,U0ANA000001\n"


@pytest.fixture
def importing():
    return Importing(store=FakeStore(), clock=FakeClock())


async def take(importing, *lines, head=HEAD):
    return await importing.take(a_workspace(), StringIO(head + "".join(lines)))


async def patients_of(importing, actor: Actor = ANA):
    async with importing.store.reading() as look:
        professional = await look.people.find_professional(actor)
        return await look.people.list_trusting_patients(professional.id)


async def test_a_patient_is_added_for_their_professional(importing):
    assert await take(importing, MARIA) == [LineResult(line=2, outcome=Outcome.ADDED)]
    [maria] = await patients_of(importing)
    assert (maria.slack_team_id, maria.name, maria.mail, maria.zone, maria.language) == (
        TEAM,
        "María García",
        "maria@patients.example",
        ZoneInfo("Europe/Madrid"),
        "es",
    )


async def test_the_same_file_again_changes_nothing(importing):
    await take(importing, MARIA)
    assert await take(importing, MARIA) == [LineResult(line=2, outcome=Outcome.UNCHANGED)]
    assert len(await patients_of(importing)) == 1


async def test_the_same_mail_and_name_updates(importing):
    await take(importing, MARIA)
    moved = MARIA.replace("Europe/Madrid", "Asia/Tokyo")
    assert await take(importing, moved) == [LineResult(line=2, outcome=Outcome.UPDATED)]
    assert [patient.zone for patient in await patients_of(importing)] == [ZoneInfo("Asia/Tokyo")]


async def test_several_patients_may_share_an_address(importing):
    await take(importing, MARIA, MARIA.replace("María", "Leo"))
    assert [patient.name for patient in await patients_of(importing)] == ["Leo García", "María García"]


async def test_a_patient_may_choose_several_professionals(importing):
    await take(importing, MARIA, MARIA.replace("U0ANA000001", "U0BEN000001"))
    [of_ana] = await patients_of(importing)
    [of_ben] = await patients_of(importing, Actor(slack_team_id=TEAM, slack_user_id="U0BEN000001"))
    assert of_ana == of_ben


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("María García", "", "name"),
        ("María García", "M" * 101, "name"),
        ("maria@patients.example", "maria", "mail"),
        ("maria@patients.example", '"a@b.example, c@d.example"', "mail"),
        ("Europe/Madrid", "Madrid", "zone"),
        (",es,", ",español,", "language"),
        ("U0ANA000001", "@ana", "professional"),
    ],
)
async def test_a_bad_line_says_what_to_mend_and_the_rest_is_imported(importing, old, new, column):
    bad, good = await take(importing, MARIA.replace(old, new), "Noah Clarke,noah@patients.example,,,U0ANA000001\n")
    assert (bad.line, bad.outcome, bad.problem.split(":")[0]) == (2, None, column)
    assert good == LineResult(line=3, outcome=Outcome.ADDED)


async def test_zone_and_language_may_be_left_out(importing):
    await take(importing, "Noah Clarke,noah@patients.example,,,U0ANA000001\n")
    [noah] = await patients_of(importing)
    assert (noah.zone, noah.language) == (None, "en")


async def test_a_file_with_other_columns_is_refused_as_a_whole(importing):
    with pytest.raises(FileProblem, match="missing: zone, professional"):
        await take(importing, MARIA, head="name,mail,language\n")


async def test_of_what_is_not_csv_nothing_is_imported(importing):
    with pytest.raises(FileProblem, match="After line 2"):
        await take(importing, MARIA, '"Noah,noah@patients.example,,,U0ANA000001\n')
    assert importing.store.state.patients == {}
