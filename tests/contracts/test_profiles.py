import pytest

from bot.domain.day_message import MessagePlace
from bot.domain.preferences import Preferences, Profile
from tests.builders import ANA, BEN, TEAM, a_professional, a_profile, a_scheduled_meeting, a_workspace, some_defaults

pytestmark = pytest.mark.usefixtures("people")
PROFILES = [
    Profile(),
    a_profile(),
    a_profile(chosen=Preferences()),
    a_profile(chosen=Preferences(leads=()), signature="", phone="", hours=()),
]


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_profile_comes_back_as_it_was_last_saved(work, profile):
    await work.profiles.save("professional-ana", a_profile(phone="1"))
    await work.profiles.save("professional-ana", profile)
    assert await work.people.find_professional(ANA) == a_professional(profile=profile)
    assert await work.people.get_professional("professional-ana") == a_professional(profile=profile)


async def test_a_profile_is_of_its_professional_only(work):
    await work.profiles.save("professional-ana", a_profile())
    assert (await work.people.find_professional(BEN)).profile == Profile()


async def test_a_profile_outlasts_what_slack_says(work):
    await work.profiles.save("professional-ana", a_profile())
    saved = await work.people.save_professional(a_professional(name="Ana R."))
    assert saved == a_professional(name="Ana R.", profile=a_profile())


@pytest.mark.parametrize("is_fixed", [True, False])
async def test_what_the_workspace_wants_comes_with_each_professional(work, is_fixed):
    await work.people.save_workspace(a_workspace())
    await work.profiles.save_defaults(TEAM, some_defaults(fixes_names=not is_fixed))
    await work.profiles.save_defaults(TEAM, some_defaults(fixes_names=is_fixed))
    for who in (ANA, BEN):
        assert (await work.people.find_professional(who)).defaults == some_defaults(fixes_names=is_fixed)


async def test_everybody_of_a_workspace_is_listed(work):
    assert sorted(await work.profiles.list_professional_ids(TEAM)) == ["professional-ana", "professional-ben"]
    assert await work.profiles.list_professional_ids("T0OTHER0001") == []


async def test_a_message_of_the_day_is_found_where_it_was_last_placed(work):
    await work.meetings.add(a_scheduled_meeting())
    assert await work.day_messages.find("meeting-one") is None
    for place in (MessagePlace(channel="D1", ts="1.0"), MessagePlace(channel="D1", ts="2.0"), None):
        await work.day_messages.place("meeting-one", place)
        assert await work.day_messages.find("meeting-one") == place
