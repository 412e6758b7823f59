import json
from dataclasses import replace

import pytest

from bot.domain.admission import Policy, WhoServes
from bot.domain.meeting import MeetingStatus
from bot.domain.people import Standing
from bot.domain.preferences import Habits, NamesShown, WorkspaceDefaults
from bot.domain.refusals import NoLongerAssistant, NotAProfessional, NotForAssistants, NotInYourList
from bot.slack.modals.cancel import cancel_form
from bot.slack.modals.schedule import schedule_form
from tests.builders import (
    ANA,
    BEN,
    MADRID,
    NOW,
    a_grant,
    a_member,
    a_patient,
    a_professional,
    a_scheduled_meeting,
    a_trust,
    a_zoom_user,
)
from tests.slack.examples import an_own_meeting
from tests.slack.stage import GUEST, TYPED, submitted

BEN_ID = "professional-ben"
ANA_ID = "professional-ana"


@pytest.fixture
async def assisted(ready):
    """Ana, connected and on the list, has appointed Ben, who is no professional himself."""
    async with ready.store.writing() as work:
        await work.people.save_professional(
            a_professional(id=BEN_ID, slack_user_id=BEN.slack_user_id, name="Ben Okoro")
        )
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
        await work.admissions.set_listed(ANA_ID, is_listed=True)
        await work.assistants.appoint(ANA_ID, BEN_ID, NOW)
    return ready


@pytest.fixture
async def colleague(assisted):
    """Ben is a professional as well, connected, with a patient of his own."""
    async with assisted.store.writing() as work:
        await work.admissions.set_listed(BEN_ID, is_listed=True)
        await work.connections.connect(BEN_ID, a_grant(), a_zoom_user(), NOW)
        await work.people.save_patient(a_patient(id="patient-eve", name="Eve Lindqvist"))
        await work.people.save_trust(a_trust(patient_id="patient-eve", professional_id=BEN_ID))
    return assisted


def shown(slack):
    *_, (_, arguments) = slack.client.calls
    slack.client.calls.clear()
    return arguments["view"]


def lines(view):
    return [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]


def for_whom(view):
    return json.loads(view.get("private_metadata") or "{}").get("for")


def buttons(view):
    found = [each for block in view["blocks"] for each in block.get("elements", [])]
    return [each["text"]["text"] for each in found if each["type"] == "button"]


async def turn_to(slack, professional_id):
    await slack.click("act_for", professional_id, who=BEN)
    return shown(slack)


async def test_a_professional_appoints_and_dismisses_in_a_modal(ready):
    await ready.command("assistants")
    view = shown(ready)
    await ready.click("appoint_assistant", BEN.slack_user_id, view=submitted(view))
    view = shown(ready)
    assert "Ben Okoro can schedule for you now." in json.dumps(view)
    [ben] = [each for each in ready.store.state.professionals.values() if each.actor == BEN]
    await ready.click("dismiss_assistant:0", ben.id, view=submitted(view))
    assert "Ben Okoro no longer schedules for you." in json.dumps(shown(ready))
    assert ready.store.state.assistants == {}
    audit = [(each["actor"], each["action"], each["about"]) for each in ready.store.state.audit.values()]
    assert audit == [(ANA_ID, "appoint", ben.id), (ANA_ID, "dismiss", ben.id)]


@pytest.mark.parametrize(
    ("slack_user_id", "words"),
    [
        (GUEST.slack_user_id, "is not a full member of this workspace."),
        ("U0NOBODY001", "Only people of this workspace can be assistants."),
        (ANA.slack_user_id, "You need not be your own assistant."),
    ],
)
async def test_who_cannot_be_an_assistant_is_told(ready, slack_user_id, words):
    await ready.command("assistants")
    await ready.click("appoint_assistant", slack_user_id, view=submitted(shown(ready)))
    assert words in json.dumps(shown(ready))
    assert ready.store.state.assistants == {}


async def test_somebody_elses_assistant_is_not_dismissed(assisted):
    await assisted.command("assistants")
    await assisted.click("dismiss_assistant:0", "professional-none", view=submitted(shown(assisted)))
    assert "This person is not your assistant." in json.dumps(shown(assisted))


async def test_the_form_says_for_whom_and_the_meeting_is_theirs(assisted):
    await assisted.command("new", who=BEN)
    form = shown(assisted)
    assert (lines(form)[0], for_whom(form)) == ("For *Ana Ruiz*.", ANA_ID)
    answer = (await assisted.submit(submitted(form, **TYPED), who=BEN)).json()
    assert lines(answer["view"]) == ["For *Ana Ruiz*."]
    [meeting] = assisted.store.state.meetings.values()
    assert (meeting.professional_id, meeting.assistant_id) == (ANA_ID, BEN_ID)
    [row] = assisted.store.state.audit.values()
    assert (row["actor"], row["action"], row["on_behalf_of"]) == (BEN_ID, "schedule", ANA_ID)


async def test_a_refused_form_says_for_whom_once(assisted):
    await assisted.command("new", who=BEN)
    form = submitted(shown(assisted), **{**TYPED, "date": "2026-10-25", "hour": "02:30"})
    assisted.desk.scheduling.clock.instant = NOW.replace(month=9)
    answer = (await assisted.submit(form, who=BEN)).json()
    again = (await assisted.submit(submitted(answer["view"], **TYPED), who=BEN)).json()
    assert [lines(each["view"]) for each in (answer, again)] == [["For *Ana Ruiz*."]] * 2


async def test_the_form_stays_theirs_while_it_is_filled_in(colleague):
    await turn_to(colleague, ANA_ID)
    await colleague.command("new", who=BEN)
    form = {**submitted(shown(colleague), **TYPED), "type": "modal"}
    await turn_to(colleague, BEN_ID)
    await colleague.click("date", view=form, who=BEN)
    changed = shown(colleague)
    assert (lines(changed), for_whom(changed)) == (["For *Ana Ruiz*."], ANA_ID)
    assert "New York time" in json.dumps(changed["blocks"][-1])
    await dismissed(colleague)
    await colleague.click("date", view=form, who=BEN)
    assert "New York time" not in json.dumps(colleague.client.calls)


async def test_only_the_professionals_own_patients_are_offered(assisted):
    answer = (await assisted.choose("patient", "noah", who=BEN)).json()
    assert [each["value"] for each in answer["options"]] == ["patient-noah"]


async def test_an_assistant_sees_patients_named_as_the_workspace_fixed_it(assisted):
    by_codes = WorkspaceDefaults(habits=Habits(names=NamesShown.CODE), fixes_names=True)
    async with assisted.store.writing() as work:
        await work.profiles.save_defaults(ANA.slack_team_id, by_codes)
    await assisted.add(a_scheduled_meeting())
    [offered] = (await assisted.choose("patient", "noah", who=BEN)).json()["options"]
    await assisted.open_home(who=BEN)
    told = json.dumps([offered, shown(assisted)])
    assert (a_patient().code in told, "Noah" in told) == (True, False)


async def test_what_the_command_says_begins_with_for_whom(assisted):
    await assisted.add(a_scheduled_meeting())
    answer = (await assisted.command("", who=BEN)).json()
    assert answer["text"].startswith("For Ana Ruiz: Next meeting:")
    assert answer["blocks"][0]["text"]["text"] == answer["text"]
    assert "Noah" not in json.dumps(answer)


async def test_an_assistant_cancels_and_both_are_named(assisted):
    await assisted.add(a_scheduled_meeting())
    await assisted.click("cancel_meeting", "meeting-one", who=BEN)
    form = shown(assisted)
    assert (lines(form)[0], for_whom(form)) == ("For *Ana Ruiz*.", ANA_ID)
    await assisted.submit(submitted(form, reason="Ana is ill."), who=BEN)
    assert assisted.store.state.meetings["meeting-one"].status is MeetingStatus.CANCELLED
    [row] = assisted.store.state.audit.values()
    assert (row["actor"], row["action"], row["on_behalf_of"]) == (BEN_ID, "cancel", ANA_ID)


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


async def test_the_details_have_no_link_of_the_hosts(assisted):
    await assisted.add(a_scheduled_meeting(starts_at=NOW))
    await assisted.click("details", "meeting-one", who=BEN)
    view = shown(assisted)
    assert (buttons(view), "/start?" in json.dumps(view)) == (["Cancel meeting"], False)


@pytest.mark.parametrize("act", ["start_meeting", "end_meeting", "delete_meeting"])
@pytest.mark.parametrize("way", ["button", "menu"])
async def test_what_stays_with_the_professional_is_refused(assisted, act, way):
    status = MeetingStatus.ENDED if act == "delete_meeting" else MeetingStatus.SCHEDULED
    await assisted.add(a_scheduled_meeting(starts_at=NOW, status=status))
    name, value = (act, "meeting-one") if way == "button" else ("meeting_menu:0", f"{act}:meeting-one")
    await assisted.click(name, value, who=BEN)
    assert NotForAssistants().reply in json.dumps(shown(assisted))
    [row] = assisted.store.state.audit.values()
    assert (row["actor"], row["outcome"]) == (BEN_ID, "not_for_assistants")


@pytest.mark.parametrize("word", ["connect", "disconnect", "profile", "settings", "status", "assistants"])
async def test_what_is_about_the_professional_alone_is_refused_to_who_only_assists(assisted, word):
    answer = await assisted.command(word, who=BEN)
    assert NotForAssistants().reply in answer.text
    assert assisted.client.calls == []


async def test_who_is_a_professional_too_does_these_for_themselves(colleague):
    await turn_to(colleague, ANA_ID)
    await colleague.command("profile", who=BEN)
    view = shown(colleague)
    assert ("Ben Okoro" in json.dumps(view), for_whom(view), lines(view)) == (True, None, [])


async def test_without_a_connection_only_the_professional_is_sent_to_zoom(assisted):
    assisted.store.state.connections.clear()
    for answer in (await assisted.command("", who=BEN), await assisted.command("list", who=BEN)):
        assert "Zoom is not connected for Ana Ruiz. Only they can connect it." in answer.text
        assert "/connect?" not in answer.text
    await assisted.open_home(who=BEN)
    for name in ("new", "list"):
        said = (await assisted.command(name, who=BEN)).text + json.dumps(assisted.client.calls)
        assert "Zoom is not connected for Ana Ruiz. Only they can connect it." in said
        assert "/connect?" not in said


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


async def test_a_form_is_for_whom_it_was_drawn_however_home_is_turned(colleague):
    await colleague.command("new", who=BEN)
    own = shown(colleague)
    await turn_to(colleague, ANA_ID)
    answer = (await colleague.submit(submitted(own, **TYPED), who=BEN)).json()
    assert answer["errors"] == {"patient": "This patient is no longer on your list. Choose another."}
    await colleague.command("new", who=BEN)
    theirs = shown(colleague)
    await turn_to(colleague, BEN_ID)
    await colleague.submit(submitted(theirs, **TYPED), who=BEN)
    [meeting] = colleague.store.state.meetings.values()
    assert meeting.professional_id == ANA_ID


async def test_another_home_begins_with_the_whole_list(colleague):
    await colleague.add(a_scheduled_meeting(professional_id=BEN_ID, patient_id="patient-eve"))
    await turn_to(colleague, ANA_ID)
    await colleague.click("filter_patient", "patient-noah", who=BEN)
    await colleague.open_home(who=BEN)
    assert "No meeting matches." in json.dumps(shown(colleague))
    turned = json.dumps(await turn_to(colleague, BEN_ID))
    assert ("Eve Lindqvist" in turned, "No meeting matches." in turned) == (True, False)


async def test_without_patients_an_assistant_is_not_sent_to_their_own(assisted):
    assisted.store.state.trusts.clear()
    said = (await assisted.command("new", who=BEN)).text
    assert "No patient has chosen Ana Ruiz yet." in said
    assert '"Patients"' not in said + json.dumps(assisted.client.calls)


async def test_how_an_assistant_sets_the_list_changes_nothing_in_the_professionals_home(assisted):
    await assisted.click("filter_status", "ended", who=BEN)
    assert set(assisted.store.state.list_views) == {BEN_ID}


async def dismissed(slack):
    async with slack.store.writing() as work:
        await work.assistants.dismiss(ANA_ID, BEN_ID)


async def test_who_was_dismissed_meanwhile_sends_the_form_in_vain(colleague):
    await turn_to(colleague, ANA_ID)
    await colleague.command("new", who=BEN)
    form = submitted(shown(colleague), **TYPED)
    await dismissed(colleague)
    answer = await colleague.submit(form, who=BEN)
    assert NoLongerAssistant().reply in answer.text
    assert colleague.store.state.meetings == {}


async def test_who_was_dismissed_and_is_nobody_else_is_a_stranger(assisted):
    await dismissed(assisted)
    assert NotAProfessional().reply in (await assisted.command("new", who=BEN)).text


async def test_a_form_that_names_another_professional_is_refused(colleague):
    form = {**schedule_form(MADRID), "private_metadata": json.dumps({"for": "professional-other"})}
    answer = await colleague.submit(submitted(form, **TYPED), who=BEN)
    assert NoLongerAssistant().reply in answer.text


async def test_an_assistant_of_ana_does_nothing_with_the_meetings_of_others(assisted):
    await assisted.add(a_scheduled_meeting(professional_id="professional-cleo"))
    form = cancel_form(an_own_meeting(meeting=a_scheduled_meeting(professional_id="professional-cleo")))
    answer = await assisted.submit(submitted(form, reason="No."), who=BEN)
    assert NotInYourList().reply in answer.text


@pytest.mark.parametrize("who", ["assistant", "professional"])
async def test_nobody_assists_once_either_is_gone(assisted, who):
    actor = BEN if who == "assistant" else ANA
    directory = assisted.desk.identifying.directory
    gone = a_member(slack_user_id=actor.slack_user_id, standing=Standing.DEACTIVATED)
    directory.members[actor.slack_user_id] = gone
    await assisted.desk.identifying.hear(gone)
    assert NotAProfessional().reply in (await assisted.command("new", who=BEN)).text


async def test_the_assistants_home_follows_the_professionals_meetings(assisted):
    async with assisted.store.reading() as look:
        ana = await look.people.get_professional(ANA_ID)
        from_home = await assisted.desk.browsing.home(replace(ana, assisted_by=BEN_ID))
    assert (from_home.viewer.id, from_home.professional.assisted_by) == (BEN_ID, BEN_ID)
