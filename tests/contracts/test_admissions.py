from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.admission import KnownProfessional, OnLeaving, Policy, UserGroup, WhoServes
from bot.domain.assistance import Assisted
from bot.domain.own_page import OwnPage
from bot.domain.people import Standing
from bot.domain.preferences import Habits, NamesShown, Profile, Shift, WorkspaceDefaults
from tests.builders import ANA, BEN, NOW, a_grant, a_meeting, a_patient, a_professional, a_workspace, a_zoom_user

BEN_HIMSELF = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id, name="ben Okoro")
WEEK = (Shift(since=time(9), until=time(17)), *[None] * 6)
LATER = NOW + timedelta(hours=1)
BY_GROUP = Policy(
    who=WhoServes.GROUP,
    group=UserGroup(slack_group_id="S0DOCTORS01", name="Doctors"),
    group_seen_at=NOW,
    on_leaving=OnLeaving.CANCEL,
)


@pytest.fixture
async def staff(work):
    """A workspace with Ana and Ben."""
    await work.people.save_workspace(a_workspace())
    for professional in (BEN_HIMSELF, a_professional()):
        await work.people.save_professional(professional)
    return work


async def test_before_anybody_decided_all_members_serve(work):
    assert await work.admissions.policy() == Policy()


@pytest.mark.parametrize("policy", [BY_GROUP, Policy(who=WhoServes.LIST), Policy()])
async def test_a_policy_is_found_as_it_was_saved_and_outlasts_the_next_start(staff, policy):
    await staff.admissions.save_policy(policy)
    await staff.people.save_workspace(a_workspace(name="Clinica Sur"))
    assert await staff.admissions.policy() == policy


async def test_a_group_told_anew_takes_the_place_of_the_one_before(staff):
    await staff.admissions.save_policy(BY_GROUP)
    await staff.admissions.save_group([ANA.slack_user_id, ANA.slack_user_id], NOW)
    await staff.admissions.save_group([BEN.slack_user_id], LATER)
    assert [await staff.admissions.is_in_group(each.slack_user_id) for each in (ANA, BEN)] == [False, True]
    assert await staff.admissions.list_group() == {BEN.slack_user_id}
    assert await staff.admissions.policy() == replace(BY_GROUP, group_seen_at=LATER)


async def test_a_group_may_be_empty(staff):
    await staff.admissions.save_group([ANA.slack_user_id], NOW)
    await staff.admissions.save_group([], LATER)
    assert not await staff.admissions.is_in_group(ANA.slack_user_id)


async def test_everybody_known_comes_with_what_they_chose(staff):
    profile = Profile(signature="Dr. Ruiz", hours=WEEK)
    await staff.profiles.save("professional-ana", profile)
    await staff.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    ana = a_professional(profile=profile)
    assert [each.professional for each in await staff.admissions.list_people()] == [ana, BEN_HIMSELF]
    assert await staff.admissions.list_unseen_since(LATER, 9) == [ana]


async def test_being_listed_outlasts_what_slack_says_anew(staff):
    assert await staff.admissions.set_listed("professional-ana", is_listed=True)
    assert not await staff.admissions.set_listed("professional-ana", is_listed=True)
    assert (await staff.people.save_professional(a_professional(name="Ana R."))).is_listed
    assert await staff.admissions.set_listed("professional-ana", is_listed=False)


async def test_people_are_listed_by_name_with_their_connection(staff):
    await staff.people.save_professional(
        a_professional(id="from-import", slack_user_id="U0NEW", standing=Standing.UNSEEN, seen_at=None)
    )
    await staff.connections.connect("professional-ben", a_grant(), a_zoom_user(), NOW)
    assert await staff.admissions.list_people() == [
        KnownProfessional(professional=a_professional(), is_connected=False),
        KnownProfessional(professional=BEN_HIMSELF, is_connected=True),
    ]


async def test_who_is_connected_and_was_not_seen_for_long_is_found(staff):
    await staff.connections.connect("professional-ben", a_grant(), a_zoom_user(), NOW)
    assert await staff.admissions.list_unseen_since(NOW, 9) == []
    assert await staff.admissions.list_unseen_since(LATER, 9) == [BEN_HIMSELF]
    await staff.admissions.leave("professional-ben", NOW)
    assert await staff.admissions.list_unseen_since(LATER, 9) == []


async def test_so_is_whoever_can_be_chosen_by_a_page_without_being_connected(staff):
    await staff.own_pages.save(OwnPage(professional_id="professional-ana", slug="anas"))
    await staff.own_pages.save(OwnPage(professional_id="professional-ben", slug="bens", is_on=False))
    assert await staff.admissions.list_unseen_since(LATER, 9) == [a_professional()]


async def test_one_leaves_once_and_comes_back_as_before(staff):
    assert [await staff.admissions.leave("professional-ana", at) for at in (NOW, LATER)] == [True, False]
    assert (await staff.people.get_professional("professional-ana")).left_at == NOW
    assert [await staff.admissions.settle_leaving("professional-ana", LATER) for _ in range(2)] == [True, False]
    assert [await staff.admissions.come_back("professional-ana") for _ in range(2)] == [True, False]
    assert await staff.people.get_professional("professional-ana") == a_professional()


async def test_what_nobody_left_behind_cannot_be_decided(staff):
    assert not await staff.admissions.settle_leaving("professional-ana", NOW)


async def test_an_assistant_is_appointed_once_and_dismissed_once(staff):
    pair = ("professional-ana", "professional-ben")
    assert [await staff.assistants.appoint(*pair, NOW) for _ in range(2)] == [True, False]
    assert await staff.assistants.list_of("professional-ana") == [BEN_HIMSELF]
    assert await staff.assistants.list_of("professional-ben") == []
    assert await staff.assistants.list_assisted_by("professional-ben") == [Assisted(professional=a_professional())]
    assert [await staff.assistants.dismiss(*pair) for _ in range(2)] == [True, False]
    assert await staff.assistants.list_assisted_by("professional-ben") == []


async def test_an_assistant_works_by_what_the_professional_and_the_workspace_want(staff):
    by_codes = WorkspaceDefaults(habits=Habits(names=NamesShown.CODE), fixes_names=True)
    await staff.profiles.save_defaults(a_workspace().slack_team_id, by_codes)
    await staff.profiles.save("professional-ana", Profile(hours=WEEK))
    await staff.assistants.appoint("professional-ana", "professional-ben", NOW)
    [assisted] = await staff.assistants.list_assisted_by("professional-ben")
    assert assisted.professional == await staff.people.get_professional("professional-ana")
    assert (assisted.professional.habits.names, assisted.professional.profile.hours) == (NamesShown.CODE, WEEK)
    [ben] = await staff.assistants.list_of("professional-ana")
    assert ben == await staff.people.get_professional("professional-ben")


async def test_one_of_the_assisted_is_chosen_at_a_time(staff):
    cleo = a_professional(id="professional-cleo", slack_user_id="U0CLEO00001", name="Cleo Vidal")
    await staff.people.save_professional(cleo)
    for professional in ("professional-ana", "professional-cleo"):
        await staff.assistants.appoint(professional, "professional-ben", NOW)
    await staff.assistants.appoint("professional-ana", "professional-cleo", NOW)
    await staff.assistants.choose("professional-cleo", "professional-ana")
    turns = (("professional-cleo", [False, True]), ("professional-ana", [True, False]), (None, [False, False]))
    for chosen, expected in turns:
        await staff.assistants.choose("professional-ben", chosen)
        assisted = await staff.assistants.list_assisted_by("professional-ben")
        assert [each.is_chosen for each in assisted] == expected
    assert (await staff.assistants.list_assisted_by("professional-cleo"))[0].is_chosen


async def test_a_meeting_keeps_who_scheduled_it(staff):
    await staff.people.save_patient(a_patient())
    meeting = a_meeting(assistant_id="professional-ben")
    await staff.meetings.add(meeting)
    assert await staff.meetings.get(meeting.id) == meeting
