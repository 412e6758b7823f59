from contextlib import aclosing
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from bot.domain.outbox import OutboxKind
from bot.domain.parting import Fate
from bot.domain.people import Actor
from bot.domain.record_file import FileProblem, count_rows
from bot.domain.trust import HowChosen
from bot.record_stores import AlreadyKnown
from bot.services.importing import Importing, LineResult, Outcome
from bot.services.trusting import Trusting
from tests.builders import ANA, BEN, NOW, TEAM, a_professional, a_workspace
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.store import FakeStore

HEAD = "name,mail,zone,language,professional\n"
FULL = "name,mail,professional,external_id,chosen,chosen_at\n"
MARIA = "María García,maria@patients.example,Europe/Madrid,es,U0ANA000001\n"
NOAH = "Noah Clarke,noah@patients.example,U0ANA000001,{},{},{}\n"


def noah(external_id="", chosen="", chosen_at=""):
    return NOAH.format(external_id, chosen, chosen_at)


@pytest.fixture
def importing():
    return Importing(store=FakeStore(), clock=FakeClock())


async def take(importing, *lines, head=HEAD, rehearses=False):
    file = StringIO(head + "".join(lines))
    count_rows(file)
    do = importing.rehearse if rehearses else importing.take
    async with aclosing(do(a_workspace(), file)) as results:
        return [result async for result in results]


async def outcomes(importing, *lines, **how):
    return [result.outcome or result.problem for result in await take(importing, *lines, **how)]


async def patients_of(importing, actor: Actor = ANA):
    async with importing.store.reading() as look:
        professional = await look.people.find_professional(actor)
        return await look.people.list_trusting_patients(professional.id)


async def leave(importing):
    """Let Noah leave Ana by his own word, a day from now, and another day pass."""
    importing.clock.advance(timedelta(days=1))
    [patient] = importing.store.state.patients.values()
    [professional] = importing.store.state.professionals.values()
    trusting = Trusting(store=importing.store, clock=importing.clock, waker=FakeWaker())
    assert await trusting.withdraw(patient.id, professional.id, Fate.KEEP, actor=patient.id)
    importing.clock.advance(timedelta(days=1))


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


async def test_a_patient_known_by_the_clinics_id_may_change_name_and_mail(importing):
    await take(importing, noah(external_id="4711"), head=FULL)
    changed = noah(external_id="4711").replace("Noah Clarke,noah@", "Noah Bell,bell@")
    assert await outcomes(importing, changed, head=FULL) == [Outcome.UPDATED]
    assert [(each.name, each.mail) for each in await patients_of(importing)] == [("Noah Bell", "bell@patients.example")]


async def test_a_patient_known_by_name_and_mail_is_given_the_clinics_id(importing):
    await take(importing, noah(), head=FULL)
    assert await outcomes(importing, noah(external_id="4711"), noah(), head=FULL) == [
        Outcome.UPDATED,
        Outcome.UNCHANGED,
    ]
    assert [each.external_id for each in await patients_of(importing)] == ["4711"]


async def test_two_ids_for_one_name_and_mail_are_not_told_apart(importing):
    first, second = await take(importing, noah(external_id="1"), noah(external_id="2"), head=FULL)
    assert (first.outcome, second.problem.split(":")[0]) == (Outcome.ADDED, "external_id")


async def test_a_name_and_mail_of_another_patient_is_not_taken_over(importing):
    await take(importing, noah(external_id="1"), noah(external_id="2").replace("Noah", "Mia"), head=FULL)
    [result] = await take(importing, noah(external_id="2"), head=FULL)
    assert result.problem.split(":")[0] == "name"
    assert {each.name for each in await patients_of(importing)} == {"Noah Clarke", "Mia Clarke"}


async def test_a_no_ends_the_choice_and_the_professional_is_told(importing):
    await take(importing, noah(), head=FULL)
    await _open_the_app(importing)
    assert await outcomes(importing, noah(chosen="no"), head=FULL) == [Outcome.WITHDRAWN]
    assert await patients_of(importing) == []
    kinds = [stored.entry.kind for stored in importing.store.state.outbox.values()]
    assert OutboxKind.SLACK_NOTICE in kinds


async def _open_the_app(importing):
    async with importing.store.writing() as work:
        await work.people.save_professional(a_professional(id="unused"))


async def test_a_no_is_enough_with_the_clinics_id_alone(importing):
    await take(importing, noah(external_id="4711"), head=FULL)
    assert await outcomes(importing, ",,U0ANA000001,4711,no,\n", head=FULL) == [Outcome.WITHDRAWN]


async def test_a_no_about_somebody_unknown_keeps_nothing(importing):
    assert await outcomes(importing, noah(chosen="No"), head=FULL) == [Outcome.UNCHANGED]
    assert (importing.store.state.patients, importing.store.state.professionals) == ({}, {})


async def test_what_the_file_took_back_it_can_give_again(importing):
    assert await outcomes(importing, noah(), noah(chosen="no"), noah(chosen="yes"), head=FULL) == [
        Outcome.ADDED,
        Outcome.WITHDRAWN,
        Outcome.UPDATED,
    ]
    assert len(await patients_of(importing)) == 1


async def test_the_last_line_about_a_choice_stands(importing):
    await outcomes(importing, noah(), noah(chosen="yes"), noah(chosen="no"), head=FULL)
    assert await patients_of(importing) == []


@pytest.mark.parametrize("chosen_at", ["", "2026-11-16T08:00:00Z"])
async def test_a_patient_who_left_is_not_brought_back_by_the_same_file(importing, chosen_at):
    await take(importing, noah(chosen_at=chosen_at), head=FULL)
    await leave(importing)
    assert await outcomes(importing, noah(chosen_at=chosen_at), head=FULL) == [Outcome.HELD_BACK]
    assert await patients_of(importing) == []


async def test_a_patient_who_left_and_chose_anew_is_back(importing):
    await take(importing, noah(), head=FULL)
    await leave(importing)
    chosen_at = "2026-11-18T08:59:00+00:00"
    assert await outcomes(importing, noah(chosen_at=chosen_at), head=FULL) == [Outcome.UPDATED]
    [trust] = importing.store.state.trusts.values()
    assert (trust.since.isoformat(), trust.how) == (chosen_at, HowChosen.IMPORT)


async def erase(importing):
    """Let Noah erase his data, a day from now, and another day pass."""
    await leave(importing)
    async with importing.store.writing() as work:
        await work.people.erase_patient(*importing.store.state.patients, importing.clock.now() - timedelta(days=1))


@pytest.mark.parametrize("external_id", ["", "4711"])
async def test_a_patient_who_was_erased_is_not_brought_back_by_the_same_file(importing, external_id):
    await take(importing, noah(external_id), head=FULL)
    await erase(importing)
    before = importing.store.state.patients
    assert await outcomes(importing, noah(external_id), head=FULL) == [Outcome.HELD_BACK]
    assert importing.store.state.patients == before


async def test_a_patient_who_was_erased_and_chose_anew_is_a_new_patient(importing):
    await take(importing, noah("4711"), head=FULL)
    await erase(importing)
    chosen_at = "2026-11-18T08:59:00+00:00"
    assert await outcomes(importing, noah("4711", chosen_at=chosen_at), head=FULL) == [Outcome.ADDED]
    assert [each.external_id for each in await patients_of(importing)] == ["4711"]
    assert len(importing.store.state.patients) == 2


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
