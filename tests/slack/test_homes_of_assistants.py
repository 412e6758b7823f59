import json
from dataclasses import replace

from bot.domain.preferences import Habits, NamesShown, WorkspaceDefaults
from tests.builders import ANA, BEN, NOW, a_patient, a_scheduled_meeting
from tests.slack.assisting import ANA_ID, BEN_ID, buttons, for_whom, lines, shown, turn_to


async def test_an_assistant_sees_patients_named_as_the_workspace_fixed_it(assisted):
    by_codes = WorkspaceDefaults(habits=Habits(names=NamesShown.CODE), fixes_names=True)
    async with assisted.store.writing() as work:
        await work.profiles.save_defaults(ANA.slack_team_id, by_codes)
    await assisted.add(a_scheduled_meeting())
    [offered] = (await assisted.choose("patient", "noah", who=BEN)).json()["options"]
    await assisted.open_home(who=BEN)
    told = json.dumps([offered, shown(assisted)])
    assert (a_patient().code in told, "Noah" in told) == (True, False)


async def test_home_says_for_whom_and_offers_what_an_assistant_may(assisted):
    await assisted.add(a_scheduled_meeting(starts_at=NOW))
    await assisted.open_home(who=BEN)
    view = shown(assisted)
    assert lines(view)[0] == "For *Ana Ruiz*."
    assert "Noah Clarke" in json.dumps(view)
    assert buttons(view) == ["New meeting", "Help"]
    menus = [block["accessory"]["options"] for block in view["blocks"] if "accessory" in block]
    assert {each["text"]["text"] for menu in menus for each in menu} == {"Details", "Cancel meeting"}
    assert "/start?" not in json.dumps(view)
    assert "/connect?" not in json.dumps(view)


async def test_a_professional_who_assists_begins_with_their_own_home_and_can_turn_it(colleague):
    await colleague.add(a_scheduled_meeting())
    await colleague.open_home(who=BEN)
    own = shown(colleague)
    assert ("For yourself." in json.dumps(own), "Noah" in json.dumps(own)) == (True, False)
    theirs = await turn_to(colleague, ANA_ID)
    assert ("For *Ana Ruiz*." in json.dumps(theirs), "Noah Clarke" in json.dumps(theirs)) == (True, True)
    await colleague.command("new", who=BEN)
    assert for_whom(shown(colleague)) == ANA_ID
    assert "For yourself." in json.dumps(await turn_to(colleague, BEN_ID))


async def test_another_home_begins_with_the_whole_list(colleague):
    await colleague.add(a_scheduled_meeting(professional_id=BEN_ID, patient_id="patient-eve"))
    await turn_to(colleague, ANA_ID)
    await colleague.click("filter_patient", "patient-noah", who=BEN)
    await colleague.open_home(who=BEN)
    assert "No meeting matches." in json.dumps(shown(colleague))
    turned = json.dumps(await turn_to(colleague, BEN_ID))
    assert ("Eve Lindqvist" in turned, "No meeting matches." in turned) == (True, False)


async def test_how_an_assistant_sets_the_list_changes_nothing_in_the_professionals_home(assisted):
    await assisted.click("filter_status", "ended", who=BEN)
    assert set(assisted.store.state.list_views) == {BEN_ID}


async def test_the_assistants_home_follows_the_professionals_meetings(assisted):
    async with assisted.store.reading() as look:
        ana = await look.people.get_professional(ANA_ID)
        from_home = await assisted.desk.browsing.home(replace(ana, assisted_by=BEN_ID))
    assert (from_home.viewer.id, from_home.professional.assisted_by) == (BEN_ID, BEN_ID)
