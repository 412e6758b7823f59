import asyncio
import logging
import re
from contextlib import asynccontextmanager

import pytest

from bot.domain.failures import DeliveryError
from bot.domain.meeting import MeetingStatus
from bot.slack import answering
from bot.slack.answering import Answering
from bot.slack.beneath import its_meeting_id
from bot.slack.modals.cancel import cancel_form
from bot.slack.requests import Kind, SlackRequest
from tests.builders import ANA, MADRID, TEAM, a_meeting, a_professional, a_scheduled_meeting
from tests.fakes.store import FakeStore
from tests.slack.facts import an_own_meeting
from tests.slack.forms import an_empty_form
from tests.slack.stage import TYPED, submitted

BROKEN = re.compile(r"Something went wrong on our side\. Nothing changed\. Reference ([0-9a-f]{8})\.")
PERHAPS_SAVED = re.compile(
    r"Something went wrong on our side, and this may have been saved\. "
    r"Send it again to be sure: nothing is done twice\. Reference [0-9a-f]{8}\."
)
PERHAPS_DONE = re.compile(
    r"Something went wrong on our side, and this may have been done\. Look again\. Reference [0-9a-f]{8}\."
)
FORM = submitted(an_empty_form(MADRID), **TYPED)
ANOTHER_DAY = submitted(an_empty_form(MADRID), **{**TYPED, "date": "2026-11-20"})
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
    assert {**view, "blocks": fields} == an_empty_form(MADRID)


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


@asynccontextmanager
async def committed_and_then(store, error):
    """Write as ever; then the answer is lost, or the time for it has run out."""
    async with FakeStore.writing(store) as work:
        yield work
    raise error


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError()], ids=["lost", "late"])
@pytest.mark.parametrize("form", [ANOTHER_DAY, CANCEL], ids=["schedule", "cancel"])
async def test_after_a_commit_nobody_is_told_that_nothing_changed(ready, monkeypatch, form, error):
    await ready.add(a_scheduled_meeting())
    monkeypatch.setattr(ready.store, "writing", lambda: committed_and_then(ready.store, error))
    view = (await ready.submit(form)).json()["view"]
    assert PERHAPS_SAVED.fullmatch(view["blocks"][0]["text"]["text"])
    monkeypatch.undo()
    assert (await ready.submit({**form, "blocks": view["blocks"]})).json()["response_action"] == "update"
    assert len(ready.store.state.inbox) == 1


async def test_a_click_that_was_done_and_could_not_be_shown_says_so(ready):
    await ready.add(a_meeting(status=MeetingStatus.FAILED))
    ready.client.refuse("views.open", "internal_error")
    shown = []
    ready.client.views_open = lambda **arguments: shown.append(arguments["view"]) or refused(shown)
    await ready.click("try_again", "meeting-one")
    assert PERHAPS_DONE.fullmatch(shown[1]["blocks"][0]["text"]["text"])


async def refused(shown):
    """Let Slack open the second view, and not the first."""
    if len(shown) == 1:
        raise DeliveryError("slack_internal_error")


async def test_the_answer_does_not_wait_for_what_is_redrawn_beneath(ready, monkeypatch):
    await ready.add(a_scheduled_meeting())
    go_on, redrawn = asyncio.Event(), []

    async def views_update(**arguments):
        await go_on.wait()
        redrawn.append(arguments["view_id"])

    monkeypatch.setattr(ready.client, "views_update", views_update)
    drawn = cancel_form(an_own_meeting(), {"shows": "cancellable", "words": ""})
    view = {**submitted(drawn, reason="I am ill."), "previous_view_id": "V0LIST"}
    body = {"team": {"id": TEAM}, "user": {"id": ANA.slack_user_id}, "view": view}
    answer = await Answering(desk=ready.desk).answer(SlackRequest(kind=Kind.SUBMISSION, body=body))
    assert (answer["response_action"], redrawn) == ("update", [])
    go_on.set()
    await ready.desk.afterwards.end()
    assert redrawn == ["V0LIST"]


async def test_what_breaks_afterwards_is_logged_by_its_kind(ready, caplog):
    async def break_down():
        raise RuntimeError("Noah Clarke")

    ready.desk.afterwards.do(break_down())
    await ready.desk.afterwards.end()
    await asyncio.sleep(0)
    assert "not_redrawn error=RuntimeError" in caplog.text
    assert "Noah" not in caplog.text


async def test_a_malformed_payload_is_acknowledged(slack):
    response = await slack.interact("view_submission", ANA, view={"type": "modal", "callback_id": "schedule_meeting"})
    assert (response.status_code, response.text) == (200, "")
