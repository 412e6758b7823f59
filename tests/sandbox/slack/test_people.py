from typing import Any

import pytest

from sandbox.people import sight
from sandbox.people.finding import ImpossibleError
from sandbox.people.person import Outcome
from tests.slack_world import (
    ANA,
    Slack,
    actions,
    an_input,
    button,
    element,
    home,
    modal,
    option,
    plain,
    section,
    text_input,
)

TWO = [option("one"), option("two")]
REQUIRED = "Please complete this required field."


def ephemeral_texts(slack: Slack) -> list[str]:
    return [message["text"] for message in sight.ephemerals(slack.world, ANA)]


def last_verdict(slack: Slack) -> str:
    return slack.world.traffic.to("bot")[-1].verdict


async def test_a_command_unknown_to_slack_never_reaches_the_app(slack: Slack) -> None:
    outcome = await slack.person().type_command("/zoom")
    assert (outcome.error, slack.bot.received) == ("/zoom is not a valid command.", [])


async def test_the_answer_of_a_command_is_seen_by_the_person_only(slack: Slack) -> None:
    slack.bot.answers("command", {"text": "Next meeting: none."})
    await slack.person().type_command("/meeting")
    assert (ephemeral_texts(slack), sight.messages(slack.world, ANA)) == (["Next meeting: none."], [])


async def test_an_answer_in_channel_stays_among_the_messages(slack: Slack) -> None:
    slack.bot.answers("command", {"text": "Told.", "response_type": "in_channel"})
    await slack.person().type_command("/meeting")
    assert [message["text"] for message in sight.messages(slack.world, ANA)] == ["Told."]


async def test_an_invalid_answer_fails_and_is_noted(slack: Slack) -> None:
    slack.bot.answers("command", {"text": "x", "blocks": [{"type": "table"}]})
    await slack.person().type_command("/meeting")
    assert last_verdict(slack) == "invalid_blocks [ERROR] unsupported type: table [json-pointer:/blocks/0]"
    assert sight.notice(slack.world, ANA).startswith("/meeting failed with the error")


async def test_a_required_and_empty_field_never_reaches_the_app(slack: Slack) -> None:
    await slack.open_modal(modal(an_input(), an_input("note", optional=True)))
    outcome = await slack.person().submit()
    assert (outcome, slack.bot.received) == (Outcome(result="errors", errors={"topic": REQUIRED}), [])


async def test_a_text_that_is_too_short_never_reaches_the_app(slack: Slack) -> None:
    await slack.open_modal(modal(an_input(inner=text_input(min_length=5))))
    await slack.person().fill("Topic", "abc")
    assert (await slack.person().submit()).errors == {"topic": "Please enter at least 5 characters."}


async def test_untouched_fields_submit_their_initial_values(slack: Slack) -> None:
    checks = element("checkboxes", options=TWO, initial_options=[TWO[0]])
    await slack.open_modal(modal(an_input("share", checks), an_input("note", optional=True)))
    await slack.person().submit()
    assert slack.bot.received[0]["view"]["state"]["values"] == {
        "share": {"act": {"type": "checkboxes", "selected_options": [TWO[0]]}},
        "note": {"act": {"type": "plain_text_input", "value": None}},
    }


async def test_an_initial_value_that_came_by_an_update_passes_the_client_and_is_not_submitted(slack: Slack) -> None:
    view = (await slack.open_modal(modal(section())))["view"]
    await slack.call("views.update", view_id=view["id"], view=modal(an_input(inner=text_input(initial_value="A"))))
    outcome = await slack.person().submit()
    assert (outcome.result, slack.bot.received[0]["view"]["state"]["values"]) == ("closed", {})


async def test_an_empty_answer_closes_the_view(slack: Slack) -> None:
    await slack.open_modal(modal(section()))
    await slack.person().submit()
    assert sight.modals(slack.world, ANA) == []


async def test_errors_are_shown_beside_their_fields_and_the_view_stays(slack: Slack) -> None:
    await slack.open_modal(modal(an_input()))
    await slack.person().fill("Topic", " ")
    slack.bot.answers("view_submission", {"response_action": "errors", "errors": {"topic": "Write a topic."}})
    outcome = await slack.person().submit()
    [seen] = sight.modals(slack.world, ANA)
    assert (outcome.result, seen["errors"]) == ("errors", {"topic": "Write a topic."})


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"said": "No input block."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"topic": ""}},
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "explode"},
        {"text": "No answer of a form."},
        ["closed"],
    ],
)
async def test_a_wrong_answer_to_a_form_is_trouble_for_the_person(slack: Slack, answer: object) -> None:
    await slack.open_modal(modal(section(), an_input(inner=text_input(initial_value="A"))))
    slack.bot.answers("view_submission", answer)
    outcome = await slack.person().submit()
    [seen] = sight.modals(slack.world, ANA)
    assert (outcome.result, seen["trouble"]) == ("failed", "We had some trouble connecting. Try again?")
    assert last_verdict(slack) != "ok"


@pytest.mark.parametrize(
    ("answer", "result", "left"),
    [
        ({"response_action": "update", "view": modal(callback_id="next")}, "updated", ["", "next"]),
        ({"response_action": "push", "view": modal(callback_id="next")}, "pushed", ["", "", "next"]),
        ({"response_action": "clear"}, "cleared", []),
    ],
)
async def test_an_answer_updates_pushes_or_clears(slack: Slack, answer: object, result: str, left: list[str]) -> None:
    opened = await slack.open_modal(modal())
    trigger_id = slack.world.slack.new_trigger(ANA, opened["view"]["id"])
    await slack.call("views.push", trigger_id=trigger_id, view=modal())
    slack.bot.answers("view_submission", answer)
    outcome = await slack.person().submit()
    assert (outcome.result, [view["callback_id"] for view in sight.modals(slack.world, ANA)]) == (result, left)


async def test_a_form_that_the_bot_loses_stays_open(slack: Slack) -> None:
    await slack.open_modal(modal(section()))
    slack.bot.answers("view_submission", 500)
    assert (await slack.person().submit()).error == "dispatch_failed"


async def test_a_view_without_submit_cannot_be_submitted(slack: Slack) -> None:
    await slack.open_modal({"type": "modal", "title": plain("Told"), "blocks": []})
    with pytest.raises(ImpossibleError):
        await slack.person().submit()


@pytest.mark.parametrize(
    ("inner", "value"),
    [
        (element("static_select", options=TWO), "Three"),
        (element("datepicker"), "19/11/2026"),
        (element("datepicker"), "2026-02-30"),
        (element("timepicker"), "3pm"),
        (element("users_select"), "U0NOBODY"),
        (element("checkboxes", options=TWO), ["One", "Three"]),
        (text_input(max_length=3), "abcd"),
        (text_input(), ["a"]),
        (element("external_select"), "ab"),
    ],
)
async def test_the_client_does_not_let_in_what_slack_would_not(slack: Slack, inner: dict[str, Any], value: Any) -> None:
    await slack.open_modal(modal(an_input("topic", inner)))
    with pytest.raises(ImpossibleError):
        await slack.person().fill("Topic", value)


async def test_an_external_select_takes_what_the_app_offers(slack: Slack) -> None:
    slack.bot.answers("block_suggestion", {"options": TWO})
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    await slack.person().fill("Patient", "Two")
    query = slack.bot.received[0]
    assert (query["block_id"], query["action_id"], query["value"]) == ("patient", "act", "Two")
    assert slack.world.slack.modals(ANA)[0].state == {("patient", "act"): TWO[1]}


async def test_options_in_groups_are_offered_too(slack: Slack) -> None:
    slack.bot.answers("block_suggestion", {"option_groups": [{"label": plain("Recent"), "options": TWO}]})
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    assert await slack.person().offers("Patient") == TWO


@pytest.mark.parametrize("answer", [{"options": TWO * 51}, {"options": [{"text": "x"}]}, {}, [], None])
async def test_wrong_options_are_not_shown_and_noted(slack: Slack, answer: object) -> None:
    slack.bot.answers("block_suggestion", answer)
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    with pytest.raises(ImpossibleError, match="could not be loaded"):
        await slack.person().offers("Patient")
    assert last_verdict(slack).startswith("invalid_options")


async def test_a_field_that_dispatches_is_reported_and_another_is_not(slack: Slack) -> None:
    await slack.open_modal(modal(an_input("quiet"), an_input("loud", dispatch_action=True)))
    await slack.person().fill("Quiet", "a")
    await slack.person().fill("Loud", "b")
    assert [payload["actions"][0]["block_id"] for payload in slack.bot.received] == ["loud"]


async def test_a_confirmation_is_asked_before_the_app_hears_of_it(slack: Slack) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go"), "deny": plain("Stay")}
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(confirm=confirm))))
    outcome = await slack.person().click("Press")
    assert (outcome, slack.bot.received) == (Outcome(result="asked", confirm=confirm), [])


async def test_a_confirmed_click_reaches_the_app(slack: Slack) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go"), "deny": plain("Stay")}
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(confirm=confirm))))
    assert (await slack.person().click("Press", confirmed=True)).result == "done"


async def test_a_url_button_is_reported_too(slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(url="https://x.example"))))
    await slack.person().click("Press")
    assert slack.bot.received[0]["actions"][0]["url"] == "https://x.example"


async def test_an_option_of_a_menu_is_reported(slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home(section(accessory=element("overflow", options=TWO))))
    await slack.person().choose("act", "Two")
    assert slack.bot.received[0]["actions"][0]["selected_option"] == TWO[1]


async def test_under_an_open_modal_nothing_can_be_pressed(slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home(actions(button())))
    await slack.open_modal(modal())
    with pytest.raises(ImpossibleError, match="There is no 'Press' to be seen"):
        await slack.person().click("Press")


async def test_of_several_alike_the_block_must_be_named(slack: Slack) -> None:
    view = home(actions(button(), block_id="a"), actions(button(), block_id="b"))
    await slack.call("views.publish", user_id=ANA, view=view)
    with pytest.raises(ImpossibleError, match=r"several of 'Press': name the block \(a, b\)"):
        await slack.person().click("Press")


@pytest.mark.parametrize("user_id", ["U0NOBODY", "U0CONSULTA1"])
async def test_nobody_acts_as_a_bot_or_a_stranger(slack: Slack, user_id: str) -> None:
    with pytest.raises(ImpossibleError):
        slack.person(user_id)


async def test_the_bot_may_open_a_view_while_it_answers_a_command(slack: Slack) -> None:
    async def open_form(fields: dict[str, Any]) -> None:
        await slack.call("views.open", trigger_id=fields["trigger_id"], view=modal(callback_id="schedule"))

    slack.bot.replies["command"] = open_form
    await slack.person().type_command("/meeting", "new")
    assert [view["callback_id"] for view in sight.modals(slack.world, ANA)] == ["schedule"]


def a_dispatching_text(*triggers: str) -> dict[str, Any]:
    inner = text_input(dispatch_action_config={"trigger_actions_on": [*triggers]}) if triggers else text_input()
    return an_input(inner=inner, dispatch_action=True)


@pytest.mark.parametrize(
    ("triggers", "reports"),
    [((), 0), (("on_enter_pressed",), 0), (("on_character_entered",), 1)],
)
async def test_what_is_typed_is_reported_only_where_the_app_wants_characters(
    slack: Slack, triggers: tuple[str, ...], reports: int
) -> None:
    await slack.open_modal(modal(a_dispatching_text(*triggers)))
    await slack.person().type_in("Topic", "abc")
    assert (len(slack.bot.received), slack.world.slack.modals(ANA)[0].state) == (reports, {("topic", "act"): "abc"})


async def test_a_text_is_reported_when_enter_is_pressed(slack: Slack) -> None:
    await slack.open_modal(modal(a_dispatching_text()))
    await slack.person().type_in("Topic", "abc")
    await slack.person().fill("Topic", "abc")
    assert [payload["actions"][0]["value"] for payload in slack.bot.received] == ["abc"]


async def test_suggestions_come_in_their_groups(slack: Slack) -> None:
    groups = {"option_groups": [{"label": plain("Recent"), "options": TWO}]}
    slack.bot.answers("block_suggestion", groups)
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    assert await slack.person().suggestions("Patient") == groups


async def test_suggestions_that_cannot_be_loaded_are_told_in_words(slack: Slack) -> None:
    slack.bot.answers("block_suggestion", 500)
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    assert await slack.person().suggestions("Patient") == {"error": "The options could not be loaded: dispatch_failed."}


async def test_an_option_is_known_by_its_value_before_its_words(slack: Slack) -> None:
    crossed = [{"text": plain("b"), "value": "a"}, {"text": plain("a"), "value": "b"}]
    await slack.open_modal(modal(an_input("length", element("static_select", options=crossed))))
    await slack.person().fill("Length", "b")
    assert slack.world.slack.modals(ANA)[0].state == {("length", "act"): crossed[1]}


async def test_a_modal_is_used_only_while_it_is_on_top(slack: Slack) -> None:
    under = (await slack.open_modal(modal(an_input())))["view"]["id"]
    trigger_id = slack.world.slack.new_trigger(ANA, under)
    await slack.call("views.push", trigger_id=trigger_id, view=modal())
    person = slack.person()
    for late in (person.submit(view_id=under), person.close(view_id=under), person.fill("Topic", "a", where=under)):
        with pytest.raises(ImpossibleError, match="Another form is open by now"):
            await late
    assert (len(slack.world.slack.modals(ANA)), slack.bot.received) == (2, [])


async def test_an_empty_message_is_not_sent(slack: Slack) -> None:
    with pytest.raises(ImpossibleError, match="An empty message is not sent"):
        await slack.person().say(" ")


async def test_a_command_comes_from_the_channel_as_nothing_can_be_typed_to_the_app(slack: Slack) -> None:
    await slack.person().type_command("/meeting", "help")
    fields = slack.bot.received[0]
    assert (fields["channel_id"], fields["channel_name"]) == ("C0GENERAL01", "general")


async def test_a_click_in_an_ephemeral_message_says_in_which_channel(slack: Slack) -> None:
    slack.bot.answers("command", {"text": "Next meeting: none.", "blocks": [actions(button())]})
    await slack.person().type_command("/meeting")
    await slack.person().click("Press")
    assert slack.bot.received[1]["channel"] == {"id": "C0GENERAL01", "name": "general"}


async def test_what_was_drawn_anew_before_the_click_arrives_is_still_that_button(slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(value="one"), block_id="now")))
    await slack.person().click("act", block_id="before", value="one", where="home")
    assert slack.bot.received[0]["actions"][0]["block_id"] == "now"


async def test_what_is_by_now_about_something_else_is_not_pressed(slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(value="two"), block_id="now")))
    with pytest.raises(ImpossibleError, match="There is no 'act' to be seen"):
        await slack.person().click("act", block_id="before", value="one", where="home")
