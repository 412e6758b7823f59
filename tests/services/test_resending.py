from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import DeliveryError
from bot.domain.outbox import MAILS, EntryState, OutboxKind
from bot.domain.refusals import AlreadyOver, NotInYourList
from bot.services.mail_effects import Mailing
from bot.services.resending import Resending
from tests.builders import BEN, NOW, a_professional, a_scheduled_meeting
from tests.fakes.edges import FakeClock, FakeMailer, FakeWaker
from tests.fakes.workers import a_delivering, deliver_due

MEETING = a_scheduled_meeting()
REFUSED = DeliveryError("smtp_550", permanent=True)


@pytest.fixture
def mailer():
    return FakeMailer(failures=[REFUSED])


@pytest.fixture
def resending(store):
    return Resending(store=store, clock=FakeClock(), waker=FakeWaker())


@pytest.fixture
def delivering(store, mailer, resending):
    effects = dict.fromkeys(MAILS, Mailing(store=store, mailer=mailer, clock=resending.clock))
    return a_delivering(store=store, clock=resending.clock, effects=effects)


async def given(delivering, *entries, meeting=MEETING):
    async with delivering.store.writing() as work:
        await work.meetings.add(meeting)
        await work.outbox.add(*entries)
    await deliver_due(delivering)


async def entries(delivering, kind):
    async with delivering.store.reading() as look:
        return [entry for entry in await look.outbox.list_of(MEETING.id) if entry.kind is kind]


async def test_a_refused_invitation_is_sent_again(delivering, resending, mailer):
    await given(delivering, intents.invitation(MEETING, NOW))
    await resending.send_again(a_professional(), MEETING.id)
    await deliver_due(delivering)
    assert [each.meeting for each in mailer.sent] == [MEETING]
    [mail] = await entries(delivering, OutboxKind.MAIL_INVITATION)
    assert mail.state is EntryState.DONE


async def test_a_second_refusal_is_told_once_more(delivering, resending, mailer):
    await given(delivering, intents.invitation(MEETING, NOW))
    await resending.send_again(a_professional(), MEETING.id)
    mailer.failures = [REFUSED]
    await deliver_due(delivering)
    assert len(await entries(delivering, OutboxKind.SLACK_NOTICE)) == 2


async def test_a_double_click_sends_one_mail(delivering, resending, mailer):
    await given(delivering, intents.invitation(MEETING, NOW))
    await resending.send_again(a_professional(), MEETING.id)
    with pytest.raises(AlreadyOver):
        await resending.send_again(a_professional(), MEETING.id)
    await deliver_due(delivering)
    assert len(mailer.sent) == 1


async def test_a_refused_cancellation_is_sent_again(delivering, resending, mailer):
    cancelled = MEETING.cancelled("I am ill.", NOW)
    await given(delivering, intents.cancellation(cancelled, NOW), meeting=cancelled)
    await resending.send_again(a_professional(), MEETING.id)
    await deliver_due(delivering)
    assert [each.meeting for each in mailer.sent] == [cancelled]


async def test_an_invitation_to_what_was_cancelled_meanwhile_is_not(delivering, resending):
    await given(delivering, intents.invitation(MEETING, NOW))
    async with delivering.store.writing() as work:
        await work.meetings.save(MEETING.cancelled("I am ill.", NOW))
    with pytest.raises(AlreadyOver, match="no email to send again"):
        await resending.send_again(a_professional(), MEETING.id)


async def test_after_the_start_an_invitation_is_too_late(delivering, resending):
    await given(delivering, intents.invitation(MEETING, NOW))
    resending.clock.advance(MEETING.starts_at - NOW)
    with pytest.raises(AlreadyOver):
        await resending.send_again(a_professional(), MEETING.id)


async def test_what_was_accepted_is_not_sent_again(delivering, resending, mailer):
    mailer.failures = []
    await given(delivering, intents.invitation(MEETING, NOW))
    with pytest.raises(AlreadyOver):
        await resending.send_again(a_professional(), MEETING.id)


async def test_the_mail_of_another_s_meeting_is_not_sent(delivering, resending):
    await given(delivering, intents.invitation(MEETING, NOW))
    with pytest.raises(NotInYourList):
        await resending.send_again(a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id), MEETING.id)


async def test_a_deleted_meeting_has_no_mail_any_more(delivering, resending):
    cancelled = MEETING.cancelled("I am ill.", NOW)
    await given(delivering, intents.cancellation(cancelled, NOW), meeting=cancelled)
    async with delivering.store.writing() as work:
        await work.meetings.save(cancelled.deleted(NOW))
    with pytest.raises(AlreadyOver):
        await resending.send_again(a_professional(), MEETING.id)


async def test_a_refused_reminder_is_sent_again_while_it_helps(delivering, resending, mailer):
    [reminder] = intents.reminders(MEETING, [timedelta(hours=24)], NOW)
    async with delivering.store.writing() as work:
        await work.meetings.add(MEETING)
        await work.outbox.add(reminder)
    resending.clock.advance(MEETING.starts_at - timedelta(hours=24) - NOW)
    await deliver_due(delivering)
    await resending.send_again(a_professional(), MEETING.id)
    await deliver_due(delivering)
    assert [each.key for each in mailer.sent] == [reminder.key]
