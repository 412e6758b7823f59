from typing import Any

from sandbox.people import sight
from tests.slack_world import ANA, Slack, actions, button


async def respond(slack: Slack, url: str, body: dict[str, Any]) -> tuple[int, str | None]:
    answer = await slack.request("POST", url, json=body)
    return answer.status_code, answer.json().get("error")


async def command_url(slack: Slack) -> str:
    await slack.person().type_command("/meeting")
    return str(slack.bot.received[-1]["response_url"])


async def click_url(slack: Slack) -> str:
    await slack.call("chat.postMessage", channel=ANA, text="Scheduled.", blocks=[actions(button())])
    await slack.person().click("Press")
    return str(slack.bot.received[-1]["response_url"])


def texts(slack: Slack) -> list[str]:
    return [message["text"] for message in sight.messages(slack.world, ANA)]


async def test_an_answer_is_ephemeral_unless_it_says_otherwise(slack: Slack) -> None:
    url = await command_url(slack)
    await respond(slack, url, {"text": "Mine"})
    await respond(slack, url, {"text": "Kept", "response_type": "in_channel"})
    ephemerals = [message["text"] for message in sight.ephemerals(slack.world, ANA)]
    assert (ephemerals, texts(slack)) == (["Mine"], ["Kept"])


async def test_it_serves_five_times(slack: Slack) -> None:
    url = await command_url(slack)
    answers = [await respond(slack, url, {"text": "x"}) for _ in range(6)]
    assert answers == [(200, None)] * 5 + [(404, "used_url")]


async def test_it_dies_after_half_an_hour(slack: Slack) -> None:
    url = await command_url(slack)
    slack.seconds += 1801
    assert await respond(slack, url, {"text": "x"}) == (404, "expired_url")


async def test_it_replaces_the_message_that_was_clicked(slack: Slack) -> None:
    await respond(slack, await click_url(slack), {"text": "Canceled.", "replace_original": True})
    assert texts(slack) == ["Canceled."]


async def test_it_deletes_the_message_that_was_clicked(slack: Slack) -> None:
    await respond(slack, await click_url(slack), {"delete_original": True})
    assert texts(slack) == []


async def test_a_command_has_no_message_to_replace(slack: Slack) -> None:
    url = await command_url(slack)
    assert await respond(slack, url, {"text": "x", "replace_original": True}) == (400, "message_not_found")


async def test_unknown_fields_are_refused(slack: Slack) -> None:
    assert await respond(slack, await command_url(slack), {"text": "x", "loud": True}) == (400, "invalid_payload")
