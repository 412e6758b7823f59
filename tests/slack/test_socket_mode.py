"""The socket itself: opened, renewed, found again after outages, closed in good order; each envelope done once."""

import asyncio
import logging
from datetime import timedelta

import pytest
from slack_bolt.response import BoltResponse

from bot.domain.failures import DeliveryError
from bot.slack import socket_mode
from bot.slack.modals.cancel import cancel_form
from tests.builders import ANA, MADRID, TEAM, a_scheduled_meeting
from tests.slack.facts import an_own_meeting
from tests.slack.forms import an_empty_form
from tests.slack.socket_server import a_socket, a_socket_server, a_socket_stage
from tests.slack.stage import TRIGGER, TYPED, submitted

HELP = {"command": "/meeting", "text": "help", "team_id": TEAM, "user_id": ANA.slack_user_id, "trigger_id": TRIGGER}
NEW = {**HELP, "text": "new"}
SOON = {"pause": timedelta(milliseconds=300), "patience": timedelta(milliseconds=300)}


def submission(view):
    person = {"id": ANA.slack_user_id, "team_id": TEAM}
    return {"type": "view_submission", "team": {"id": TEAM}, "user": person, "trigger_id": TRIGGER, "view": view}


FORM = submission(submitted(an_empty_form(MADRID), **TYPED))


@pytest.fixture
async def line(ready):
    async with a_socket_stage(ready) as stage:
        yield stage


@pytest.fixture
async def server():
    async with a_socket_server() as running:
        yield running


@pytest.fixture
async def held(line, monkeypatch):
    """Opening a view waits until this is set."""
    go_on = asyncio.Event()
    opened = line.client.views_open

    async def views_open(**arguments):
        await go_on.wait()
        return await opened(**arguments)

    monkeypatch.setattr(line.client, "views_open", views_open)
    return go_on


async def help_is_answered(server):
    [answer] = await server.answers(await server.send("slash_commands", HELP))
    return answer["text"].startswith("`/meeting new tomorrow 3pm`")


@pytest.mark.parametrize("refusal", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
async def test_a_token_that_slack_refuses_is_told_at_once(ready, server, refusal):
    server.refusal = refusal
    async with a_socket(ready, server) as socket:
        with pytest.raises(DeliveryError) as error:
            await socket.open()
    assert (error.value.code, error.value.permanent, server.asked) == (f"slack_{refusal}", True, 1)


async def test_while_slack_is_away_it_is_asked_again(ready, server, caplog):
    server.is_away = True
    async with a_socket(ready, server, **SOON) as socket:
        await socket.open()
        await server.until(lambda: server.asked > 1)
        server.is_away = False
        await server.connected()
        assert await help_is_answered(server)
    assert "socket_away code=slack_http_503" in caplog.text


async def test_an_address_that_leads_nowhere_is_given_up_for_a_new_one(ready, server, caplog):
    server.is_closed = True
    async with a_socket(ready, server, **SOON) as socket:
        await socket.open()
        await server.until(lambda: server.refused > 1)
        server.is_closed = False
        await server.connected()
        assert await help_is_answered(server)
    assert "socket_away code=slack_unreachable" in caplog.text


async def test_a_limit_of_slack_is_waited_for(ready, server, monkeypatch):
    waited = []

    async def sleep(seconds, real=asyncio.sleep):
        waited.append(seconds)
        await real(0 if seconds == 30 else seconds)

    server.refusal, server.retry_after = "ratelimited", "30"
    async with a_socket(ready, server, **SOON) as socket:
        monkeypatch.setattr(asyncio, "sleep", sleep)
        await socket.open()
        await server.until(lambda: server.asked > 1)
        server.refusal = ""
        await server.connected()
    assert waited[0] == 30


async def test_a_connection_that_slack_renews_loses_nothing(line, held):
    under_way = await line.server.send("slash_commands", NEW)
    await line.server.lines[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await line.server.connected(2)
    held.set()
    assert await line.server.answers(under_way) == [None]
    assert line.client.methods == ["views.open"]
    assert await help_is_answered(line.server)


async def test_a_connection_that_breaks_is_opened_again(line):
    await line.server.lines[0].close()
    await line.server.connected(2)
    assert await help_is_answered(line.server)


async def test_a_connection_that_has_gone_silent_is_opened_again(ready, server):
    async with a_socket(ready, server, **SOON) as socket:
        await socket.open()
        await server.connected()
        assert await help_is_answered(server)
        server.fall_silent()
        await server.connected(2)
        assert await help_is_answered(server)


async def test_an_envelope_that_comes_again_is_done_once_and_answered_alike(line):
    envelope_id = await line.server.send("interactive", FORM)
    await line.server.answers(envelope_id)
    await line.server.send("interactive", FORM, envelope_id)
    first, second = await line.server.answers(envelope_id, count=2)
    assert (first["response_action"], second) == ("update", first)
    assert (len(line.store.state.meetings), line.desk.scheduling.waker.woken) == (1, 1)


async def test_an_envelope_that_comes_again_while_it_is_under_way_opens_one_view(line, held):
    envelope_id = await line.server.send("slash_commands", NEW)
    await line.server.send("slash_commands", NEW, envelope_id)
    held.set()
    assert await line.server.answers(envelope_id, count=2) == [None, None]
    assert line.client.methods == ["views.open"]


async def test_a_new_envelope_with_the_same_form_makes_no_second_meeting(line):
    ids = [await line.server.send("interactive", FORM) for _ in range(2)]
    [first], [second] = [await line.server.answers(each) for each in ids]
    assert (first, len(line.store.state.meetings)) == (second, 1)


async def test_a_new_envelope_with_the_same_cancellation_cancels_once(line):
    await line.add(a_scheduled_meeting())
    cancellation = submission(submitted(cancel_form(an_own_meeting()), reason="I am ill."))
    ids = [await line.server.send("interactive", cancellation) for _ in range(2)]
    [first], [second] = [await line.server.answers(each) for each in ids]
    assert (first, line.desk.cancelling.waker.woken) == (second, 1)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("interactive", {"type": "message_action", "callback_id": "x", "team": {"id": TEAM}, "user": {"id": "U1"}}),
        ("interactive", {"type": "view_submission", "view": {"callback_id": "schedule_meeting"}}),
        ("events_api", {"type": "event_callback"}),
        ("a_kind_to_come", {}),
    ],
)
async def test_what_nobody_can_answer_is_acknowledged_and_not_logged(line, caplog, kind, payload):
    with caplog.at_level(logging.DEBUG):
        envelope_id = await line.server.send(kind, {**payload, "text": "Noah Clarke"})
        assert await line.server.answers(envelope_id) == [None]
    assert "Noah" not in caplog.text


async def test_an_acknowledgement_in_plain_words_is_a_text(line, monkeypatch):
    async def answer(_):
        return BoltResponse(status=200, body="Please wait.")

    monkeypatch.setattr(line.socket.app, "async_dispatch", answer)
    assert await line.server.answers(await line.server.send("slash_commands", HELP)) == [{"text": "Please wait."}]


async def test_no_content_and_no_address_reaches_the_log(line, caplog):
    with caplog.at_level(logging.DEBUG):
        await line.server.answers(await line.server.send("interactive", FORM))
        await line.server.lines[0].send_json({"type": "disconnect", "reason": "warning"})
        await line.server.connected(2)
        await line.socket.stop()
    assert not any(secret in caplog.text for secret in ("Noah", "Follow-up", "U0ANA", "ticket=", "xapp-"))


async def test_at_the_end_nothing_new_is_taken_and_what_is_under_way_is_answered(line, held):
    under_way = await line.server.send("slash_commands", NEW)
    await line.server.send("slash_commands", HELP, "before")
    await line.server.answers("before")
    stopping = asyncio.create_task(line.socket.stop())
    await asyncio.sleep(0)
    await line.server.send("slash_commands", HELP, "too-late")
    held.set()
    assert await line.server.answers(under_way) == [None]
    await stopping
    assert (line.server.lines[0].closed, "too-late" in line.server.acknowledged) == (True, False)


async def test_what_takes_too_long_at_the_end_is_not_waited_for(line, held, monkeypatch, caplog):
    monkeypatch.setattr(socket_mode, "_SECONDS_TO_END", 0.05)
    await line.server.send("slash_commands", HELP, "before")
    await line.server.send("slash_commands", NEW, "long")
    await line.server.answers("before")
    await line.socket.stop()
    [task] = line.socket._under_way
    held.set()
    await task
    assert ("not_acknowledged" in caplog.text, "long" in line.server.acknowledged) == (True, False)


async def test_a_connection_that_has_gone_silent_holds_up_no_end(line, monkeypatch):
    monkeypatch.setattr(socket_mode, "_SECONDS_TO_END", 0.05)
    assert await help_is_answered(line.server)
    line.server.fall_silent()
    await line.socket.stop()
    assert line.server.asked == 1


async def test_nothing_of_it_runs_on_after_the_end(line):
    running = [task for task in asyncio.all_tasks() if "SocketModeClient." in task.get_coro().__qualname__]
    await line.socket.stop()
    _, left = await asyncio.wait(running, timeout=20)
    assert (len(running), left) == (3, set())


async def test_what_was_stopped_does_not_connect_again(line):
    await line.socket.stop()
    await line.socket.stop()
    assert (line.server.asked, [each.closed for each in line.server.lines]) == (1, [True])


async def test_it_can_be_stopped_while_slack_is_away(ready, server):
    server.is_away = True
    async with a_socket(ready, server) as socket:
        await socket.open()
        await server.until(lambda: server.asked > 1)
    assert server.lines == []


async def test_it_can_be_stopped_before_it_is_opened(ready, server):
    async with a_socket(ready, server) as socket:
        await socket.stop()
    assert server.asked == 0
