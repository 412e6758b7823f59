import json

import pytest

from bot.slack.answers import Message
from bot.slack.blocks import button, defused, escaped, header, home, section
from bot.slack.home import home_not_loaded
from bot.slack.modals.amending import with_notice
from bot.slack.zones import zone_options
from tests.builders import LINKS, MADRID, a_patient
from tests.slack.block_kit import problems_of_message, problems_of_options, problems_of_view
from tests.slack.examples import EXAMPLES, MODULES, all_messages, builders_of
from tests.slack.facts import LONG


def problems_of(example):
    if isinstance(example, Message):
        return problems_of_message(example.text, list(example.blocks))
    return problems_of_view(example)


@pytest.mark.parametrize("name", EXAMPLES)
def test_slack_takes_what_is_built(name):
    assert [problem for example in EXAMPLES[name] for problem in problems_of(example)] == []


def test_every_builder_has_an_example():
    assert set().union(*map(builders_of, MODULES)) == set(EXAMPLES)


def test_a_notice_above_the_form_replaces_the_one_before():
    before, _ = EXAMPLES["amending.with_notice"]
    assert with_notice(before, "*Not saved.*") == before


@pytest.mark.parametrize("message", all_messages(), ids=lambda message: message.text[:40])
def test_no_message_has_more_of_a_patient_than_initials(message):
    shown = json.dumps(message.blocks) + message.text
    assert not any(part in shown for part in (*a_patient().name.split(), *LONG.split()[:1], "Follow-up", "I am ill"))


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (home(header("x" * 151)), "view.blocks[0]: text is too long"),
        (home(section("x" * 3001)), "view.blocks[0].text: text is too long"),
        (home(section(fields=["x"] * 11)), "view.blocks[0]: 11 fields"),
        (home(section("")), "view.blocks[0]: says nothing"),
        (home(section("a", accessory=button("x" * 76, "a"))), "view.blocks[0].accessory: text is too long"),
        (home(section("a", block_id="a"), section("b", block_id="a")), "a is there 2 times"),
        (home(*[header("x")] * 101), "too many blocks"),
    ],
)
def test_the_checker_sees_what_slack_would_refuse(wrong, problem):
    assert problems_of_view(wrong) == [problem]


def test_zones_fit_into_options():
    assert problems_of_options([*zone_options("", MADRID), *zone_options("a", MADRID)][:100]) == []


def test_a_ping_typed_by_somebody_is_only_text():
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_formats_typed_by_somebody_are_taken_out():
    assert defused("*bold* _slanted_ `code` ~gone~") == "bold slanted code gone"


def test_home_that_could_not_be_loaded_names_the_reference():
    assert "Reference 1f2e3d4c." in json.dumps(home_not_loaded("1f2e3d4c", LINKS))
