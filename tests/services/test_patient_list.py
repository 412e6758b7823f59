from datetime import timedelta

import pytest

from bot.domain.patient_list import ListedPatient, PatientList
from bot.services.patient_list import ListingPatients
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, a_trust, an_invitation
from tests.fakes.edges import FakeClock

ANA = a_professional()


@pytest.fixture
def listing(store):
    return ListingPatients(store=store, clock=FakeClock())


async def test_without_patients_the_list_is_empty(listing):
    assert await listing.show(ANA) == PatientList(professional=ANA, at=NOW)


async def test_each_patient_has_their_choice_and_their_next_meeting(listing):
    first = a_scheduled_meeting()
    later = a_scheduled_meeting(id="later", nonce="b" * 20, starts_at=first.starts_at + timedelta(days=1))
    async with listing.store.writing() as work:
        await work.people.save_trust(a_trust())
        await work.meetings.add(later)
        await work.meetings.add(first)
        await work.invitations.add(an_invitation(name="Mia Clarke"))
    shown = await listing.show(ANA)
    assert shown.patients == (ListedPatient(patient=a_patient(), trust=a_trust(), next=first),)
    assert (shown.count, shown.pending) == (1, (an_invitation(name="Mia Clarke"),))


@pytest.mark.parametrize(("asked", "page", "names", "has_next"), [(0, 0, 10, True), (1, 1, 2, False), (9, 1, 2, False)])
async def test_a_page_that_is_no_longer_there_shows_the_last_that_is(listing, asked, page, names, has_next):
    async with listing.store.writing() as work:
        for number in range(12):
            patient = a_patient(id=f"patient-{number}", name=f"Patient {number:02}", mail=f"{number}@patients.example")
            await work.people.save_patient(patient)
            await work.people.save_trust(a_trust(patient_id=patient.id))
    shown = await listing.show(ANA, asked)
    assert (shown.page, len(shown.patients), shown.has_next, shown.count) == (page, names, has_next, 12)
