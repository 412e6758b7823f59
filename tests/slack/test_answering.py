import asyncio
import logging
import re

import pytest

from bot.domain.failures import DeliveryError
from bot.slack import answering
from bot.slack.beneath import its_meeting_id
from bot.slack.modals.cancel import cancel_form
from bot.slack.modals.schedule import schedule_form
from tests.builders import ANA, MADRID, a_professional
from tests.slack.examples import an_own_meeting
from tests.slack.stage import TYPED, submitted

BROKEN = re.compile(r"Something went wrong on our side\. Nothing changed\. Reference ([0-9a-f]{8})\.")
FORM = submitted(schedule_form(MADRID), **TYPED)
CANCEL = submitted(cancel_form(an_own_meeting()), reason="I am ill.")


async def test_a_broken_command_names_a_reference_that_is_in_the_log(broken, caplog):
    answer = (await broken.command("help")).json()
    reference = BROKEN.fullmatch(answer["text"])[1]
    (record,) = [each for each in caplog.records if each.name == "consulta.slack"]
    assert re.fullmatch(rf"failed ref={reference} kind=command error=RuntimeError at=reading:\d+", record.message)


async def test_no_content_reaches_the_log(broken, caplog):
    with caplog.at_level(logging.DEBUG):
        await broken.submit(FORM)
    assert not any(secret in caplog.text for secret in ("Noah", "Follow-up", "U0ANA"))


async def test_a_broken_click_opens_the_words(broken):
    await broken.click("new_meeting")
    assert BROKEN.fullmatch(broken.client.view["blocks"][0]["text"]["text"])


@pytest.mark.parametrize(("text", "word"), [("list next week", "list"), ("", "")])
async def test_a_broken_command_can_be_tried_again(broken, text, word):
    answer = (await broken.command(text)).json()
    again, support = answer["blocks"][1]["elements"]
    assert (again["text"]["text"], again["action_id"], again.get("value", "")) == ("Try again", "use_command", word)
    assert support["text"]["text"] == "Contact support"


async def test_a_broken_click_can_be_tried_again(broken):
    await broken.click("details:3", "meeting-one")
    again, _ = broken.client.view["blocks"][1]["elements"]
    assert (again["action_id"], again["value"]) == ("details", "meeting-one")


async def test_home_that_could_not_be_loaded_can_be_tried_again(ready):
    await ready.click("open_home", view={"type": "home", "id": "V0HOME"})
    assert ready.client.methods == ["views.publish"]


async def test_a_broken_submission_keeps_what_was_typed(broken):
    view = (await broken.submit(FORM)).json()["view"]
    notice, *fields = view["blocks"]
    assert re.fullmatch(
        r"\*Not saved\.\* Nothing was scheduled and no email was sent\. Try again\. Reference [0-9a-f]{8}\.",
        notice["text"]["text"],
    )
    assert {**view, "blocks": fields} == schedule_form(MADRID)


async def test_a_broken_cancellation_says_that_nothing_changed(broken):
    view = (await broken.submit(CANCEL)).json()["view"]
    assert BROKEN.fullmatch(view["blocks"][0]["text"]["text"])
    assert its_meeting_id(view) == "meeting-one"


async def test_broken_choices_are_none(broken):
    assert (await broken.choose("patient")).json() == {"options": []}


@pytest.mark.parametrize("error", ["expired_trigger_id", "internal_error"])
async def test_slack_that_opens_nothing_is_still_answered(ready, error):
    ready.client.refuse("views.open", error)
    answer = await ready.command("new")
    assert (answer.status_code, bool(BROKEN.fullmatch(answer.json()["text"]))) == (200, True)


async def test_a_click_that_cannot_be_answered_is_acknowledged_and_logged(ready, caplog):
    ready.client.refuse("views.open", "expired_trigger_id")
    response = await ready.click("new_meeting")
    assert (response.status_code, response.text) == (200, "")
    assert "unanswered" in caplog.text
    assert "code=slack_expired_trigger_id" in caplog.text


async def test_who_cannot_be_looked_up_is_asked_to_come_back(slack):
    slack.desk.identifying.directory.failure = DeliveryError("slack_unreachable")
    async with slack.store.writing() as work:
        await work.people.save_professional(a_professional(seen_at=None))
    assert BROKEN.fullmatch((await slack.command("help")).json()["text"])


async def test_what_takes_too_long_is_answered_in_time(ready, monkeypatch):
    monkeypatch.setattr(answering, "_SECONDS_TO_ANSWER", 0.01)
    never = asyncio.Event()

    async def open_view(**_arguments):
        await never.wait()

    monkeypatch.setattr(ready.client, "views_open", open_view)
    assert BROKEN.fullmatch((await ready.command("new")).json()["text"])


async def test_a_malformed_payload_is_acknowledged(slack):
    response = await slack.interact("view_submission", ANA, view={"type": "modal", "callback_id": "schedule_meeting"})
    assert (response.status_code, response.text) == (200, "")
