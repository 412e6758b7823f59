from datetime import timedelta

import pytest

from bot.domain.trust import HowChosen
from tests.builders import NOW, a_meeting, a_patient, a_scheduled_meeting, a_trust

ANA, NOAH = "professional-ana", "patient-noah"
pytestmark = pytest.mark.usefixtures("people")


@pytest.mark.parametrize("how", HowChosen)
async def test_a_choice_is_found_as_it_was_made(work, how):
    assert await work.trusts.find(ANA, NOAH) is None
    await work.people.save_trust(a_trust(how=how))
    assert await work.trusts.find(ANA, NOAH) == a_trust(how=how)
    assert await work.trusts.list_of(ANA) == await work.trusts.list_by(NOAH) == [a_trust(how=how)]


async def test_a_choice_that_was_withdrawn_is_seen_nowhere(work):
    await work.people.save_trust(a_trust())
    assert await work.trusts.withdraw(ANA, NOAH, NOW)
    assert await work.trusts.find(ANA, NOAH) is None
    assert await work.trusts.list_of(ANA) == await work.trusts.list_by(NOAH) == []
    assert await work.people.find_trusting_patient(ANA, NOAH) is None
    assert await work.people.list_trusting_patients(ANA) == []
    assert not await work.people.has_trusting_patients(ANA)


async def test_a_choice_is_withdrawn_once(work):
    assert not await work.trusts.withdraw(ANA, NOAH, NOW)
    await work.people.save_trust(a_trust())
    assert await work.trusts.withdraw(ANA, NOAH, NOW)
    assert not await work.trusts.withdraw(ANA, NOAH, NOW)


async def test_what_was_withdrawn_can_be_given_again(work):
    await work.people.save_trust(a_trust())
    await work.trusts.withdraw(ANA, NOAH, NOW)
    later = a_trust(since=NOW + timedelta(days=1), how=HowChosen.PAGE)
    assert await work.people.save_trust(later)
    assert await work.trusts.find(ANA, NOAH) == later


async def test_the_choice_of_another_stays(work):
    for professional in (ANA, "professional-ben"):
        await work.people.save_trust(a_trust(professional_id=professional))
    await work.trusts.withdraw(ANA, NOAH, NOW)
    assert await work.trusts.list_by(NOAH) == [a_trust(professional_id="professional-ben")]


async def test_a_patients_upcoming_meetings_are_listed_with_whichever_professional(work):
    await work.people.save_patient(a_patient(id="patient-mia", name="Mia Clarke"))
    first = a_scheduled_meeting()
    second = a_meeting(
        id="two", nonce="b" * 20, professional_id="professional-ben", starts_at=first.starts_at + timedelta(days=1)
    )
    over = a_scheduled_meeting(id="three", nonce="c" * 20, starts_at=NOW - timedelta(days=1))
    others = a_scheduled_meeting(id="four", nonce="d" * 20, patient_id="patient-mia")
    for meeting in (second, over, others, first):
        await work.meetings.add(meeting)
    assert [each.id for each in await work.meetings.list_upcoming_of(NOAH, NOW)] == ["meeting-one", "two"]


async def test_every_meeting_of_a_patient_that_was_not_deleted_is_listed_oldest_first(work):
    ahead = a_scheduled_meeting()
    over = a_scheduled_meeting(id="over", nonce="b" * 20, starts_at=NOW - timedelta(days=9))
    deleted = a_meeting(id="gone", nonce="c" * 20, deleted_at=NOW)
    for meeting in (ahead, over, deleted):
        await work.meetings.add(meeting)
    assert [each.id for each in await work.meetings.list_all_of(NOAH)] == ["over", "meeting-one"]
