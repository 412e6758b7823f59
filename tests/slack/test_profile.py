from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.outbox import OutboxKind
from bot.domain.people import Standing
from bot.domain.preferences import Habits, MailWording, NamesShown, Preferences, Profile, WorkspaceDefaults
from bot.domain.refusals import NotAnAdmin
from bot.slack.modals.defaults import defaults_form
from bot.slack.modals.hours import hours_form
from bot.slack.modals.profile import profile_form
from tests.builders import ANA, NEW_YORK, TEAM, a_member, a_professional, a_profile, some_defaults
from tests.slack.forms import an_empty_form
from tests.slack.stage import chosen, submitted

SAVED = "Saved."
HOURS = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9:00 AM to 5:30 PM")


def form(who=None, **typed):
    return submitted(profile_form(who or a_professional()), **typed)


def ticked(*minutes):
    return [chosen(str(each)) for each in minutes]


async def stored(slack):
    async with slack.store.reading() as look:
        return await look.people.find_professional(ANA)


async def waiting(slack):
    async with slack.store.writing() as work:
        entries = await work.outbox.claim("look", slack.desk.profile.clock.now(), 99)
    return {entry.kind for entry in entries}


async def become(slack, **changes):
    """Let Ana be somebody else to Slack, or have chosen something."""
    who = a_professional(**changes)
    in_slack = a_member(is_admin=who.is_admin, standing=who.standing)
    slack.desk.identifying.directory.members[ANA.slack_user_id] = in_slack
    async with slack.store.writing() as work:
        await work.people.save_professional(who)
        await work.profiles.save(who.id, who.profile)
        await work.profiles.save_defaults(TEAM, who.defaults)


def said(answer):
    return answer.json()["view"]["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(("picked", "kept"), [("en", "en-GB"), ("fr", "fr")])
async def test_who_leaves_the_language_as_it_is_keeps_its_region_which_orders_day_and_month(ready, picked, kept):
    await become(ready, language="en-GB")
    await ready.submit(form(who=await stored(ready), language=chosen(picked), name="Dr. Ana Ruiz"))
    assert (await stored(ready)).language == kept


@pytest.mark.parametrize("word", ["profile", "settings"])
async def test_the_command_opens_the_profile(ready, word):
    await ready.command(word)
    assert ready.client.view == profile_form(a_professional())


async def test_the_button_in_home_opens_the_profile(ready):
    await ready.click("my_profile")
    assert ready.client.view == profile_form(a_professional())


async def test_what_is_chosen_is_kept(ready):
    answer = await ready.submit(
        form(
            name="Dr. Ana Ruiz",
            zone=chosen("America/New_York"),
            language=chosen("es"),
            duration=chosen("30"),
            reminders=ticked(2880, 120),
            nudge=chosen("5"),
            wording=chosen("topic"),
            names=chosen("initials"),
            signature="Dr. Ana Ruiz, Clinica Norte",
            phone="+34 600 000 000",
        )
    )
    assert said(answer) == SAVED
    flags = dict.fromkeys(("has_chosen_name", "has_chosen_zone", "has_chosen_language"), True)
    assert await stored(ready) == a_professional(
        name="Dr. Ana Ruiz", zone=NEW_YORK, language="es", profile=a_profile(hours=()), **flags
    )


async def test_what_is_not_touched_goes_on_following_slack_and_the_workspace(ready):
    await ready.submit(form())
    assert await stored(ready) == a_professional()


async def test_what_is_set_as_the_workspace_has_it_follows_it_again(ready):
    who = a_professional(profile=Profile(chosen=Preferences(nudge=timedelta(0), leads=())))
    await become(ready, profile=who.profile)
    await ready.submit(form(who, nudge=chosen("10")))
    assert (await stored(ready)).profile.chosen == Preferences(leads=())


async def test_no_tick_means_no_reminders(ready):
    await ready.submit(form(reminders=[]))
    assert (await stored(ready)).habits.leads == ()


async def test_signature_and_phone_can_be_taken_back(ready):
    who = a_professional(profile=a_profile())
    await become(ready, profile=who.profile)
    await ready.submit(form(who, signature=None, phone=None))
    assert (await stored(ready)).profile == a_profile(signature="", phone="")


async def test_what_was_not_offered_changes_nothing(ready):
    await ready.submit(
        form(language=chosen("tlh"), duration=chosen("7"), reminders=ticked(1440, 60, 13), nudge=chosen("x"))
    )
    assert await stored(ready) == a_professional()


async def test_spaces_around_and_within_are_tidied(ready):
    await ready.submit(form(name="  Dr.   Ana  Ruiz "))
    assert (await stored(ready)).name == "Dr. Ana Ruiz"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "   ", "Write the name that your patients see."),
        ("name", "Ana\u202eRuiz", "Write a name of at most 100 letters, without special characters."),
        ("name", "A" * 101, "Write a name of at most 100 letters, without special characters."),
        ("signature", "s" * 151, "Write a line of at most 150 letters, without special characters."),
        ("phone", "1\x002", "Write a number of at most 40 letters, without special characters."),
    ],
)
async def test_what_mails_cannot_carry_is_refused_beside_the_field(ready, field, typed, words):
    answer = (await ready.submit(form(**{field: typed}))).json()
    assert answer == {"response_action": "errors", "errors": {field: words}}
    assert await stored(ready) == a_professional()


async def test_a_zone_that_does_not_exist_is_refused(ready):
    answer = (await ready.submit(form(zone=chosen("Mars/Olympus")))).json()
    assert answer["errors"] == {"zone": "Choose a time zone from the list."}


@pytest.mark.parametrize(
    ("typed", "follows"),
    [
        ({"signature": "Ana"}, set()),
        ({"reminders": ticked(60)}, {OutboxKind.MEETINGS_REPLAN}),
        ({"nudge": chosen("0")}, {OutboxKind.MEETINGS_REPLAN}),
        ({"names": chosen("code")}, {OutboxKind.SLACK_CARDS}),
        ({"zone": chosen("America/New_York")}, {OutboxKind.SLACK_CARDS}),
    ],
)
async def test_what_follows_is_done_at_once(ready, typed, follows):
    await ready.submit(form(**typed))
    assert await waiting(ready) == {OutboxKind.SLACK_HOME, *follows}


async def test_a_new_meeting_takes_zone_and_duration_of_the_profile(ready):
    await ready.trust()
    await ready.submit(form(zone=chosen("America/New_York"), duration=chosen("30")))
    await ready.command("new")
    assert ready.client.view == an_empty_form(NEW_YORK, timedelta(minutes=30))


async def test_working_hours_are_kept_and_shown_again(ready):
    assert said(await ready.submit(submitted(hours_form(a_professional()), **HOURS))) == SAVED
    known = await stored(ready)
    assert known.profile == Profile(hours=a_profile().hours)
    await ready.click("working_hours")
    assert ready.client.view == hours_form(known)


async def test_hours_that_cannot_be_read_are_told_beside_their_days(ready):
    answer = await ready.submit(submitted(hours_form(a_professional()), **HOURS, saturday="mornings", sunday="17-9"))
    words = "Write it like 9:00 AM to 5:00 PM, or leave it empty."
    assert answer.json()["errors"] == {"saturday": words, "sunday": words}
    assert (await stored(ready)).profile == Profile()


async def test_hours_that_are_all_taken_back_warn_no_more(ready):
    who = a_professional(profile=a_profile())
    await become(ready, profile=who.profile)
    await ready.submit(submitted(hours_form(who), **dict.fromkeys(HOURS)))
    assert (await stored(ready)).profile == a_profile(hours=())


@pytest.mark.parametrize("is_admin", [True, False])
async def test_only_an_admin_is_offered_what_holds_for_the_workspace(ready, is_admin):
    await become(ready, is_admin=is_admin)
    await ready.command("profile")
    assert ("workspace_defaults" in str(ready.client.view)) is is_admin


async def test_an_admin_sets_what_holds_for_everybody_who_chose_nothing(ready):
    await become(ready, is_admin=True)
    await ready.click("workspace_defaults")
    assert ready.client.view == defaults_form(WorkspaceDefaults())
    filled = submitted(
        defaults_form(WorkspaceDefaults()),
        duration=chosen("45"),
        reminders=ticked(720),
        nudge=chosen("0"),
        wording=chosen("topic"),
        names=chosen("code"),
        names_fixed=[chosen("names_fixed")],
    )
    assert said(await ready.submit(filled)) == SAVED
    assert (await stored(ready)).defaults == some_defaults(fixes_names=True)
    assert await waiting(ready) == {OutboxKind.SLACK_HOME, OutboxKind.SLACK_CARDS, OutboxKind.MEETINGS_REPLAN}


@pytest.mark.parametrize("way", ["click", "submit"])
async def test_who_is_no_admin_cannot_set_it(ready, way):
    filled = submitted(defaults_form(WorkspaceDefaults()), nudge=chosen("0"))
    answer = await (ready.click("workspace_defaults") if way == "click" else ready.submit(filled))
    told = str(ready.client.view) if way == "click" else answer.text
    assert NotAnAdmin().reply in told
    assert (await stored(ready)).habits == Habits()


async def test_names_that_the_workspace_fixed_are_told_and_cannot_be_chosen(ready):
    who = a_professional(defaults=some_defaults(fixes_names=True))
    await become(ready, defaults=who.defaults)
    await ready.command("profile")
    assert "Patient names in Slack are set by your workspace. Codes everywhere." in str(ready.client.view)
    forged = profile_form(replace(who, defaults=some_defaults()))
    await ready.submit(submitted(forged, names=chosen("by_place")))
    assert (await stored(ready)).habits.names is NamesShown.CODE


async def test_a_form_drawn_before_the_workspace_changed_chooses_only_what_was_touched(ready):
    await become(ready, defaults=some_defaults())
    await ready.submit(form(wording=chosen("topic"), nudge=chosen("15")))
    assert (await stored(ready)).profile.chosen == Preferences(nudge=timedelta(minutes=15))
    assert (await stored(ready)).habits.wording is MailWording.TOPIC


async def test_a_guest_who_was_an_admin_is_refused(ready):
    await become(ready, is_admin=True, standing=Standing.GUEST)
    await ready.click("workspace_defaults")
    assert "not set up as a professional" in str(ready.client.view)
