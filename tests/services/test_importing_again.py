from datetime import timedelta

import pytest

from bot.domain.outbox import OutboxKind
from bot.domain.parting import Fate
from bot.domain.trust import HowChosen
from bot.services.importing import Outcome
from tests.builders import a_professional
from tests.fakes.edges import FakeWaker
from tests.services.record_files import FULL, noah, outcomes, patients_of, take
from tests.trusting import Trusting


async def leave(importing):
    """Let Noah leave Ana by his own word, a day from now, and another day pass."""
    importing.clock.advance(timedelta(days=1))
    [patient] = importing.store.state.patients.values()
    [professional] = importing.store.state.professionals.values()
    trusting = Trusting(store=importing.store, clock=importing.clock, waker=FakeWaker())
    assert await trusting.withdraw(patient.id, professional.id, Fate.KEEP, actor=patient.id)
    importing.clock.advance(timedelta(days=1))


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
