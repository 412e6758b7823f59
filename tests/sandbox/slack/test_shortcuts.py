from dataclasses import replace
from typing import Any

import pytest

from sandbox.people import sight
from sandbox.people.finding import ImpossibleError
from tests.slack_world import ANA, Slack, modal


async def test_a_shortcut_brings_what_slack_documents_and_no_place(slack: Slack) -> None:
    assert (await slack.person().use_shortcut("New meeting")).result == "done"
    [payload] = slack.bot.received
    trigger_id = payload.pop("trigger_id")
    assert (trigger_id in slack.world.slack.triggers, payload) == (
        True,
        {
            "type": "shortcut",
            "action_ts": "1800000000.000000",
            "team": {"id": "T0NORTE0001", "domain": "clinica-norte"},
            "user": {"id": ANA, "username": "ana", "team_id": "T0NORTE0001"},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": "new_meeting",
        },
    )


async def test_the_bot_may_open_a_view_with_a_shortcut(slack: Slack) -> None:
    async def open_form(payload: dict[str, Any]) -> None:
        await slack.call("views.open", trigger_id=payload["trigger_id"], view=modal(callback_id="schedule"))

    slack.bot.replies["shortcut"] = open_form
    await slack.person().use_shortcut("new_meeting")
    assert [view["callback_id"] for view in sight.modals(slack.world, ANA)] == ["schedule"]


async def test_a_shortcut_that_the_app_has_not_never_reaches_it(slack: Slack) -> None:
    with pytest.raises(ImpossibleError, match="There is no shortcut 'List meetings'"):
        await slack.person().use_shortcut("List meetings")
    assert slack.bot.received == []


async def test_without_the_scope_of_commands_there_is_no_shortcut(slack: Slack) -> None:
    app = slack.world.slack.app
    slack.world.slack.app = replace(app, scopes=app.scopes - {"commands"})
    with pytest.raises(ImpossibleError):
        await slack.person().use_shortcut("New meeting")


async def test_a_shortcut_that_the_bot_loses_fails(slack: Slack) -> None:
    slack.bot.answers("shortcut", 500)
    assert (await slack.person().use_shortcut("New meeting")).error == "dispatch_failed"
