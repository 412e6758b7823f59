from typing import Any

import pytest

from sandbox.people.finding import ImpossibleError
from tests.sandbox.slack.seen import TWO, last_verdict
from tests.slack_world import ANA, Slack, an_input, element, modal, plain, text_input


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
