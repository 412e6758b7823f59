from dataclasses import replace

import pytest

from bot.domain import intents
from bot.domain.asking import Asking
from bot.domain.failures import DeliveryError
from bot.domain.invitation import InvitationState
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.people import Standing
from bot.domain.trust import HowChosen
from bot.services.asking_effects import AskingPatient
from tests.builders import NOW, a_professional, an_invitation
from tests.fakes.edges import FakeClock
from tests.fakes.workers import a_delivering, deliver_due


@pytest.fixture
def delivering(store, mailer):
    clock = FakeClock()
    effects = {OutboxKind.MAIL_ASKING: AskingPatient(store=store, mailer=mailer, clock=clock)}
    return a_delivering(store=store, clock=clock, effects=effects)


async def deliver(delivering, invitation, stored=None):
    """Deliver the mail that was decided for `invitation`; `stored` is what became of it since."""
    async with delivering.store.writing() as work:
        if stored is not False:
            await work.invitations.add(invitation)
            await work.invitations.save(stored or invitation)
        await work.outbox.add(intents.asking(invitation, NOW))
    await deliver_due(delivering)


def states(delivering):
    entries = [each.entry for each in delivering.store.state.outbox.values()]
    return {each.ids.get("notice", each.kind.value): each.state for each in entries}


async def test_the_mail_is_made_of_how_things_stand_when_it_leaves(delivering, mailer):
    await deliver(delivering, an_invitation())
    key = "mail.asking:invitation-noah:1"
    assert mailer.asked == [Asking(key=key, invitation=an_invitation(), professional_name="Ana Ruiz", composed_at=NOW)]


@pytest.mark.parametrize("change", [{"left_at": NOW}, {"standing": Standing.DEACTIVATED}])
async def test_no_mail_leaves_in_the_name_of_who_cannot_be_chosen_any_more(delivering, mailer, change):
    delivering.store.state.professionals["professional-ana"] = a_professional(**change)
    await deliver(delivering, an_invitation())
    assert (mailer.asked, states(delivering)) == ([], {"mail.asking": EntryState.SUPERSEDED})


@pytest.mark.parametrize(
    "stored",
    [
        False,
        an_invitation().settled(InvitationState.WITHDRAWN, NOW),
        an_invitation(expires_at=NOW),
        an_invitation(sendings=2),
    ],
)
async def test_no_mail_leaves_whose_link_would_lead_nowhere_or_that_was_sent_anew(delivering, mailer, stored):
    await deliver(delivering, an_invitation(), stored)
    assert (mailer.asked, states(delivering)) == ([], {"mail.asking": EntryState.SUPERSEDED})


async def test_a_refused_address_is_told_to_who_invited(delivering, mailer):
    mailer.failures = [DeliveryError("smtp_550", permanent=True)]
    await deliver(delivering, an_invitation())
    assert states(delivering) == {"mail.asking": EntryState.DEAD, "asking_refused": EntryState.WAITING}
    [stored] = delivering.store.state.invitations.values()
    assert stored.invitation == replace(an_invitation(), is_refused=True)


async def test_of_what_came_through_a_page_the_professional_hears_nothing(delivering, mailer):
    mailer.failures = [DeliveryError("smtp_550", permanent=True)]
    await deliver(delivering, an_invitation(how=HowChosen.PAGE))
    assert states(delivering) == {"mail.asking": EntryState.DEAD}
