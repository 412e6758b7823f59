import pytest

from bot.domain.intents import invitation
from bot.domain.meeting import MeetingStatus
from bot.slack.beneath import Shown
from bot.slack.modals.cancel import cancel_form
from tests.builders import BEN, NOW, a_patient, a_scheduled_meeting
from tests.slack.facts import an_own_meeting
from tests.slack.reading import status, texts
from tests.slack.stage import submitted

MODAL = {"type": "modal", "id": "V0LIST00001"}
OVER_A_LIST = cancel_form(an_own_meeting(), {"shows": Shown.CANCELLABLE})


def form(reason="I am ill.", drawn=None, **changes):
    return {**submitted(drawn or cancel_form(an_own_meeting()), reason=reason), **changes}


async def test_the_button_on_the_card_opens_the_form(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("cancel_meeting", "meeting-one")
    assert ready.client.methods == ["views.open"]
    assert texts(ready.client.view) == [
        f"Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time, {a_patient().name}.",
        "Your patient is told by email. The Zoom link and reminders stop.",
    ]


async def test_the_button_of_a_list_pushes_the_form_over_it(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("cancel_meeting:3", "meeting-one", view=MODAL)
    assert ready.client.methods == ["views.push"]


async def test_a_meeting_under_way_is_said_to_close(ready):
    await ready.add(a_scheduled_meeting(starts_at=NOW))
    await ready.click("cancel_meeting", "meeting-one")
    assert texts(ready.client.view)[-1] == "If it is open in Zoom, it closes for everyone."


async def test_a_meeting_that_was_opened_early_is_said_to_close_too(ready):
    await ready.add(a_scheduled_meeting(status=MeetingStatus.STARTED))
    await ready.click("cancel_meeting", "meeting-one")
    assert texts(ready.client.view)[-1] == "If it is open in Zoom, it closes for everyone."


@pytest.mark.parametrize("view", [{"type": "home", "id": "V0HOME"}, MODAL], ids=["Home", "list"])
async def test_the_menu_of_a_row_asks_too(ready, view):
    await ready.add(a_scheduled_meeting())
    await ready.click("meeting_menu:0", "cancel_meeting:meeting-one", view=view)
    assert ready.client.view["title"]["text"] == "Cancel meeting"


async def test_the_meeting_of_another_is_not_in_the_list(ready):
    await ready.add(a_scheduled_meeting())
    await ready.click("cancel_meeting", "meeting-one", who=BEN)
    assert texts(ready.client.view) == ["This meeting is not in your list."]


async def test_a_forged_meeting_in_the_form_changes_nothing(ready):
    await ready.add(a_scheduled_meeting())
    answer = (await ready.submit(form(), who=BEN)).json()
    assert texts(answer["view"]) == ["This meeting is not in your list."]
    assert await status(ready) is MeetingStatus.SCHEDULED


async def test_a_reason_cancels(ready):
    await ready.add(a_scheduled_meeting())
    answer = (await ready.submit(form())).json()
    assert texts(answer["view"]) == ["Canceled. Your patient had not been told of it, so no email is sent."]
    assert await status(ready) is MeetingStatus.CANCELLED


async def test_a_patient_who_was_told_is_told_again(ready):
    await ready.add(a_scheduled_meeting())
    async with ready.store.writing() as work:
        await work.outbox.add(invitation(a_scheduled_meeting(), NOW))
        await work.outbox.claim("worker", NOW, 1)
    answer = (await ready.submit(form())).json()
    assert texts(answer["view"]) == ["Canceled. Your patient is being emailed."]


async def test_a_blank_reason_is_refused_beside_the_field(ready):
    await ready.add(a_scheduled_meeting())
    answer = (await ready.submit(form(reason="  "))).json()
    assert answer == {"response_action": "errors", "errors": {"reason": "Write a reason for your patient."}}


async def test_who_comes_second_is_told_when_it_was_cancelled(ready):
    await ready.add(a_scheduled_meeting().cancelled("I am ill.", NOW))
    answer = (await ready.submit(form(id="V0OTHER0001"))).json()
    assert texts(answer["view"]) == ["This meeting was already canceled at 10:00 AM. Nothing changed."]


async def test_the_list_under_the_form_is_redrawn(ready):
    await ready.add(a_scheduled_meeting())
    await ready.submit(form(drawn=OVER_A_LIST, previous_view_id="V0LIST00001"))
    ((method, arguments),) = ready.client.calls
    assert (method, arguments["view_id"]) == ("views.update", "V0LIST00001")
    assert texts(arguments["view"]) == ["No upcoming meeting matches."]


async def test_a_list_that_is_gone_does_not_matter(ready):
    await ready.add(a_scheduled_meeting())
    ready.client.refuse("views.update", "not_found")
    answer = (await ready.submit(form(drawn=OVER_A_LIST, previous_view_id="V0LIST00001"))).json()
    assert answer["response_action"] == "update"


async def test_the_form_carries_nothing_but_the_id():
    assert cancel_form(an_own_meeting())["private_metadata"] == '{"meeting":"meeting-one"}'
