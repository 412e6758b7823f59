from zoneinfo import ZoneInfo

import pytest

from bot.domain.record_file import FileProblem
from bot.record_stores import AlreadyKnown
from bot.services.importing import LineResult, Outcome
from tests.builders import BEN, NOW, TEAM
from tests.services.record_files import FULL, HEAD, MARIA, noah, outcomes, patients_of, take


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


async def test_what_the_file_leaves_empty_stays_as_it_is(importing):
    await take(importing, MARIA)
    assert await outcomes(importing, "María García,maria@patients.example,,,U0ANA000001\n") == [Outcome.UNCHANGED]
    assert [(each.zone, each.language) for each in await patients_of(importing)] == [(ZoneInfo("Europe/Madrid"), "es")]


async def test_several_patients_may_share_an_address(importing):
    await take(importing, MARIA, MARIA.replace("María", "Leo"))
    assert [patient.name for patient in await patients_of(importing)] == ["Leo García", "María García"]


async def test_a_patient_may_choose_several_professionals(importing):
    await take(importing, MARIA, MARIA.replace("U0ANA000001", "U0BEN000001"))
    [of_ana] = await patients_of(importing)
    [of_ben] = await patients_of(importing, BEN)
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
        ("U0ANA000001", "U" * 33, "professional"),
        ("U0ANA000001", "U0ANA000001,and more", "line"),
    ],
)
async def test_a_bad_line_says_what_to_mend_and_the_rest_is_imported(importing, old, new, column):
    bad, good = await take(importing, MARIA.replace(old, new), "Noah Clarke,noah@patients.example,,,U0ANA000001\n")
    assert (bad.line, bad.outcome, bad.problem.split(":")[0]) == (2, None, column)
    assert good == LineResult(line=3, outcome=Outcome.ADDED)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (noah(external_id="a/b"), "external_id"),
        (noah(external_id="a" * 65), "external_id"),
        (noah(chosen="perhaps"), "chosen"),
        (noah(chosen_at="25.11.2026"), "chosen_at"),
        (noah(chosen_at="2026-11-10T09:00:00"), "chosen_at"),
        (noah(chosen_at="2026-11-18"), "chosen_at"),
    ],
)
async def test_the_other_columns_are_checked_as_well(importing, line, column):
    [result] = await take(importing, line, head=FULL)
    assert (result.outcome, result.problem.split(":")[0]) == (None, column)


async def test_zone_and_language_may_be_left_out(importing):
    await take(importing, "Noah Clarke,noah@patients.example,U0ANA000001\n", head="name,mail,professional\n")
    [patient] = await patients_of(importing)
    assert (patient.zone, patient.language) == (None, "en")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("name,mail,language\n", "missing: professional"),
        ("name,mail,professional,chosn\n", "not known: chosn"),
        ("name,mail,professional,Name\n", "twice"),
        ("", "missing: name, mail, professional"),
    ],
)
async def test_a_file_with_other_columns_is_refused_as_a_whole(importing, head, words):
    with pytest.raises(FileProblem, match=words):
        await take(importing, MARIA, head=head)


async def test_of_what_is_not_csv_nothing_is_imported(importing):
    with pytest.raises(FileProblem, match="After line 3"):
        await take(importing, MARIA, '"Noah,noah@patients.example,,,U0ANA000001\n')
    assert importing.store.state.patients == {}


@pytest.mark.parametrize("separator", [";", "\t"])
async def test_a_file_is_read_as_excel_writes_it_elsewhere(importing, separator):
    file = (HEAD + MARIA).replace(",", separator).replace("\n", "\r\n")
    assert await outcomes(importing, file, head="") == [Outcome.ADDED]


async def test_a_dry_run_tells_the_same_and_writes_nothing(importing):
    await take(importing, noah(external_id="1"), head=FULL)
    before = importing.store.state
    lines = [
        *(noah(external_id="2"), noah(external_id="3").replace("Noah", "Mia"), noah(chosen="no"), noah(), "x,y,z,,,\n"),
        *(noah(external_id="3").replace("Noah", "Leo"), noah().replace("U0ANA", "U0BEN"), noah().replace("Noah", "Ed")),
        *[noah().replace("Noah", "Ed")] * 300,
    ]
    told = await take(importing, *lines, head=FULL, rehearses=True)
    assert importing.store.state is before
    assert told == await take(importing, *lines, head=FULL)


async def test_a_batch_that_another_process_was_faster_with_is_taken_once_more(importing, monkeypatch):
    kept = await _fail_once(importing, monkeypatch)
    assert (await outcomes(importing, noah(), head=FULL), kept) == ([Outcome.ADDED], [AlreadyKnown])


async def _fail_once(importing, monkeypatch):
    raised = []
    save = type((await _repositories(importing)).records).save_patients

    async def save_patients(self, patients):
        if not raised:
            raised.append(AlreadyKnown)
            raise AlreadyKnown
        await save(self, patients)

    monkeypatch.setattr("tests.fakes.records.FakeRecords.save_patients", save_patients)
    return raised


async def _repositories(importing):
    async with importing.store.reading() as look:
        return look


async def test_each_change_is_audited_once_and_without_content(importing):
    await take(importing, noah(), noah(), head=FULL)
    [patient] = importing.store.state.patients
    [professional] = importing.store.state.professionals
    said = {"at": NOW, "actor": "import", "about": patient}
    assert [*importing.store.state.audit.values()] == [
        {**said, "action": "record", "outcome": "added"},
        {**said, "action": "choose", "outcome": professional},
    ]
