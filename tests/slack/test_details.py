from datetime import timedelta

import pytest

from bot.domain.intents import invitation, reminders
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.reminders import DEFAULT_LEADS
from tests.builders import BEN, NOW, a_scheduled_meeting
from tests.slack.reading import labels

LIST = {"type": "modal", "id": "V0LIST", "private_metadata": '{"shows":"list","group":"upcoming"}'}


def words(view):
    """All that is said: sections and their fields."""
    said = []
    for block in view["blocks"]:
        said += [block["text"]["text"]] if block["type"] == "section" and "text" in block else []
        said += [each["text"] for each in block.get("fields", [])]
    return said


async def test_the_details_tell_everything_of_a_meeting(ready):
    meeting = a_scheduled_meeting(description="Bring the letter.", shares_topic=True)
    await ready.add(meeting)
    async with ready.store.writing() as work:
        await work.outbox.add(invitation(meeting, NOW), *reminders(meeting, DEFAULT_LEADS, NOW))
    await ready.click("details", "meeting-one")
    assert words(ready.client.view) == [
        "Patient: Noah Clarke",
        "Status: Scheduled",
        "Reference: 01234567",
        "When: Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time",
        "Patient's clock: Thu, Nov 19, 2026, 9:00 to 9:50 AM, New York time",
        "Shown to patient: Yes",
        "Topic: Follow-up",
        "Description: Bring the letter.",
        "*Emails*\nZoom: ready\nEmail to patient: being sent\nReminders: 24 hours and 1 hour before",
    ]


async def test_the_details_repeat_each_act_as_a_button(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("details", "meeting-one")
    assert "Cancel meeting" in labels(ready.client.view)
    assert ready.client.view["close"]["text"] == "Close"


async def test_a_refused_mail_can_be_sent_again_from_the_details(ready):
    meeting = a_scheduled_meeting()
    await ready.add(meeting)
    async with ready.store.writing() as work:
        await work.outbox.add(invitation(meeting, NOW))
        [mail] = await work.outbox.claim("worker", NOW, 1)
        await work.outbox.settle(mail, "worker", EntryState.DEAD, NOW)
    await ready.click("details", "meeting-one")
    assert "Send email again" in labels(ready.client.view)
    ready.client.calls.clear()
    await ready.click("send_email_again", "meeting-one")
    assert words(ready.client.view)[0] == "The email is being sent again."
    assert "Send email again" not in labels(ready.client.view)


async def test_details_over_a_list_go_back_to_it(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("meeting_menu", "details:meeting-one", view=LIST)
    assert ready.client.methods == ["views.push"]
    assert ready.client.view["close"]["text"] == "Back"


async def test_an_act_over_the_details_redraws_them_and_the_list(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("details", "meeting-one", view=LIST)
    details = {**ready.client.view, "id": "V0DETAILS"}
    ready.client.calls.clear()
    await ready.click("cancel_meeting", "meeting-one", view=details)
    form = {**ready.client.view, "id": "V0FORM", "previous_view_id": "V0DETAILS", "root_view_id": "V0LIST"}
    ready.client.calls.clear()
    await ready.submit({**form, "state": {"values": {"reason": {"reason": {"value": "I am ill."}}}}})
    redrawn = {arguments["view_id"]: arguments["view"] for _, arguments in ready.client.calls}
    assert "Status: Canceled" in words(redrawn["V0DETAILS"])
    assert words(redrawn["V0LIST"]) == ["No upcoming meetings. Click New meeting to schedule one."]


async def test_a_stale_button_says_so_and_shows_the_present_state(ready):
    await ready.add(a_scheduled_meeting().cancelled("I am ill.", NOW))
    await ready.click("cancel_meeting", "meeting-one")
    said = words(ready.client.view)
    assert said[0] == "This meeting was already canceled at 10:00 AM. Nothing changed."
    assert {"Status: Canceled", "Reason: I am ill."} <= set(said)


async def test_what_showed_an_old_state_is_drawn_anew(ready):
    await ready.add(a_scheduled_meeting().cancelled("I am ill.", NOW))
    await ready.click("cancel_meeting", "meeting-one")
    async with ready.store.writing() as work:
        asked = {entry.kind for entry in await work.outbox.claim("worker", NOW, 9)}
    assert asked == {OutboxKind.SLACK_CARD, OutboxKind.SLACK_HOME}


async def test_a_button_of_a_deleted_meeting_only_says_so(ready):
    await ready.add(a_scheduled_meeting(status=MeetingStatus.ENDED, topic="", deleted_at=NOW))
    await ready.click("details", "meeting-one")
    assert words(ready.client.view) == ["This meeting was already deleted at 10:00 AM. Nothing changed."]
    assert labels(ready.client.view) == ["My meetings"]


@pytest.mark.parametrize("meeting_id", ["meeting-one", "unknown", ""])
async def test_anothers_meeting_and_none_sound_the_same(ready, meeting_id):
    await ready.add(a_scheduled_meeting())
    await ready.click("details", meeting_id, who=BEN)
    assert words(ready.client.view) == ["This meeting is not in your list."]


async def test_a_meeting_that_has_passed_meanwhile_is_over(ready):
    await ready.add(a_scheduled_meeting(starts_at=NOW - timedelta(hours=2)))
    await ready.click("cancel_meeting", "meeting-one")
    assert words(ready.client.view)[0] == "This meeting is already over. Nothing changed."
