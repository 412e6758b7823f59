"""How patients are named in Slack: by place, by initials everywhere, or by codes."""

import json

import pytest

from bot.domain.home import ShownList
from bot.domain.meeting_list import ListView, MeetingPage
from bot.domain.parting import Leave
from bot.domain.patient_list import ListedPatient, PatientList
from bot.domain.people import patient_code
from bot.domain.preferences import NamesShown, Preferences, Profile
from bot.slack import cards, commands, home
from bot.slack.browsing import list_modal
from bot.slack.modals import cancel, delete, details, disconnect, end, schedule, start
from bot.slack.modals.patients import patients_modal
from bot.slack.nudges import nudge_message
from tests.builders import LINKS, NOW, a_meeting, a_patient, a_professional, a_trust, an_invitation
from tests.slack.facts import a_card, an_own_meeting, home_facts

CODE = a_patient().code
# What is seen of Noah Clarke: in views, and in messages.
SEEN = {
    NamesShown.BY_PLACE: ("Noah Clarke", "N. C."),
    NamesShown.INITIALS: ("N. C.", "N. C."),
    NamesShown.CODE: (CODE, CODE),
}
START = a_meeting().starts_at


def who_wants(names):
    return a_professional(profile=Profile(chosen=Preferences(names=names)))


def views(names):
    who = who_wants(names)
    own, card = an_own_meeting(professional=who, at=START), a_card(professional=who, drawn_at=START)
    shown = ShownList(view=ListView(), page=MeetingPage(meetings=(own,)), patient=a_patient(), names=names)
    return {
        "home": home.home_view(home_facts(professional=who, next=own, shown=shown), LINKS),
        "list": list_modal(shown, LINKS),
        "details": details.details_modal(card, LINKS),
        "result": schedule.result_view(card),
        "cancel": cancel.cancel_form(own),
        "choose": cancel.choose_meeting([own]),
        "end": end.end_form(own),
        "delete": delete.delete_form(own),
        "disconnect": disconnect.disconnect_form(Leave(first=(own,), count=1)),
    }


def messages(names):
    who = who_wants(names)
    own = an_own_meeting(professional=who, at=START)
    return {
        "card": cards.meeting_card(a_card(professional=who, drawn_at=START), LINKS),
        "next": commands.next_meeting_message(own, LINKS),
        "nudge": nudge_message(own, LINKS),
    }


def unwanted(names, allowed):
    return [part for part in ("Noah", "Clarke", "N. C.", CODE) if part not in allowed]


@pytest.mark.parametrize("view", views(NamesShown.BY_PLACE))
@pytest.mark.parametrize("names", list(NamesShown))
def test_a_view_names_patients_as_is_wanted(names, view):
    told = json.dumps(views(names)[view])
    in_views, in_messages = SEEN[names]
    assert in_views in told
    # Of those who share their initials, the code tells who is meant where one is chosen.
    allowed = {*in_views.split(), in_views, in_messages, CODE if names is NamesShown.INITIALS else in_views}
    assert [part for part in unwanted(names, allowed) if part in told] == []


@pytest.mark.parametrize("name", messages(NamesShown.BY_PLACE))
@pytest.mark.parametrize("names", list(NamesShown))
def test_a_message_names_patients_by_less_at_most(names, name):
    shown = messages(names)[name]
    told, in_messages = shown.text + json.dumps(shown.blocks), SEEN[names][1]
    assert in_messages in told
    assert [part for part in unwanted(names, {in_messages}) if part in told] == []


@pytest.mark.parametrize(
    ("names", "who"),
    [
        (NamesShown.BY_PLACE, "Noah Clarke, noah@patients.example"),
        (NamesShown.INITIALS, f"N. C. ({patient_code('invitation-noah')})"),
        (NamesShown.CODE, patient_code("invitation-noah")),
    ],
)
def test_who_is_asked_is_named_no_more_openly_than_who_has_chosen(names, who):
    listed = ListedPatient(patient=a_patient(), trust=a_trust())
    shown = PatientList(
        professional=who_wants(names), patients=(listed,), page=0, count=1, pending=(an_invitation(),), at=NOW
    )
    told = json.dumps(patients_modal(shown))
    assert f"{who}\\nInvited today." in told
    assert ("Noah" in told, "noah@" in told) == (names is NamesShown.BY_PLACE, names is NamesShown.BY_PLACE)


def test_a_start_by_link_is_labeled_so_as_well():
    told = json.dumps(start.start_modal(an_own_meeting(professional=who_wants(NamesShown.CODE)), LINKS))
    assert (CODE in told, "N. C." in told) == (True, False)


@pytest.mark.parametrize(
    ("names", "typed", "texts"),
    [
        (NamesShown.BY_PLACE, "clarke", ["Noah Clarke"]),
        (NamesShown.INITIALS, "clarke", [f"N. C. ({CODE})"]),
        (NamesShown.CODE, "clarke", [CODE]),
        (NamesShown.CODE, CODE, [CODE]),
        (NamesShown.CODE, "nobody", []),
    ],
)
async def test_patients_to_choose_from_are_named_so_and_found_by_name_or_code(ready, names, typed, texts):
    await ready.trust()
    async with ready.store.writing() as work:
        await work.profiles.save("professional-ana", who_wants(names).profile)
    for select, first in (("patient", []), ("filter_patient", ["All patients"])):
        offered = (await ready.choose(select, typed)).json()["options"]
        assert [each["text"]["text"] for each in offered] == [*first, *texts]


async def test_the_list_is_searched_by_code_too(ready):
    await ready.add(a_meeting())
    async with ready.store.writing() as work:
        await work.profiles.save("professional-ana", who_wants(NamesShown.CODE).profile)
    await ready.command(f"list {CODE}")
    assert f"Patient: {CODE}" in json.dumps(ready.client.view)
