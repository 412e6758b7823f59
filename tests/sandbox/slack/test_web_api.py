from sandbox.faults import Fault
from sandbox.slack.messages import find_message
from tests.slack_world import ANA, Slack, modal, plain, section


async def test_a_call_without_a_token_is_not_authed(slack: Slack) -> None:
    answer = await slack.request("POST", "/slack/api/auth.test", token="")
    assert answer.json() == {"ok": False, "error": "not_authed"}


async def test_a_wrong_token_is_invalid(slack: Slack) -> None:
    answer = await slack.request("POST", "/slack/api/auth.test", token="xoxb-other")
    assert answer.json() == {"ok": False, "error": "invalid_auth"}


async def test_auth_test_names_workspace_and_bot(slack: Slack) -> None:
    answer = await slack.call("auth.test")
    assert (answer["ok"], answer["team_id"], answer["user_id"]) == (True, "T0NORTE0001", "U0CONSULTA1")


async def test_an_unknown_method_is_refused(slack: Slack) -> None:
    assert await slack.call("chat.shout") == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


async def test_a_missing_scope_is_named(slack: Slack) -> None:
    object.__setattr__(slack.world.slack.app, "scopes", frozenset({"commands"}))
    answer = await slack.call("users.info", user=ANA)
    assert answer == {"ok": False, "error": "missing_scope", "needed": "users:read", "provided": "commands"}


async def test_arguments_come_by_query_as_slack_sdk_sends_them(slack: Slack) -> None:
    answer = await slack.request("GET", "/slack/api/users.info", params={"user": ANA, "include_locale": "1"})
    user = answer.json()["user"]
    assert (user["tz"], user["locale"], user["is_restricted"]) == ("Europe/Madrid", "es-ES", False)


async def test_a_view_may_come_as_json_within_a_form(slack: Slack) -> None:
    form = {"trigger_id": slack.world.slack.new_trigger(ANA), "view": '{"type": "modal"}'}
    answer = await slack.request("POST", "/slack/api/views.open", data=form)
    assert answer.json()["error"] == "invalid_arguments"


async def test_missing_and_unknown_arguments_are_named(slack: Slack) -> None:
    answer = await slack.call("users.info", person=ANA)
    messages = ["[ERROR] missing required field: user", "[ERROR] unknown argument: person"]
    assert answer["response_metadata"] == {"messages": messages}


async def test_an_unknown_person_is_not_found(slack: Slack) -> None:
    assert await slack.call("users.info", user="U0NOBODY") == {"ok": False, "error": "user_not_found"}


async def test_an_invalid_view_tells_the_place(slack: Slack) -> None:
    answer = await slack.open_modal(modal(title=plain("x" * 25)))
    words = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    assert answer == {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [words]}}


async def test_the_101st_view_of_a_minute_must_wait(slack: Slack) -> None:
    for _ in range(100):
        await slack.call("views.update", view_id="V0", view=modal())
    answer = await slack.request("POST", "/slack/api/views.update", json={"view_id": "V0", "view": modal()})
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()["error"]) == (429, "1", "ratelimited")


async def test_after_the_wait_calls_go_on(slack: Slack) -> None:
    for _ in range(31):
        await slack.call("chat.postMessage", channel=ANA, text="Hello")
    slack.seconds += 1
    assert (await slack.call("chat.postMessage", channel=ANA, text="Hello"))["ok"] is True


async def test_the_fault_of_rate_limits_strikes_views(slack: Slack) -> None:
    slack.world.faults.switch_on(Fault.SLACK_RATE_LIMITED, times=1)
    answers = [(await slack.open_modal(modal(section()))).get("error") for _ in range(2)]
    assert answers == ["ratelimited", None]


async def test_when_slack_is_down_every_call_is_a_503(slack: Slack) -> None:
    slack.world.faults.switch_on(Fault.SLACK_DOWN)
    assert (await slack.request("POST", "/slack/api/auth.test")).status_code == 503


async def test_a_call_is_kept_in_the_traffic_with_its_verdict_and_without_the_token(slack: Slack) -> None:
    await slack.call("chat.postMessage", channel="C0", text="Hello", token=slack.world.slack.app.bot_token)
    [exchange] = slack.world.traffic.to("slack")
    assert (exchange.path, exchange.body, exchange.verdict) == (
        "/slack/api/chat.postMessage",
        {"channel": "C0", "text": "Hello"},
        "channel_not_found",
    )


async def test_a_message_to_a_person_opens_the_direct_channel(slack: Slack) -> None:
    posted = await slack.call("chat.postMessage", channel=ANA, text="Hello")
    opened = await slack.call("conversations.open", users=ANA)
    assert opened["channel"]["id"] == posted["channel"]


async def test_an_update_needs_the_channel_and_not_the_person(slack: Slack) -> None:
    posted = await slack.call("chat.postMessage", channel=ANA, text="Hello")
    answer = await slack.call("chat.update", channel=ANA, ts=posted["ts"], text="Bye")
    assert answer == {"ok": False, "error": "channel_not_found"}


async def test_a_changed_message_keeps_its_name(slack: Slack) -> None:
    posted = await slack.call("chat.postMessage", channel=ANA, text="Hello")
    answer = await slack.call("chat.update", channel=posted["channel"], ts=posted["ts"], text="Bye")
    assert (answer["ts"], answer["message"]["text"]) == (posted["ts"], "Bye")


async def test_a_deleted_message_is_gone(slack: Slack) -> None:
    posted = await slack.call("chat.postMessage", channel=ANA, text="Hello")
    names = {"channel": posted["channel"], "ts": posted["ts"]}
    assert [(await slack.call("chat.delete", **names)).get("error") for _ in range(2)] == [None, "message_not_found"]


async def test_somebody_elses_message_cannot_be_changed(slack: Slack) -> None:
    posted = await slack.call("chat.postMessage", channel=ANA, text="Hello")
    message = find_message(slack.world, posted["ts"])
    assert message is not None
    message.author = ANA
    answer = await slack.call("chat.update", channel=posted["channel"], ts=posted["ts"], text="Bye")
    assert answer == {"ok": False, "error": "cant_update_message"}


async def test_a_slow_slack_lets_triggers_expire(slack: Slack) -> None:
    slack.world.faults.switch_on(Fault.SLACK_SLOW, times=1)
    late, again = await slack.open_modal(modal()), await slack.open_modal(modal())
    assert (late["error"], again["ok"]) == ("expired_trigger_id", True)


async def test_the_app_is_not_in_the_channel(slack: Slack) -> None:
    answer = await slack.call("chat.postMessage", channel="C0GENERAL01", text="To all")
    assert answer == {"ok": False, "error": "not_in_channel"}


async def test_a_bot_has_no_direct_channel(slack: Slack) -> None:
    assert (await slack.call("conversations.open", users="U0CONSULTA1"))["error"] == "cannot_dm_bot"


async def test_the_redirect_leads_to_the_page(slack: Slack) -> None:
    answer = await slack.request("GET", "/slack/app_redirect", params={"app": "A0CONSULTA1", "team": "T0NORTE0001"})
    assert (answer.status_code, answer.headers["location"]) == (302, "http://127.0.0.1:8020/")


async def test_the_redirect_to_another_app_leads_nowhere(slack: Slack) -> None:
    assert (await slack.request("GET", "/slack/app_redirect", params={"app": "A0OTHER"})).status_code == 404
