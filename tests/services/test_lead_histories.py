"""Over random histories of settings: each reminder wanted when its time comes leaves once, and no other."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import profile_intents
from bot.domain.outbox import OutboxKind
from bot.domain.preferences import Habits, Preferences, Profile
from bot.services.mail_effects import Mailing
from bot.services.profile_effects import Replanning
from bot.slack.modals.habits import LEADS
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting
from tests.fakes.edges import FakeClock, FakeMailer
from tests.fakes.store import FakeStore
from tests.fakes.workers import a_delivering, deliver_all

MEETING = a_scheduled_meeting(starts_at=NOW + timedelta(days=10))
START = MEETING.starts_at
# Never at the very minute of a reminder: then either order is right.
moments = st.integers(min_value=0, max_value=10 * 24).map(lambda hours: timedelta(hours=hours, minutes=7))
choices = st.lists(st.tuples(moments, st.frozensets(st.sampled_from(LEADS))), max_size=6)


def in_force(history, lead):
    """The lead times chosen last before the moment of `lead`."""
    earlier = [leads for before, leads in history if before > lead]
    return earlier[-1] if earlier else frozenset(Habits().leads)


async def live(history):
    """Go through the history minute by minute, as far as anything happens; returns when reminders left."""
    clock, mailer, store = FakeClock(), FakeMailer(), FakeStore()
    effects = {
        OutboxKind.MAIL_REMINDER: Mailing(store=store, mailer=mailer, clock=clock),
        OutboxKind.MEETINGS_REPLAN: Replanning(store=store, clock=clock),
    }
    worker = a_delivering(store=store, clock=clock, effects=effects)
    async with store.writing() as work:
        who = await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
        await work.meetings.add(MEETING)
        await work.outbox.add(*profile_intents.planned(MEETING, who.habits, NOW))
    changes = dict(history)
    for before in sorted({*LEADS, *changes}, reverse=True):
        clock.instant = START - before
        if before in changes:
            async with store.writing() as work:
                chosen = Preferences(leads=tuple(changes[before]))
                await work.profiles.save(who.id, Profile(chosen=chosen))
                await work.outbox.renew(profile_intents.replanning(who.id, clock.now()))
        await deliver_all(worker)
    return [START - sent.composed_at for sent in mailer.sent]


@settings(deadline=None)
@given(history=choices)
def test_each_reminder_wanted_in_its_moment_leaves_once(history):
    told = sorted(dict(history).items(), reverse=True)
    wanted = [lead for lead in sorted(LEADS, reverse=True) if lead in in_force(told, lead)]
    assert asyncio.run(live(told)) == wanted
