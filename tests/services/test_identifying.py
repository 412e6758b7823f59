from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError
from bot.domain.people import Standing
from bot.domain.refusals import NotAProfessional
from bot.services.identifying import Identifying
from tests.builders import ANA, BEN, MADRID, NOW, TEAM, a_member, a_professional
from tests.fakes.edges import FakeClock, FakeDirectory
from tests.fakes.store import FakeStore


@pytest.fixture
def identifying():
    return Identifying(slack_team_id=TEAM, store=FakeStore(), directory=FakeDirectory(), clock=FakeClock())


async def test_a_full_member_is_a_professional_and_remembered(identifying):
    professional = await identifying.professional(ANA)
    assert professional == a_professional(id=professional.id)


async def test_slack_is_not_asked_again_within_a_day(identifying):
    await identifying.professional(ANA)
    await identifying.professional(ANA)
    assert identifying.directory.asked == [ANA.slack_user_id]


async def test_after_a_day_slack_is_asked_again_and_believed(identifying):
    known = await identifying.professional(ANA)
    identifying.clock.advance(timedelta(days=1))
    identifying.directory.members[ANA.slack_user_id] = a_member(name="Ana Ruiz Gil", is_admin=True)
    told = replace(known, name="Ana Ruiz Gil", is_admin=True, seen_at=NOW + timedelta(days=1))
    assert await identifying.professional(ANA) == told


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.BOT, Standing.DEACTIVATED])
async def test_others_are_refused_each_time_with_one_look_up(identifying, standing):
    identifying.directory.members[ANA.slack_user_id] = a_member(standing=standing)
    for _ in range(2):
        with pytest.raises(NotAProfessional):
            await identifying.professional(ANA)
    assert identifying.directory.asked == [ANA.slack_user_id]


async def test_somebody_of_another_workspace_is_refused_without_a_look_up(identifying):
    with pytest.raises(NotAProfessional):
        await identifying.professional(replace(ANA, slack_team_id="T0OTHER"))
    assert identifying.directory.asked == []


async def test_a_stranger_in_a_shared_channel_is_refused(identifying):
    identifying.directory.members[ANA.slack_user_id] = a_member(slack_team_id="T0OTHER")
    with pytest.raises(NotAProfessional):
        await identifying.professional(ANA)


async def test_somebody_slack_does_not_know_is_refused(identifying):
    with pytest.raises(NotAProfessional):
        await identifying.professional(BEN)


async def test_a_known_professional_goes_on_while_slack_does_not_answer(identifying):
    known = await identifying.professional(ANA)
    identifying.clock.advance(timedelta(days=2))
    identifying.directory.failure = DeliveryError("timeout")
    assert await identifying.professional(ANA) == known


async def test_a_new_professional_must_wait_until_slack_answers(identifying):
    identifying.directory.failure = DeliveryError("timeout")
    with pytest.raises(DeliveryError):
        await identifying.professional(ANA)


async def test_one_known_from_an_import_keeps_their_id(identifying):
    async with identifying.store.writing() as work:
        imported = a_professional(id="from-import", name="", standing=Standing.UNSEEN, seen_at=None)
        await work.people.save_professional(imported)
    professional = await identifying.professional(ANA)
    assert (professional.id, professional.zone) == ("from-import", MADRID)
