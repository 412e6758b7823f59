"""Modals over modals: Slack holds three, and refuses a fourth."""

import pytest

from bot.slack.beneath import Shown, read_metadata, views_beneath
from bot.slack.modals.details import details_modal
from bot.slack.requests import Kind
from tests.builders import LINKS, a_meeting, a_professional, a_scheduled_meeting
from tests.slack.facts import a_card
from tests.slack.rights import Rule, everything, meeting_of

LIST = {"shows": Shown.LIST, "search": "noah"}
CLICKS = [asked for rule in (Rule.ONESELF, Rule.A_MEETING) for asked in everything(rule) if asked.kind is Kind.CLICK]


def the_third(meeting_id="meeting-ana"):
    """Details over details over the list, as Slack sends them with a click."""
    lower = read_metadata(details_modal(a_card(meeting=a_meeting(id=meeting_id)), LINKS, beneath=LIST))
    view = details_modal(a_card(meeting=a_meeting(id=meeting_id)), LINKS, beneath=lower)
    return {**view, "id": "V3", "hash": "3.c", "previous_view_id": "V2", "root_view_id": "V1"}


async def click(ready, asked):
    meeting = meeting_of(a_professional(), asked.needs)
    await ready.add(meeting)
    value = f"{asked.act}:{meeting.id}" if asked.act else meeting.id
    await ready.click(asked.name, value, view=the_third(meeting.id))


@pytest.mark.parametrize("asked", CLICKS, ids=str)
async def test_no_click_pushes_a_fourth(ready, asked):
    await click(ready, asked)
    assert "views.push" not in ready.client.methods


async def test_over_two_the_third_is_replaced_unless_it_has_changed(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("cancel_meeting", "meeting-one", view=the_third("meeting-one"))
    [(method, arguments)] = ready.client.calls
    assert (method, arguments["view_id"], arguments["hash"]) == ("views.update", "V3", "3.c")


async def test_what_replaces_the_third_lies_over_the_second(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("cancel_meeting", "meeting-one", view=the_third("meeting-one"))
    form = {**ready.client.view, "id": "V3", "previous_view_id": "V2", "root_view_id": "V1"}
    below = views_beneath(form)
    assert [(slack_view_id, shown["shows"]) for slack_view_id, shown in below] == [("V2", "details"), ("V1", "list")]


async def test_over_one_another_is_pushed(ready):
    await ready.add(a_scheduled_meeting())
    second = {**the_third("meeting-one"), "id": "V2", "previous_view_id": "V1"}
    await ready.click("cancel_meeting", "meeting-one", view=second)
    assert ready.client.methods == ["views.push"]
