from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.admission import Policy, UserGroup, WhoServes
from bot.domain.failures import DeliveryError
from bot.domain.people import Standing
from bot.domain.refusals import NotAnAdmin, NotAProfessional
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


def an_admin(**changes):
    return a_member(is_admin=True, **changes)


async def test_an_admin_is_known_as_slack_says_at_this_moment(identifying):
    identifying.directory.members[ANA.slack_user_id] = an_admin()
    admin = await identifying.admin(ANA)
    assert admin == a_professional(id=admin.id, is_admin=True)
    identifying.directory.members[ANA.slack_user_id] = a_member()
    with pytest.raises(NotAnAdmin):
        await identifying.admin(ANA)


async def test_an_admin_need_not_be_a_professional(identifying):
    identifying.directory.members[ANA.slack_user_id] = an_admin()
    await decide(identifying, Policy(who=WhoServes.LIST))
    assert (await identifying.admin(ANA)).actor == ANA


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.DEACTIVATED])
async def test_who_is_no_full_member_administers_nothing(identifying, standing):
    identifying.directory.members[ANA.slack_user_id] = an_admin(standing=standing)
    with pytest.raises(NotAProfessional):
        await identifying.admin(ANA)


async def test_an_admin_of_another_workspace_is_nobody_here(identifying):
    with pytest.raises(NotAProfessional):
        await identifying.admin(replace(ANA, slack_team_id="T0OTHER"))


async def test_nobody_is_an_admin_by_what_slack_said_before(identifying):
    identifying.directory.members[ANA.slack_user_id] = an_admin()
    await identifying.admin(ANA)
    identifying.directory.failure = DeliveryError("timeout")
    with pytest.raises(DeliveryError):
        await identifying.admin(ANA)


async def decide(identifying, policy):
    async with identifying.store.writing() as work:
        await work.admissions.save_policy(policy)


async def test_with_a_list_only_who_is_on_it_serves(identifying):
    known = await identifying.professional(ANA)
    await decide(identifying, Policy(who=WhoServes.LIST))
    with pytest.raises(NotAProfessional):
        await identifying.professional(ANA)
    async with identifying.store.writing() as work:
        await work.admissions.set_listed(known.id, is_listed=True)
    assert await identifying.professional(ANA) == replace(known, is_listed=True)


async def test_a_guest_on_the_list_is_still_a_guest(identifying):
    known = await identifying.professional(ANA)
    async with identifying.store.writing() as work:
        await work.admissions.set_listed(known.id, is_listed=True)
        await work.people.save_professional(replace(known, standing=Standing.GUEST))
    with pytest.raises(NotAProfessional):
        await identifying.professional(ANA)


@pytest.fixture
async def grouped(identifying):
    """Ana is in the group of the policy, about which Slack was never asked."""
    identifying.directory.groups["S1"] = frozenset({ANA.slack_user_id})
    await decide(identifying, Policy(who=WhoServes.GROUP, group=UserGroup(slack_group_id="S1", name="Doctors")))
    return identifying


async def test_with_a_group_its_members_serve_and_slack_is_asked_once_in_a_while(grouped):
    for _ in range(2):
        assert (await grouped.professional(ANA)).actor == ANA
    assert grouped.directory.asked == [ANA.slack_user_id, "S1"]
    grouped.clock.advance(timedelta(minutes=5))
    grouped.directory.groups["S1"] = frozenset({BEN.slack_user_id})
    with pytest.raises(NotAProfessional):
        await grouped.professional(ANA)


async def test_while_slack_does_not_tell_who_is_in_the_group_what_it_told_counts(grouped):
    await grouped.professional(ANA)
    grouped.clock.advance(timedelta(hours=1))
    del grouped.directory.groups["S1"]
    assert (await grouped.professional(ANA)).actor == ANA


async def test_nobody_serves_by_a_group_that_was_never_told(grouped):
    grouped.directory.groups.clear()
    with pytest.raises(NotAProfessional):
        await grouped.professional(ANA)


async def test_news_of_somebody_unknown_are_forgotten(identifying):
    await identifying.hear(a_member(standing=Standing.DEACTIVATED))
    assert (identifying.store.state.professionals, identifying.directory.asked) == ({}, [])


async def test_news_of_anything_but_the_standing_cost_nothing(identifying):
    await identifying.professional(ANA)
    await identifying.hear(a_member(name="Ana on a train"))
    assert identifying.directory.asked == [ANA.slack_user_id]


@pytest.mark.parametrize("silent", [False, True])
async def test_who_is_deactivated_is_refused_at_once(identifying, silent):
    await identifying.professional(ANA)
    identifying.directory.members[ANA.slack_user_id] = a_member(standing=Standing.DEACTIVATED)
    identifying.directory.failure = DeliveryError("timeout") if silent else None
    await identifying.hear(a_member(standing=Standing.DEACTIVATED))
    with pytest.raises(NotAProfessional):
        await identifying.professional(ANA)


async def test_old_news_change_nothing_as_slack_itself_is_asked(identifying):
    known = await identifying.professional(ANA)
    await identifying.hear(a_member(standing=Standing.DEACTIVATED))
    assert await identifying.professional(ANA) == known
