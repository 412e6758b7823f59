from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import DeliveryError
from bot.domain.meeting import MeetingStatus
from bot.domain.notification import Reason
from bot.domain.outbox import MAILS, EntryState, OutboxKind
from bot.domain.reminders import DEFAULT_LEADS
from bot.services.mail_effects import Mailing
from tests.builders import NOW, a_notification, a_scheduled_meeting
from tests.fakes.edges import FakeClock
from tests.fakes.workers import a_delivering
from tests.services.giving import given

DAY, HOUR = DEFAULT_LEADS
MEETING = a_scheduled_meeting()
CANCELLED = MEETING.cancelled("Ill", NOW)


@pytest.fixture
def delivering(store, mailer):
    clock = FakeClock()
    effects = dict.fromkeys(MAILS, Mailing(store=store, mailer=mailer, clock=clock))
    return a_delivering(store=store, clock=clock, effects=effects)


async def deliver(delivering):
    for entry in await delivering.claim(10):
        if entry.kind in MAILS:
            await delivering.deliver(entry)


async def states(delivering):
    async with delivering.store.reading() as look:
        return {entry.kind: entry.state for entry in await look.outbox.list_of(MEETING.id)}


async def test_an_invitation_is_composed_when_it_leaves(delivering, mailer):
    await given(delivering, MEETING, intents.invitation(MEETING, NOW))
    await deliver(delivering)
    assert mailer.sent == [a_notification()]
    assert (await states(delivering))[OutboxKind.SLACK_CARD] is EntryState.WAITING


async def test_an_open_result_is_drawn_anew_when_the_mail_has_left(delivering):
    result = replace(intents.result_view(MEETING, "V1", NOW), due_at=NOW + timedelta(days=1))
    await given(delivering, MEETING, intents.invitation(MEETING, NOW), result)
    await deliver(delivering)
    async with delivering.store.writing() as work:
        [entry] = await work.outbox.claim("slack", NOW, 10, [OutboxKind.SLACK_VIEW])
    assert (entry.ids, entry.due_at) == ({"slack_view_id": "V1"}, NOW)


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
async def test_nothing_leaves_about_a_meeting_that_was_cancelled(delivering, mailer, kind):
    reminder = intents.reminders(MEETING, [DAY], NOW)[0]
    entry = intents.invitation(MEETING, NOW) if kind == "invitation" else replace(reminder, due_at=NOW)
    await given(delivering, CANCELLED, entry)
    await deliver(delivering)
    assert (mailer.sent, await states(delivering)) == ([], {entry.kind: EntryState.SUPERSEDED})


async def test_a_cancellation_is_mailed_with_its_reason(delivering, mailer):
    await given(delivering, CANCELLED, intents.cancellation(CANCELLED, NOW))
    await deliver(delivering)
    [sent] = mailer.sent
    assert (sent.reason, sent.meeting.reason) == (Reason.CANCELLATION, "Ill")


async def remind_at(delivering, moment):
    await given(delivering, MEETING, *intents.reminders(MEETING, DEFAULT_LEADS, NOW))
    delivering.clock.instant = moment
    await deliver(delivering)
    async with delivering.store.reading() as look:
        return [(entry.ids["minutes_before"], entry.state) for entry in await look.outbox.list_of(MEETING.id)]


async def test_a_reminder_leaves_a_day_before(delivering, mailer):
    after = await remind_at(delivering, MEETING.starts_at - DAY)
    assert after == [(1440, EntryState.DONE), (60, EntryState.WAITING)]
    assert [sent.reason for sent in mailer.sent] == [Reason.REMINDER]


async def test_of_two_that_are_due_after_an_outage_only_the_nearer_leaves(delivering, mailer):
    after = await remind_at(delivering, MEETING.starts_at - timedelta(minutes=20))
    assert after == [(1440, EntryState.SUPERSEDED), (60, EntryState.DONE)]
    assert len(mailer.sent) == 1


async def test_none_leaves_once_the_meeting_has_started(delivering, mailer):
    after = await remind_at(delivering, MEETING.starts_at)
    assert after == [(1440, EntryState.SUPERSEDED), (60, EntryState.SUPERSEDED)]
    assert mailer.sent == []


async def test_a_refused_mail_is_told_to_the_professional(delivering, mailer):
    mailer.failures = [DeliveryError("smtp_550", permanent=True)]
    await given(delivering, MEETING, intents.invitation(MEETING, NOW))
    await deliver(delivering)
    assert await states(delivering) == {
        OutboxKind.MAIL_INVITATION: EntryState.DEAD,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
        OutboxKind.SLACK_NOTICE: EntryState.WAITING,
    }


async def test_a_reminder_that_the_server_refused_until_the_start_is_told(delivering, mailer):
    mailer.failures = [DeliveryError("smtp_451")]
    await remind_at(delivering, MEETING.starts_at - timedelta(minutes=1))
    delivering.clock.instant = MEETING.starts_at
    await deliver(delivering)
    assert (await states(delivering))[OutboxKind.SLACK_NOTICE] is EntryState.WAITING


async def test_a_mail_server_that_is_busy_is_tried_again_with_the_same_key(delivering, mailer):
    mailer.failures = [DeliveryError("smtp_451")]
    await given(delivering, MEETING, intents.invitation(MEETING, NOW))
    await deliver(delivering)
    delivering.clock.advance(timedelta(minutes=1))
    await deliver(delivering)
    assert [sent.key for sent in mailer.sent] == ["mail.invitation:meeting-one:1"]


async def test_an_invitation_refused_after_the_cancellation_alarms_nobody(delivering, mailer):
    cancelled = replace(CANCELLED, status=MeetingStatus.CANCELLED)
    mailer.failures = [DeliveryError("smtp_550", permanent=True)]
    await given(delivering, MEETING, intents.invitation(MEETING, NOW))
    [entry] = await delivering.claim(1)
    send = mailer.send

    async def cancel_meanwhile(notification) -> None:
        async with delivering.store.writing() as work:
            await work.meetings.save(cancelled)
        await send(notification)

    mailer.send = cancel_meanwhile
    await delivering.deliver(entry)
    assert await states(delivering) == {OutboxKind.MAIL_INVITATION: EntryState.DEAD}
