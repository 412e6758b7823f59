from datetime import timedelta

from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from tests.builders import NOW, a_meeting, a_scheduled_meeting
from tests.slack.reading import kinds, status

FAILED = a_meeting(status=MeetingStatus.FAILED, failure="refused")


def buttons(view):
    return [each for block in view["blocks"] for each in block.get("elements", []) if each["type"] == "button"]


async def test_outside_the_window_a_link_for_five_minutes_is_offered(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("start_meeting", "meeting-one")
    (start,) = buttons(ready.client.view)
    link = ready.desk.links.read_start(start["url"].partition("with=")[2])
    assert (start["text"]["text"], link.until) == ("Start meeting", NOW + timedelta(minutes=5))


async def test_within_the_window_the_bare_command_has_the_link(ready):
    meeting = a_scheduled_meeting(starts_at=NOW + timedelta(minutes=10))
    await ready.add(meeting)
    start = (await ready.command("")).json()["blocks"][1]["elements"][0]
    link = ready.desk.links.read_start(start["url"].partition("with=")[2])
    assert link.until == meeting.ends_at + timedelta(hours=1)


async def test_a_meeting_in_progress_is_rejoined(ready):
    await ready.add(a_scheduled_meeting(status=MeetingStatus.STARTED, starts_at=NOW))
    start = (await ready.command("")).json()["blocks"][1]["elements"][0]
    assert start["text"]["text"] == "Rejoin meeting"


async def test_without_zoom_the_way_to_connect_stands_there_instead(slack):
    await slack.add(a_scheduled_meeting())
    await slack.click("start_meeting", "meeting-one")
    assert [each["text"]["text"] for each in buttons(slack.client.view)] == ["Authenticate to Zoom"]


async def test_a_meeting_that_zoom_did_not_make_is_asked_for_again(ready):
    await ready.add(FAILED)
    await ready.click("try_again", "meeting-one")
    assert await status(ready) is MeetingStatus.PENDING
    assert await kinds(ready) == [OutboxKind.ZOOM_CREATE, OutboxKind.SLACK_CARD]


async def test_a_second_click_changes_nothing_more(ready):
    await ready.add(FAILED)
    for _ in range(2):
        ready.client.calls.clear()
        await ready.click("try_again", "meeting-one")
    assert ready.client.view["blocks"][0]["text"]["text"] == "This meeting is being scheduled. Nothing changed."
    assert len(await kinds(ready)) == 2


async def test_a_patient_who_withdrew_is_not_scheduled_again(ready):
    await ready.add(FAILED)
    async with ready.store.writing() as work:
        await work.trusts.withdraw("professional-ana", "patient-noah", NOW)
    await ready.click("try_again", "meeting-one")
    assert await status(ready) is MeetingStatus.FAILED


async def test_a_time_that_has_passed_is_not_tried_again(ready):
    await ready.add(a_meeting(status=MeetingStatus.FAILED, starts_at=NOW))
    await ready.click("try_again", "meeting-one")
    assert await status(ready) is MeetingStatus.FAILED


async def test_deleting_asks_first_and_says_what_is_erased(ready):
    await ready.add(a_scheduled_meeting(status=MeetingStatus.ENDED))
    await ready.click("delete_meeting", "meeting-one")
    form = ready.client.view
    assert form["blocks"][1]["text"]["text"] == (
        "This erases the topic, description, and reason, and takes the meeting off your list. It can't be undone. "
        "Your patient gets no email. Zoom recordings stay in Zoom."
    )
    assert (form["submit"]["text"], form["close"]["text"]) == ("Delete meeting", "Keep meeting")
    answer = (await ready.submit({**form, "id": "V0FORM", "state": {"values": {}}})).json()
    assert answer["view"]["blocks"][0]["text"]["text"] == "Deleted."
