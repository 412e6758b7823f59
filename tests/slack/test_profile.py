import pytest

from bot.slack.modals.profile import profile_form
from tests.builders import ANA, NEW_YORK, a_professional
from tests.slack.stage import chosen, submitted


def form(**typed):
    plain = {"name": "Dr. Ana Ruiz", "zone": chosen("America/New_York")}
    return submitted(profile_form(a_professional()), **{**plain, **typed})


async def stored(slack):
    async with slack.store.reading() as look:
        return await look.people.find_professional(ANA)


@pytest.mark.parametrize("word", ["profile", "settings"])
async def test_the_command_opens_the_profile(ready, word):
    await ready.command(word)
    assert ready.client.view == profile_form(a_professional())


async def test_the_button_in_home_opens_the_profile(ready):
    await ready.click("my_profile")
    assert ready.client.view == profile_form(a_professional())


async def test_what_is_chosen_is_kept(ready):
    answer = (await ready.submit(form())).json()
    assert answer["view"]["blocks"][0]["text"]["text"] == "Saved."
    assert await stored(ready) == a_professional(
        name="Dr. Ana Ruiz", zone=NEW_YORK, has_chosen_name=True, has_chosen_zone=True
    )


async def test_spaces_around_and_within_are_tidied(ready):
    await ready.submit(form(name="  Dr.   Ana  Ruiz "))
    assert (await stored(ready)).name == "Dr. Ana Ruiz"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("   ", "Write the name that your patients see."),
        ("Ana\u202eRuiz", "Write a name of at most 100 letters, without special characters."),
        ("A" * 101, "Write a name of at most 100 letters, without special characters."),
    ],
)
async def test_a_name_that_mails_cannot_carry_is_refused_beside_the_field(ready, name, words):
    answer = (await ready.submit(form(name=name))).json()
    assert answer == {"response_action": "errors", "errors": {"name": words}}
    assert await stored(ready) == a_professional()


async def test_a_zone_that_does_not_exist_is_refused(ready):
    answer = (await ready.submit(form(zone=chosen("Mars/Olympus")))).json()
    assert answer["errors"] == {"zone": "Choose a time zone from the list."}
