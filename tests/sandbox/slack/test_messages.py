import pytest

from sandbox.people import sight
from sandbox.slack.blocks.surfaces import check_message
from sandbox.slack.refusal import SlackRefusal
from tests.slack_world import ANA, Slack, section


@pytest.mark.parametrize(
    ("text", "blocks", "error"),
    [
        (None, [section()], "no_text"),
        (" ", [section()], "no_text"),
        ("x" * 4001, None, "msg_too_long"),
        ("x", [{"type": "divider"}] * 51, "invalid_blocks"),
        ("x", [section("x" * 3000, block_id=str(number)) for number in range(5)], "msg_blocks_too_long"),
        ("x", "blocks", "invalid_blocks"),
    ],
)
def test_a_message_that_breaks_a_rule_is_refused(text: object, blocks: object, error: str) -> None:
    with pytest.raises(SlackRefusal) as refused:
        check_message(text, blocks)
    assert refused.value.error == error


def test_a_good_message_is_accepted() -> None:
    assert check_message("Meeting scheduled.", [section()]) == ("Meeting scheduled.", [section()])


async def test_an_update_without_blocks_keeps_those_that_were_there(slack: Slack) -> None:
    posted = await slack.call("chat.postMessage", channel=ANA, text="Hello", blocks=[section()])
    await slack.call("chat.update", channel=posted["channel"], ts=posted["ts"], text="Bye")
    [seen] = sight.messages(slack.world, ANA)
    assert (seen["text"], seen["blocks"], seen["is_edited"]) == ("Bye", [section()], True)
