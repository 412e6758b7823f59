"""What an assistant may do: each handler, each meeting - generated from the dispatch table."""

import pytest

from bot.domain.acts import Act
from bot.domain.assistance import ACTS_FOR_ANOTHER
from bot.domain.refusals import NotAnAdmin, NotForAssistants, NotInYourList
from bot.slack.dispatch import ON_BEHALF
from bot.slack.ids import ActionId
from tests.builders import NOW, a_professional
from tests.slack.clinic import ABOUT_MEETINGS, ABOUT_THE_WORKSPACE, given, heard, kept
from tests.slack.rights import Rule, ask, everything
from tests.slack.stage import ASSISTANT


@pytest.fixture
async def assisted(clinic):
    """Ana has appointed somebody who is no professional."""
    sam = a_professional(id="professional-sam", slack_user_id=ASSISTANT.slack_user_id, name="Sam Ito")
    async with clinic.store.writing() as work:
        await work.people.save_professional(sam)
        await work.assistants.appoint("professional-ana", sam.id, NOW)
    return clinic


def is_for_assistants(asked):
    """Whether it is an assistant's to do, by the button's own name or the menu's choice."""
    return is_on_behalf(asked) and (asked.act or asked.name) not in {*Act} - ACTS_FOR_ANOTHER


def is_on_behalf(asked):
    return (asked.kind, asked.name) in ON_BEHALF


@ABOUT_MEETINGS
async def test_an_assistant_does_with_a_meeting_what_is_theirs_to_do_and_no_more(assisted, asked):
    await given(assisted, asked)
    before = kept(assisted)
    said = heard(assisted, await ask(assisted, asked, "meeting-ana", ASSISTANT))
    assert (NotForAssistants().reply in said) is not is_for_assistants(asked)
    assert is_for_assistants(asked) is ("For *Ana Ruiz*." in said)
    assert is_for_assistants(asked) or kept(assisted) == before
    assert not any(link in said for link in ("/start?", "/connect?"))


@ABOUT_MEETINGS
async def test_an_assistant_does_nothing_with_the_meetings_of_others(assisted, asked):
    await given(assisted, asked)
    before = kept(assisted)
    said = heard(assisted, await ask(assisted, asked, "meeting-ben", ASSISTANT))
    assisted.client.calls.clear()
    of_none = heard(assisted, await ask(assisted, asked, "meeting-none", ASSISTANT))
    assert said == of_none
    assert NotInYourList().reply in said
    assert kept(assisted) == before


@pytest.mark.parametrize("asked", [*everything(Rule.ONESELF), *everything(Rule.A_PATIENT)], ids=str)
async def test_an_assistant_is_refused_what_is_the_professionals_alone_and_sees_nobody_elses(assisted, asked):
    await given(assisted, asked)
    before = kept(assisted)
    said = heard(assisted, await ask(assisted, asked, "patient-ben", ASSISTANT))
    if not is_on_behalf(asked) and asked.name != ActionId.USE_COMMAND:
        assert NotForAssistants().reply in said
        assert kept(assisted) == before
    assert not any(secret in said for secret in ("Patient Ben", "Topic of ben", "/connect?"))


@ABOUT_THE_WORKSPACE
async def test_an_assistant_administers_nothing(assisted, asked):
    await given(assisted, asked)
    response = await ask(assisted, asked, "professional-removed", ASSISTANT)
    assert NotAnAdmin().reply in heard(assisted, response) or response.json() == {"options": []}
