"""Envelopes: what comes in them, who gets them, and what their acknowledgements do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from sandbox.people import sight
from sandbox.people.person import Person
from sandbox.slack.delivery import deliver_again
from sandbox.world import World
from tests.sandbox.slack.socket_app import App, Line
from tests.slack_world import ANA, FakeBot, Slack, actions, an_input, button, element, home, modal, plain

Act = Callable[[Person], Awaitable[Any]]

ACTS: dict[str, tuple[str, Act]] = {
    "a command": ("slash_commands", lambda ana: ana.type_command("/meeting", "new tomorrow 3pm")),
    "a shortcut": ("interactive", lambda ana: ana.use_shortcut("New meeting")),
    "a click in Home": ("interactive", lambda ana: ana.click("New meeting", where="home")),
    "a click in a modal": ("interactive", lambda ana: ana.click("Look")),
    "a submission": ("interactive", lambda ana: ana.submit()),
    "a closed form": ("interactive", lambda ana: ana.close()),
    "an opened Home": ("events_api", lambda ana: ana.open_home()),
}


@pytest.fixture
async def slack(world: World) -> Slack:
    """The same world, with a stand-in for the bot by HTTP, and something to use before Ana."""
    slack = Slack(world=world, bot=FakeBot())
    world.slack.transport = httpx.MockTransport(slack.bot.handle)
    await slack.call("views.publish", user_id=ANA, view=home(actions(button("New meeting"))))
    await slack.open_modal(modal(an_input(optional=True), actions(button("Look")), notify_on_close=True))
    return slack


def envelopes(world: World) -> list[tuple[str, str]]:
    """What was sent to the app, each with its verdict."""
    return [(exchange.path, exchange.verdict) for exchange in world.traffic.to("bot")]


async def violations(world: World, line: Line) -> list[str]:
    """What was noted of acknowledgements, once all that the app has said is heard: what comes after it is answered."""
    world.slack.acknowledge_within = 3.0
    _, outcome = await line.answers(Person(world=world, user_id=ANA).type_command("/meeting"))
    assert outcome.result == "done"
    return [exchange.verdict for exchange in world.traffic.to("slack") if exchange.method == "ACKNOWLEDGE"]


@pytest.mark.parametrize("name", ACTS)
async def test_the_app_reads_by_either_way_the_same(slack: Slack, line: Line, ana: Person, name: str) -> None:
    kind, act = ACTS[name]
    slack.world.slack.sockets.is_on = False
    await act(ana)
    slack.world.slack.sockets.is_on = True
    envelope, _ = await line.answers(deliver_again(slack.world))
    token = envelope["payload"].pop("token")
    assert (envelope["type"], envelope["payload"]) == (kind, slack.bot.received[0])
    assert token == slack.world.slack.app.verification_token


async def test_options_come_back_through_the_socket(slack: Slack, line: Line, ana: Person) -> None:
    select = element("external_select", placeholder=plain("Choose"), min_query_length=0)
    await slack.open_modal(modal(an_input("patient", select)))
    option = {"text": plain("Noah Clarke"), "value": "noah"}
    envelope, options = await line.answers(ana.offers("Patient", "no"), {"options": [option]})
    assert (envelope["type"], envelope["payload"]["value"], options) == ("interactive", "no", [option])


async def test_a_command_comes_in_an_envelope_of_its_own(line: Line, ana: Person) -> None:
    first, _ = await line.answers(ana.type_command("/meeting"))
    second, _ = await line.answers(ana.type_command("/meeting"))
    assert first["envelope_id"] != second["envelope_id"]
    assert first.keys() == {"envelope_id", "type", "accepts_response_payload", "payload"}
    assert first["accepts_response_payload"] is True


async def test_an_event_takes_no_answer_and_tells_which_try_it_is(line: Line, ana: Person) -> None:
    envelope, outcome = await line.answers(ana.open_home())
    del envelope["envelope_id"], envelope["payload"]
    known = {"type": "events_api", "accepts_response_payload": False, "retry_attempt": 0, "retry_reason": ""}
    assert (envelope, outcome.result) == (known, "done")


async def test_the_acknowledgement_answers_the_command(world: World, line: Line, ana: Person) -> None:
    await line.answers(ana.type_command("/meeting"), {"text": "Next meeting: none."})
    assert [message["text"] for message in sight.ephemerals(world, ANA)] == ["Next meeting: none."]


async def test_the_acknowledgement_answers_the_form(slack: Slack, line: Line, ana: Person) -> None:
    _, outcome = await line.answers(ana.submit(), {"response_action": "errors", "errors": {"topic": "Too short."}})
    assert outcome.errors == {"topic": "Too short."}


async def test_an_answer_that_slack_refuses_is_noted(world: World, line: Line, ana: Person) -> None:
    _, outcome = await line.answers(ana.type_command("/meeting"), {"words": "Hello"})
    assert outcome.error == "/meeting failed with the error “invalid_command_response”."
    assert envelopes(world) == [("slash_commands", "invalid_command_response")]


async def test_an_envelope_is_kept_in_the_traffic_without_the_token(world: World, line: Line, ana: Person) -> None:
    envelope, _ = await line.answers(ana.type_command("/meeting"), {"text": "Hello"})
    [exchange] = world.traffic.to("bot")
    del envelope["payload"]["token"]
    assert (exchange.method, exchange.body, exchange.answer) == ("ENVELOPE", envelope, {"text": "Hello"})


async def test_without_a_connection_a_person_hears_of_it_at_once(world: World, ana: Person) -> None:
    outcome = await ana.type_command("/meeting")
    assert outcome.error == "/meeting failed with the error “dispatch_failed”."
    assert envelopes(world) == [("slash_commands", "dispatch_failed")]


async def test_without_an_acknowledgement_in_time_a_person_hears_of_it(world: World, line: Line, ana: Person) -> None:
    world.slack.acknowledge_within = 0.01
    outcome = await ana.type_command("/meeting")
    await line.acknowledges(await line.hears(), {"text": "Hello"})
    assert outcome.error == "/meeting failed with the error “operation_timeout”."
    assert await violations(world, line) == ["acknowledged_too_late"]
    assert sight.ephemerals(world, ANA) == []


async def test_an_event_is_sent_again_in_new_envelopes(world: World, line: Line, ana: Person) -> None:
    world.slack.acknowledge_within = 0.01
    outcome = await ana.open_home()
    tries = [await line.hears() for _ in range(4)]
    assert (outcome.error, len({each["envelope_id"] for each in tries})) == ("operation_timeout", 4)
    numbered = [(each["retry_attempt"], each["retry_reason"]) for each in tries]
    assert numbered == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({each["payload"]["event_id"] for each in tries}) == 1


async def test_of_several_connections_one_gets_each_envelope(app: App, ana: Person) -> None:
    first, second = await app.connect(), await app.connect()
    for line in (first, second, first):
        _, outcome = await line.answers(ana.type_command("/meeting"))
        assert outcome.result == "done"


async def test_an_event_whose_connection_dies_goes_to_another(world: World, app: App, ana: Person) -> None:
    first, second = await app.connect(), await app.connect()
    opening = asyncio.create_task(ana.open_home())
    lost = await first.hears()
    await first.socket.close()
    again = await second.hears()
    await second.acknowledges(again)
    await second.acknowledges(lost)
    assert (again, (await opening).result) == (lost, "done")
    assert (envelopes(world), await violations(world, second)) == ([("events_api", "ok")], [])


async def test_an_event_whose_only_connection_dies_goes_to_the_next(world: World, app: App, ana: Person) -> None:
    first = await app.connect()
    opening = asyncio.create_task(ana.open_home())
    lost = await first.hears()
    await first.socket.close()
    second = await app.connect()
    again = await second.hears()
    await second.acknowledges(again)
    assert (again, (await opening).result) == (lost, "done")
    assert envelopes(world) == [("events_api", "ok")]


async def test_a_command_whose_connection_dies_goes_to_no_other(world: World, app: App, ana: Person) -> None:
    first, second = await app.connect(), await app.connect()
    world.slack.acknowledge_within = 0.2
    typing = asyncio.create_task(ana.type_command("/meeting"))
    await first.hears()
    await first.socket.close()
    assert (await typing).error == "/meeting failed with the error “operation_timeout”."
    assert await violations(world, second) == []


async def test_an_acknowledgement_may_come_through_another_connection(app: App, ana: Person) -> None:
    first, second = await app.connect(), await app.connect()
    typing = asyncio.create_task(ana.type_command("/meeting"))
    envelope = await first.hears()
    await first.socket.close()
    await second.acknowledges(envelope)
    assert (await typing).result == "done"


async def test_a_double_click_is_two_envelopes(world: World, line: Line, ana: Person) -> None:
    world.slack.double_next = True
    clicking = asyncio.create_task(ana.type_command("/meeting"))
    first, second = await line.hears(), await line.hears()
    for envelope in (first, second):
        await line.acknowledges(envelope)
    assert (await clicking).result == "done"
    assert (first["envelope_id"] != second["envelope_id"], first["payload"]) == (True, second["payload"])


async def test_a_repeated_delivery_is_the_same_envelope(world: World, line: Line, ana: Person) -> None:
    first, _ = await line.answers(ana.type_command("/meeting"))
    second, answer = await line.answers(deliver_again(world), {"text": "Hello"})
    assert (second, answer.body, await violations(world, line)) == (first, {"text": "Hello"}, [])


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Hello", "invalid_acknowledgement"),
        ('{"envelope": "1"}', "invalid_acknowledgement"),
        ('{"envelope_id": "1", "payload": "Hello"}', "invalid_acknowledgement"),
        ('{"envelope_id": "1", "ok": true}', "invalid_acknowledgement"),
        ('{"envelope_id": "1"}', "unknown_envelope"),
    ],
)
async def test_what_acknowledges_nothing_is_noted(world: World, line: Line, said: str, verdict: str) -> None:
    await line.socket.send_str(said)
    assert await violations(world, line) == [verdict]


async def test_bytes_acknowledge_nothing(world: World, line: Line) -> None:
    await line.socket.send_bytes(b'{"envelope_id": "1"}')
    assert await violations(world, line) == ["invalid_acknowledgement"]


async def test_a_second_acknowledgement_is_noted(world: World, line: Line, ana: Person) -> None:
    envelope, _ = await line.answers(ana.type_command("/meeting"))
    await line.acknowledges(envelope)
    assert await violations(world, line) == ["acknowledged_before"]


async def test_a_payload_for_an_event_is_noted_unless_empty(world: World, line: Line, ana: Person) -> None:
    for payload in ({}, {"text": "Hello"}):
        _, outcome = await line.answers(ana.open_home(), payload)
        assert outcome.result == "done"
    assert await violations(world, line) == ["payload_not_accepted"]
