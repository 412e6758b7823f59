from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.slack.modals.end import end_form
from tests.builders import BEN, NOW, a_scheduled_meeting
from tests.slack.facts import an_own_meeting
from tests.slack.reading import kinds, labels, texts

HOME = {"type": "home", "id": "V0HOME"}
LIST = {"type": "modal", "id": "V0LIST", "private_metadata": '{"shows":"list","group":"upcoming"}'}
ON = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=20))
WHEN = "Mon, Nov 16, 2026, 9:40 to 10:30 AM, Madrid time"


def fields(view):
    return [each["text"] for block in view["blocks"] for each in block.get("fields", [])]


def menu(view):
    """What the menus of the rows offer."""
    accessories = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return [option["text"]["text"] for each in accessories for option in each["options"]]


def form(own=None, **changes):
    return {**end_form(own or an_own_meeting(meeting=ON)), "id": "V0FORM0001", "state": {"values": {}}, **changes}


async def meeting(slack):
    async with slack.store.reading() as look:
        return await look.meetings.get("meeting-one")


async def test_the_question_says_what_is_true_whatever_zoom_says(ready):
    await ready.add(ON)
    await ready.click("end_meeting", "meeting-one")
    view = ready.client.view
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == (
        "End meeting",
        "End meeting",
        "Not yet",
    )
    assert texts(view) == [
        f"{WHEN}, Noah Clarke.",
        "This marks the meeting as over. If it is open in Zoom, it closes for everyone. Your patient gets no email.",
    ]
    assert ready.client.methods == ["views.open"]


async def test_the_menu_in_home_offers_it_once_the_meeting_has_begun(ready):
    await ready.add(ON)
    await ready.open_home()
    assert menu(ready.client.view)[:3] == ["Details", "End meeting", "Cancel meeting"]
    ready.client.calls.clear()
    await ready.click("meeting_menu:next", "end_meeting:meeting-one", view=HOME)
    assert ready.client.view["title"]["text"] == "End meeting"


async def test_before_the_start_it_is_not_offered(ready):
    await ready.add(a_scheduled_meeting())
    await ready.open_home()
    assert "End meeting" not in menu(ready.client.view)


async def test_sent_the_form_ends_the_meeting(ready):
    await ready.add(ON)
    answer = (await ready.submit(form())).json()
    assert (texts(answer["view"]), answer["view"]["close"]["text"]) == (["Marked as over."], "Done")
    assert await meeting(ready) == replace(ON, status=MeetingStatus.ENDED, ended_at=NOW)


async def test_sent_twice_it_ends_it_once_and_says_the_same(ready):
    await ready.add(ON)
    answers = [(await ready.submit(form())).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert (await kinds(ready)).count(OutboxKind.ZOOM_END) == 1


async def test_a_second_form_says_that_it_is_over(ready):
    await ready.add(ON)
    await ready.submit(form())
    answer = (await ready.submit(form(id="V0OTHER001"))).json()
    assert texts(answer["view"]) == ["This meeting is already over. Nothing changed."]


@pytest.mark.parametrize(
    ("stale", "words", "status"),
    [
        (replace(ON, status=MeetingStatus.ENDED), "This meeting is already over. Nothing changed.", "Status: Ended"),
        (replace(ON, status=MeetingStatus.MISSED), "This meeting was not held. Nothing changed.", "Status: Not held"),
        (
            ON.cancelled("I am ill.", NOW),
            "This meeting was already canceled at 10:00 AM. Nothing changed.",
            "Status: Canceled",
        ),
        (a_scheduled_meeting(), "This meeting is scheduled. Nothing changed.", "Status: Scheduled"),
    ],
)
async def test_a_stale_button_says_so_and_shows_the_present_state(ready, stale, words, status):
    await ready.add(stale)
    await ready.click("end_meeting", "meeting-one")
    assert (texts(ready.client.view)[0], fields(ready.client.view)[1]) == (words, status)
    assert "End meeting" not in labels(ready.client.view)
    assert await meeting(ready) == stale


async def test_a_stale_form_changes_nothing_and_has_the_card_drawn_anew(ready):
    await ready.add(ON.cancelled("I am ill.", NOW))
    answer = (await ready.submit(form())).json()
    assert texts(answer["view"]) == ["This meeting was already canceled at 10:00 AM. Nothing changed."]
    assert await kinds(ready) == [OutboxKind.SLACK_CARD]


async def test_the_meeting_of_another_cannot_be_ended(ready):
    await ready.add(ON)
    answer = (await ready.submit(form(), who=BEN)).json()
    assert (texts(answer["view"]), await meeting(ready)) == (["This meeting is not in your list."], ON)


async def test_without_zoom_the_way_to_connect_stands_there_instead(slack):
    await slack.add(ON)
    await slack.click("end_meeting", "meeting-one")
    assert labels(slack.client.view) == ["Authenticate to Zoom"]
    answer = (await slack.submit(form())).json()
    assert (labels(answer["view"]), await meeting(slack)) == (["Authenticate to Zoom"], ON)


async def test_the_list_under_the_form_is_redrawn(ready):
    await ready.add(ON)
    await ready.click("meeting_menu:0", "end_meeting:meeting-one", view=LIST)
    drawn = {**ready.client.view, "id": "V0FORM0001", "previous_view_id": "V0LIST", "state": {"values": {}}}
    ready.client.calls.clear()
    await ready.submit(drawn)
    assert ready.client.methods == ["views.update"]
    assert texts(ready.client.view)[-1] == "No upcoming meetings. Click New meeting to schedule one."


async def test_the_form_carries_nothing_but_the_id():
    assert form()["private_metadata"] == '{"meeting":"meeting-one"}'
