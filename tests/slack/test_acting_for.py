import json

from bot.domain.meeting import MeetingStatus
from bot.domain.refusals import NoLongerAssistant, NotInYourList
from bot.slack.modals.cancel import cancel_form
from tests.builders import BEN, MADRID, NOW, a_scheduled_meeting
from tests.slack.assisting import ANA_ID, BEN_ID, dismissed, for_whom, lines, shown, turn_to
from tests.slack.facts import an_own_meeting
from tests.slack.forms import an_empty_form
from tests.slack.stage import TYPED, submitted


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


async def test_who_was_dismissed_meanwhile_sends_the_form_in_vain(colleague):
    await turn_to(colleague, ANA_ID)
    await colleague.command("new", who=BEN)
    form = submitted(shown(colleague), **TYPED)
    await dismissed(colleague)
    answer = await colleague.submit(form, who=BEN)
    assert NoLongerAssistant().reply in answer.text
    assert colleague.store.state.meetings == {}


async def test_a_form_that_names_another_professional_is_refused(colleague):
    form = {**an_empty_form(MADRID), "private_metadata": json.dumps({"for": "professional-other"})}
    answer = await colleague.submit(submitted(form, **TYPED), who=BEN)
    assert NoLongerAssistant().reply in answer.text


async def test_an_assistant_of_ana_does_nothing_with_the_meetings_of_others(assisted):
    await assisted.add(a_scheduled_meeting(professional_id="professional-cleo"))
    form = cancel_form(an_own_meeting(meeting=a_scheduled_meeting(professional_id="professional-cleo")))
    answer = await assisted.submit(submitted(form, reason="No."), who=BEN)
    assert NotInYourList().reply in answer.text
