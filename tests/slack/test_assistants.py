import json

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.people import Standing
from bot.domain.refusals import NotAProfessional, NotForAssistants
from tests.builders import ANA, BEN, NOW, a_member, a_scheduled_meeting
from tests.slack.assisting import ANA_ID, BEN_ID, buttons, dismissed, for_whom, lines, shown, turn_to
from tests.slack.stage import GUEST, submitted


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


async def test_without_patients_an_assistant_is_not_sent_to_their_own(assisted):
    assisted.store.state.trusts.clear()
    said = (await assisted.command("new", who=BEN)).text
    assert "No patient has chosen Ana Ruiz yet." in said
    assert '"Patients"' not in said + json.dumps(assisted.client.calls)


async def test_who_was_dismissed_and_is_nobody_else_is_a_stranger(assisted):
    await dismissed(assisted)
    assert NotAProfessional().reply in (await assisted.command("new", who=BEN)).text


@pytest.mark.parametrize("who", ["assistant", "professional"])
async def test_nobody_assists_once_either_is_gone(assisted, who):
    actor = BEN if who == "assistant" else ANA
    directory = assisted.desk.identifying.directory
    gone = a_member(slack_user_id=actor.slack_user_id, standing=Standing.DEACTIVATED)
    directory.members[actor.slack_user_id] = gone
    await assisted.desk.identifying.hear(gone)
    assert NotAProfessional().reply in (await assisted.command("new", who=BEN)).text
