import pytest

from sandbox.people import sight
from sandbox.people.finding import ImpossibleError
from sandbox.people.person import Outcome
from tests.sandbox.slack.seen import TWO, last_verdict
from tests.slack_world import ANA, Slack, an_input, element, modal, plain, section, text_input

REQUIRED = "Please complete this required field."


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


async def test_a_modal_is_used_only_while_it_is_on_top(slack: Slack) -> None:
    under = (await slack.open_modal(modal(an_input())))["view"]["id"]
    trigger_id = slack.world.slack.new_trigger(ANA, under)
    await slack.call("views.push", trigger_id=trigger_id, view=modal())
    person = slack.person()
    for late in (person.submit(view_id=under), person.close(view_id=under), person.fill("Topic", "a", where=under)):
        with pytest.raises(ImpossibleError, match="Another form is open by now"):
            await late
    assert (len(slack.world.slack.modals(ANA)), slack.bot.received) == (2, [])
