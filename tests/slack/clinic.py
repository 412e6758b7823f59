"""Two professionals, two who once were, and what each is shown, keeps and is denied: for the tests of rights."""

import pytest

from bot.domain.outbox import OutboxKind
from bot.slack.ids import ActionId
from tests.builders import BEN, a_professional
from tests.slack.rights import Rule, everything, meeting_of, refuse_mail

PROFESSIONALS = {
    "ana": a_professional(is_listed=True),
    "ben": a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id, is_listed=True),
}
ABOUT_MEETINGS = pytest.mark.parametrize("asked", everything(Rule.A_MEETING), ids=str)
ABOUT_THE_WORKSPACE = pytest.mark.parametrize("asked", everything(Rule.ADMINISTRATION), ids=str)
PICTURES = {OutboxKind.SLACK_CARD, OutboxKind.SLACK_HOME}


async def given(clinic, asked):
    """Give both a meeting in the state that allows what is asked, and a mail that was refused where it needs one."""
    async with clinic.store.writing() as work:
        for professional in PROFESSIONALS.values():
            meeting = meeting_of(professional, asked.needs)
            await work.meetings.add(meeting)
            if asked.name == ActionId.SEND_AGAIN:
                await refuse_mail(work, meeting)


def heard(clinic, response):
    """All that the person is shown."""
    return response.text + str([arguments for _, arguments in clinic.client.calls])


def kept(clinic):
    """What is stored, without pictures that are drawn anew, and without what the operator reads of it."""
    state = clinic.store.state.copied()
    state.audit = {}
    state.outbox = {key: each for key, each in state.outbox.items() if each.entry.kind not in PICTURES}
    return state


def denials(clinic):
    """Who was denied what, and why, as the audit has it."""
    rows = [each for each in clinic.store.state.audit.values() if each["action"] == "denied"]
    return [(each["actor"], each["about"], each["outcome"]) for each in rows]
