import asyncio
from typing import Any

import httpx
import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from sandbox.slack.delivery import deliver_again, deliver_event, verify_url
from sandbox.slack.payloads import app_home_opened
from tests.slack_world import ANA, Slack, actions, an_input, button, element, home, modal, option, plain


class StoppedClock(Clock):
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def now(self) -> float:
        return self.seconds


def kinds(slack: Slack) -> list[str]:
    return [payload.get("type", "command") for payload in slack.bot.received]


async def say_menu(slack: Slack) -> str:
    """A message with a button before the person; its ts."""
    blocks = [actions(button("Cancel meeting", value="meeting-1"))]
    posted = await slack.call("chat.postMessage", channel=ANA, text="Scheduled.", blocks=blocks)
    return str(posted["ts"])


async def test_a_request_is_signed_as_slack_signs(slack: Slack) -> None:
    await slack.person().type_command("/meeting", "help")
    request = slack.bot.requests[0]
    verifier = SignatureVerifier(slack.world.slack.app.signing_secret, clock=StoppedClock(slack.seconds))
    assert verifier.is_valid_request(request.content, dict(request.headers))


async def test_a_command_has_slacks_fields(slack: Slack) -> None:
    await slack.person().type_command("/meeting", "new tomorrow 3pm")
    fields = slack.bot.received[0]
    assert (fields["command"], fields["text"], fields["user_id"]) == ("/meeting", "new tomorrow 3pm", ANA)
    assert {"team_id", "channel_id", "trigger_id", "response_url", "api_app_id", "user_name"} <= fields.keys()


async def test_a_repeated_delivery_is_the_same_to_the_byte(slack: Slack) -> None:
    await slack.person().type_command("/meeting")
    slack.seconds += 400
    await deliver_again(slack.world)
    first, second = slack.bot.requests
    assert (first.content, first.headers) == (second.content, second.headers)


async def test_nothing_can_be_repeated_before_anything_was_sent(slack: Slack) -> None:
    with pytest.raises(LookupError):
        await deliver_again(slack.world)


async def test_a_doubled_delivery_comes_twice_at_the_same_moment(slack: Slack) -> None:
    both = asyncio.Barrier(2)

    async def meet(_: dict[str, Any]) -> None:
        await both.wait()

    slack.bot.replies["command"] = meet
    slack.world.slack.double_next = True
    await slack.person().type_command("/meeting")
    assert slack.bot.received[0] == slack.bot.received[1]


async def test_a_late_acknowledgement_is_an_operation_timeout(slack: Slack) -> None:
    async def never(_: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    slack.world.slack.acknowledge_within = 0.01
    slack.bot.replies["command"] = never
    outcome = await slack.person().type_command("/meeting")
    assert outcome.error == "/meeting failed with the error “operation_timeout”."


async def test_an_error_of_the_bot_is_a_failed_dispatch(slack: Slack) -> None:
    slack.bot.answers("command", 500)
    outcome = await slack.person().type_command("/meeting")
    assert outcome.error == "/meeting failed with the error “dispatch_failed”."


async def test_a_bot_that_is_not_there_is_a_failed_dispatch(slack: Slack) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    slack.world.slack.transport = httpx.MockTransport(refuse)
    outcome = await slack.person().open_home()
    assert (outcome.result, outcome.error) == ("failed", "dispatch_failed")


async def test_what_was_delivered_is_kept_in_the_traffic_without_the_token(slack: Slack) -> None:
    await slack.person().type_command("/meeting", "help")
    [exchange] = slack.world.traffic.to("bot")
    assert (exchange.status, exchange.verdict, "token" in exchange.body) == (200, "ok", False)


async def test_an_event_is_sent_again_with_its_number_until_acknowledged(slack: Slack) -> None:
    slack.bot.answers("event_callback", 500)
    await deliver_event(slack.world, app_home_opened(slack.world, ANA))
    numbers = [request.headers.get("x-slack-retry-num") for request in slack.bot.requests]
    assert numbers == [None, "1", "2", "3"]


async def test_a_repeated_event_keeps_its_id(slack: Slack) -> None:
    slack.bot.answers("event_callback", 500)
    await slack.person().open_home()
    assert len({payload["event_id"] for payload in slack.bot.received}) == 1


async def test_opening_home_is_an_event(slack: Slack) -> None:
    await slack.person().open_home()
    event = slack.bot.received[0]["event"]
    assert (event["type"], event["user"], event["tab"]) == ("app_home_opened", ANA, "home")


async def test_the_events_url_is_verified_by_its_challenge(slack: Slack) -> None:
    async def echo(payload: dict[str, Any]) -> object:
        return {"challenge": payload["challenge"]}

    slack.bot.replies["url_verification"] = echo
    assert await verify_url(slack.world)


async def test_an_events_url_without_the_challenge_is_not_verified(slack: Slack) -> None:
    assert not await verify_url(slack.world)


async def test_a_click_in_a_message_has_message_channel_and_response_url(slack: Slack) -> None:
    ts = await say_menu(slack)
    await slack.person().click("Cancel meeting")
    payload = slack.bot.received[0]
    container = {"type": "message", "message_ts": ts, "channel_id": payload["channel"]["id"], "is_ephemeral": False}
    assert (payload["container"], payload["message"]["ts"], "view" in payload) == (container, ts, False)
    assert payload["response_url"].startswith("http://127.0.0.1:8020/slack/response/")


async def test_a_click_in_home_has_the_view_and_no_response_url(slack: Slack) -> None:
    published = await slack.call("views.publish", user_id=ANA, view=home(actions(button("New meeting"))))
    await slack.person().click("New meeting", where="home")
    payload = slack.bot.received[0]
    assert payload["container"] == {"type": "view", "view_id": published["view"]["id"]}
    assert (payload["view"]["type"], {"message", "channel", "response_url"} & payload.keys()) == ("home", set())


async def test_an_action_tells_what_was_pressed(slack: Slack) -> None:
    await say_menu(slack)
    await slack.person().click("act", value="meeting-1")
    action = slack.bot.received[0]["actions"][0]
    del action["action_ts"], action["text"]
    assert action == {"type": "button", "action_id": "act", "block_id": "row", "value": "meeting-1"}


async def test_a_choice_in_a_modal_comes_with_the_state_of_every_input(slack: Slack) -> None:
    select = element("static_select", options=[option("one"), option("two")])
    await slack.open_modal(modal(an_input(), an_input("length", select, dispatch_action=True)))
    await slack.person().fill("Topic", "Follow-up")
    await slack.person().choose("Length", "Two")
    payload = slack.bot.received[0]
    assert payload["actions"][0]["selected_option"] == option("two")
    assert payload["view"]["state"]["values"] == {
        "topic": {"act": {"type": "plain_text_input", "value": "Follow-up"}},
        "length": {"act": {"type": "static_select", "selected_option": option("two")}},
    }


async def test_an_ephemeral_message_is_not_sent_along(slack: Slack) -> None:
    slack.bot.answers("command", {"text": "Hello", "blocks": [actions(button())]})
    await slack.person().type_command("/meeting")
    await slack.person().click("Press")
    payload = slack.bot.received[1]
    assert (payload["container"]["is_ephemeral"], "message" in payload) == (True, False)


async def test_closing_is_told_only_where_the_view_asks_for_it(slack: Slack) -> None:
    await slack.open_modal(modal(notify_on_close=True))
    await slack.person().close()
    await slack.open_modal(modal())
    await slack.person().close()
    assert kinds(slack) == ["view_closed"]


async def test_texts_come_back_with_what_slack_takes_for_granted(slack: Slack) -> None:
    said = {"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": "*Hello*"}}
    named = {"type": "plain_text", "text": "New"}
    await slack.open_modal(modal(said, title=named, notify_on_close=True))
    await slack.person().close()
    view = slack.bot.received[0]["view"]
    assert view["title"] == {"type": "plain_text", "text": "New", "emoji": True}
    assert view["blocks"][0]["text"] == {"type": "mrkdwn", "text": "*Hello*", "verbatim": False}


async def test_an_action_tells_the_app_what_it_said_of_the_element(slack: Slack) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go"), "deny": plain("Stay")}
    patients = element("external_select", min_query_length=1, confirm=confirm, placeholder=plain("Patient"))
    slack.bot.answers("block_suggestion", {"options": [option("one")]})
    await slack.call("views.publish", user_id=ANA, view=home(actions(patients)))
    await slack.person().choose("act", "One", confirmed=True)
    action = slack.bot.received[-1]["actions"][0]
    assert {name: action[name] for name in ("min_query_length", "confirm", "placeholder", "selected_option")} == {
        "min_query_length": 1,
        "confirm": confirm,
        "placeholder": plain("Patient"),
        "selected_option": option("one"),
    }
