from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.mail_step import MailStep
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.refusals import AlreadyOver, Field, FieldRefusal, NotInYourList
from bot.services.acting import Acting
from bot.services.cancelling import CancelledMeeting, Cancelling
from tests.builders import BEN, NOW, a_grant, a_meeting, a_patient, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker

REASON = "I am ill."


@pytest.fixture
async def cancelling(store):
    async with store.writing() as work:
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    return Cancelling(store=store, clock=FakeClock(), waker=FakeWaker())


async def given(cancelling, meeting, *entries):
    async with cancelling.store.writing() as work:
        await work.meetings.add(meeting)
        await work.outbox.add(*entries)
    return meeting


async def claim_all(cancelling):
    async with cancelling.store.writing() as work:
        return await work.outbox.claim("worker", NOW, 10)


async def cancel(cancelling, meeting, reason=REASON, view="V1"):
    return await cancelling.cancel(a_professional(), meeting.id, reason, slack_view_id=view)


async def states(cancelling, meeting):
    async with cancelling.store.reading() as look:
        return {entry.kind: entry.state for entry in await look.outbox.list_of(meeting.id)}


async def test_a_meeting_the_patient_knows_of_is_removed_at_zoom_and_told(cancelling):
    meeting = a_scheduled_meeting()
    await given(
        cancelling, meeting, intents.invitation(meeting, NOW), *intents.reminders(meeting, [timedelta(hours=1)], NOW)
    )
    await claim_all(cancelling)  # the invitation is on its way
    assert await cancel(cancelling, meeting) == CancelledMeeting(
        meeting=meeting.cancelled(REASON, NOW), is_patient_told=True
    )
    assert await states(cancelling, meeting) == {
        OutboxKind.MAIL_INVITATION: EntryState.WAITING,
        OutboxKind.MAIL_REMINDER: EntryState.SUPERSEDED,
        OutboxKind.ZOOM_DELETE: EntryState.WAITING,
        OutboxKind.MAIL_CANCELLATION: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
    }


async def test_a_patient_who_was_never_told_hears_nothing(cancelling):
    meeting = a_scheduled_meeting()
    await given(cancelling, meeting, intents.invitation(meeting, NOW))
    assert not (await cancel(cancelling, meeting)).is_patient_told
    assert await states(cancelling, meeting) == {
        OutboxKind.MAIL_INVITATION: EntryState.SUPERSEDED,
        OutboxKind.ZOOM_DELETE: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
    }


async def test_a_meeting_that_zoom_has_not_made_leaves_its_creation_to_find_out(cancelling):
    meeting = await given(cancelling, a_meeting(), intents.creation(a_meeting(), NOW, "V0"))
    await cancel(cancelling, meeting)
    assert await states(cancelling, meeting) == {
        OutboxKind.ZOOM_CREATE: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
    }


async def test_the_worker_is_woken(cancelling):
    await cancel(cancelling, await given(cancelling, a_scheduled_meeting()))
    assert cancelling.waker.woken == 1


async def test_the_same_submission_twice_cancels_once(cancelling):
    meeting = await given(cancelling, a_scheduled_meeting())
    assert await cancel(cancelling, meeting) == await cancel(cancelling, meeting)


async def test_a_second_cancellation_changes_nothing_and_says_when_it_was(cancelling):
    meeting = await given(cancelling, a_scheduled_meeting())
    await cancel(cancelling, meeting)
    with pytest.raises(AlreadyOver, match=r"already canceled at 10:00 AM\. Nothing changed\."):
        await cancel(cancelling, meeting, view="V2")


@pytest.mark.parametrize("reason", ["", "  ", "no"])
async def test_without_a_reason_nothing_happens(cancelling, reason):
    meeting = await given(cancelling, a_scheduled_meeting())
    with pytest.raises(FieldRefusal) as refusal:
        await cancel(cancelling, meeting, reason=reason)
    assert refusal.value.replies == {Field.REASON: "Write a reason for your patient."}
    assert await states(cancelling, meeting) == {}


@pytest.mark.parametrize(
    "meeting",
    [a_scheduled_meeting(professional_id="somebody-else"), a_scheduled_meeting(slack_team_id="T0OTHER")],
)
async def test_what_is_not_ones_own_cannot_be_seen_or_cancelled(cancelling, meeting):
    await given(cancelling, meeting)
    with pytest.raises(NotInYourList):
        await Acting(store=cancelling.store, clock=cancelling.clock).find(Act.CANCEL, a_professional(), meeting.id)
    with pytest.raises(NotInYourList):
        await cancel(cancelling, meeting)


async def test_a_meeting_that_does_not_exist_sounds_like_anothers(cancelling):
    with pytest.raises(NotInYourList):
        await Acting(store=cancelling.store, clock=cancelling.clock).find(Act.CANCEL, a_professional(), "unknown")
    with pytest.raises(NotInYourList):
        await cancel(cancelling, a_scheduled_meeting(id="unknown"))


async def test_a_colleague_cannot_cancel(cancelling):
    meeting = await given(cancelling, a_scheduled_meeting())
    colleague = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id)
    with pytest.raises(NotInYourList):
        await cancelling.cancel(colleague, meeting.id, REASON, slack_view_id="V1")


@pytest.mark.parametrize(
    "meeting",
    [a_scheduled_meeting(starts_at=NOW - timedelta(minutes=50)), a_meeting(status=MeetingStatus.FAILED)],
)
async def test_what_is_over_cannot_be_cancelled(cancelling, meeting):
    await given(cancelling, meeting)
    with pytest.raises(AlreadyOver):
        await cancel(cancelling, meeting)


async def test_the_question_tells_of_the_meeting_as_it_stands_now(cancelling):
    meeting = await given(cancelling, a_scheduled_meeting(starts_at=NOW - timedelta(minutes=5)))
    assert await Acting(store=cancelling.store, clock=cancelling.clock).find(
        Act.CANCEL, a_professional(), meeting.id
    ) == OwnMeeting(meeting=meeting, patient=a_patient(), professional=a_professional(), at=NOW, mail=MailStep.NOT_SENT)
