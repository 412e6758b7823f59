from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import DeliveryError
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.refusals import FieldRefusal
from bot.services.erasing import Erasing, ErasingPatient, Erasure
from bot.services.mail_effects import Mailing
from bot.services.scheduling import Scheduling
from tests.builders import (
    NOW,
    a_grant,
    a_patient,
    a_professional,
    a_request,
    a_scheduled_meeting,
    a_trust,
    a_zoom_user,
    an_invitation,
)
from tests.fakes.edges import FakeWaker
from tests.fakes.workers import a_delivering, deliver_all

NOAH = "patient-noah"
AHEAD = a_scheduled_meeting(description="Bring the letter.")
OVER = a_scheduled_meeting(
    id="over", nonce="b" * 20, starts_at=NOW - timedelta(days=9), status=MeetingStatus.ENDED, zoom_meeting_id=7
)
HELD = a_scheduled_meeting(id="held", nonce="c" * 20, starts_at=NOW - timedelta(minutes=5), zoom_meeting_id=8)


@pytest.fixture
async def erasing(store, clock):
    async with store.writing() as work:
        await work.people.save_trust(a_trust())
        await work.invitations.add(an_invitation())
    return Erasing(store=store, clock=clock, waker=FakeWaker())


@pytest.fixture
def delivering(store, clock, mailer):
    effects = {
        OutboxKind.PATIENT_ERASE: ErasingPatient(store=store, clock=clock),
        **{
            kind: Mailing(store=store, mailer=mailer, clock=clock)
            for kind in (OutboxKind.MAIL_INVITATION, OutboxKind.MAIL_CANCELLATION, OutboxKind.MAIL_REMINDER)
        },
    }
    return a_delivering(store=store, clock=clock, effects=effects)


async def given(store, *meetings):
    """Meetings whose invitations have left."""
    async with store.writing() as work:
        for meeting in meetings:
            await work.meetings.add(meeting)
            await work.outbox.add(intents.invitation(meeting, NOW - timedelta(days=10)))
        for mail in await work.outbox.claim("another", NOW, 99):
            await work.outbox.settle(mail, "another", EntryState.DONE, NOW)


async def deliver(delivering, after=timedelta(0)):
    """Deliver what is due then, and what follows of it at once."""
    delivering.clock.advance(after)
    await deliver_all(delivering)


async def patient(store):
    async with store.reading() as look:
        return await look.people.get_patient(NOAH)


def told(store):
    entries = [each.entry for each in store.state.outbox.values()]
    return [each.ids["notice"] for each in entries if each.kind is OutboxKind.SLACK_NOTICE]


async def test_what_erasing_touches_is_shown_and_nothing_is_written(erasing):
    await given(erasing.store, AHEAD, OVER, HELD)
    before = erasing.store.state
    assert await erasing.look(NOAH) == Erasure(patient=a_patient(), professionals=(a_professional(),), ahead=(AHEAD,))
    assert erasing.store.state is before


async def test_at_once_the_patient_is_offered_to_nobody_and_what_lies_ahead_is_called_off(erasing):
    await given(erasing.store, AHEAD)
    await erasing.begin(NOAH)
    assert erasing.store.state.trusts == {}
    assert erasing.store.state.meetings[AHEAD.id].status is MeetingStatus.CANCELLED
    assert told(erasing.store) == ["erased"]
    assert (await patient(erasing.store)).name == "Noah Clarke"  # the mail that it is off needs the address


async def test_when_the_last_mail_has_left_everything_is_erased(erasing, delivering, mailer):
    await given(erasing.store, AHEAD, OVER)
    await erasing.begin(NOAH)
    await deliver(delivering, timedelta(minutes=2))
    assert [mail.patient.mail for mail in mailer.sent] == ["noah@patients.example"]
    erased = await patient(erasing.store)
    assert (erased.name, erased.mail, erased.zone) == ("", "", None)
    assert erased.erased_at is not None
    for meeting in erasing.store.state.meetings.values():
        assert (meeting.topic, meeting.description, meeting.reason, meeting.join_url) == ("", "", "", "")
        assert meeting.deleted_at is not None
    assert erasing.store.state.invitations == {}


async def test_what_was_held_goes_at_zoom_too(erasing, delivering):
    await given(erasing.store, OVER)
    await erasing.begin(NOAH)
    await deliver(delivering, timedelta(minutes=2))
    [removal] = [
        each.entry for each in erasing.store.state.outbox.values() if each.entry.kind is OutboxKind.ZOOM_DELETE
    ]
    assert removal.ids["zoom_meeting_id"] == 7


async def test_a_mail_that_waits_is_waited_for(erasing, delivering, mailer):
    await given(erasing.store, AHEAD)
    mailer.failures = [DeliveryError("smtp_unreachable")]
    await erasing.begin(NOAH)
    await deliver(delivering, timedelta(minutes=2))
    assert await patient(erasing.store) == a_patient()
    await deliver(delivering, timedelta(hours=1))
    await deliver(delivering, timedelta(hours=1))
    assert (len(mailer.sent), (await patient(erasing.store)).name) == (1, "")


async def test_what_is_being_held_is_waited_for(erasing, delivering):
    await given(erasing.store, HELD)
    await erasing.begin(NOAH)
    await deliver(delivering, timedelta(minutes=2))
    assert await patient(erasing.store) == a_patient()
    assert erasing.store.state.meetings["held"].status is MeetingStatus.SCHEDULED


async def test_after_72_hours_everything_is_erased_in_any_case(erasing, delivering, mailer):
    await given(erasing.store, HELD)
    await erasing.begin(NOAH)
    await deliver(delivering, timedelta(hours=72, minutes=1))
    assert (await patient(erasing.store)).name == ""
    held = erasing.store.state.meetings["held"]
    assert (held.status, held.topic, held.deleted_at) == (MeetingStatus.CANCELLED, "", delivering.clock.now())
    assert mailer.sent == []


async def test_a_late_mail_composes_nothing_for_who_was_erased(erasing, delivering, mailer):
    async with erasing.store.writing() as work:
        await work.meetings.add(AHEAD)
        await work.outbox.add(intents.invitation(AHEAD, NOW))
        await work.people.erase_patient(NOAH, NOW)
    await deliver(delivering)
    assert mailer.sent == []


async def test_asked_twice_it_is_done_once_and_told_once(erasing, delivering):
    await erasing.begin(NOAH)
    await erasing.begin(NOAH)
    await deliver(delivering, timedelta(minutes=2))
    await erasing.begin(NOAH)
    assert told(erasing.store) == ["erased"]
    audited = [(row["action"], row["outcome"]) for row in erasing.store.state.audit.values()]
    assert audited[-1] == ("erase", "erased")


async def test_who_was_never_chosen_is_not_told(erasing):
    async with erasing.store.writing() as work:
        await work.trusts.withdraw("professional-ana", NOAH, NOW)
    await erasing.begin(NOAH)
    assert told(erasing.store) == []


async def test_nobody_is_scheduled_with_who_asked_to_be_erased(erasing):
    async with erasing.store.writing() as work:
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    await erasing.begin(NOAH)
    scheduling = Scheduling(store=erasing.store, clock=erasing.clock, waker=FakeWaker())
    with pytest.raises(FieldRefusal, match="no longer on your list"):
        await scheduling.schedule(a_professional(), a_request(), slack_view_id="V1")
