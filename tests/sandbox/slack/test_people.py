from typing import Any

import pytest

from sandbox.people import sight
from sandbox.people.finding import ImpossibleError
from sandbox.people.person import Outcome
from tests.sandbox.slack.seen import TWO, ephemeral_texts, last_verdict
from tests.slack_world import ANA, Slack, actions, button, element, home, modal, plain, section


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
