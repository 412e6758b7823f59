"""Whatever is typed behind the command: an answer that Slack takes, or a refusal; never a failure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.preview import Preview
from bot.slack.list_words import read_list
from bot.slack.modals.schedule import schedule_form
from bot.slack.new_words import read_new
from tests.builders import NOW, a_patient, a_professional
from tests.slack.block_kit import problems_of_message, problems_of_view
from tests.when.test_hostile import CORPUS

# What a request can carry: a lone surrogate is no text.
SENT = [text for text in CORPUS if "\ud800" not in text]


def problems_of(slack, response):
    """What Slack would not take of what is shown."""
    if slack.client.calls:
        return problems_of_view(slack.client.view)
    answer = response.json()
    return problems_of_message(answer["text"], answer["blocks"])


@pytest.mark.parametrize("command", ["new ", "list ", "cancel ", ""])
@pytest.mark.parametrize("text", SENT, ids=lambda text: ascii(text[:20]))
async def test_what_is_typed_is_answered_and_only_ever_shown_as_text(ready, command, text):
    await ready.trust(a_patient())
    response = await ready.command(f"{command}{text}")
    shown = response.text + str([arguments for _, arguments in ready.client.calls])
    assert response.status_code == 200
    assert "Something went wrong" not in shown
    assert problems_of(ready, response) == []


@given(st.text(max_size=250))
def test_any_text_fills_a_form_that_slack_takes(text):
    new = read_new(text, a_professional(), NOW)
    preview = Preview(draft=new.draft, professional=a_professional(), now=NOW)
    assert problems_of_view(schedule_form(preview, new.sentence)) == []


@given(st.text(max_size=250))
def test_any_text_is_looked_for(text):
    words = read_list(text, a_professional(), NOW)
    assert len(words.filter.search) <= 200


@pytest.mark.parametrize("text", ["<!channel>", "*bold*", "<@U1>"])
async def test_typed_marks_are_no_marks(ready, text):
    await ready.command(f"new {text}")
    [reading] = [block for block in ready.client.view["blocks"] if block.get("block_id") == "reading"]
    assert reading["text"]["type"] == "plain_text"
