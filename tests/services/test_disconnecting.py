from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.parting import LONGEST_PARTING, MOST_CANCELLED, Fate, Leave, PartingStep
from bot.domain.refusals import Field, FieldRefusal, NotConnected
from bot.domain.zoom_connection import ConnectionState
from bot.services.disconnecting import Disconnecting
from tests.builders import NOW, a_grant, a_patient, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker

ANA = a_professional()
REASON = "I am moving to another city."


@pytest.fixture
async def disconnecting(store):
    async with store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
        await work.people.save_patient(a_patient())
    return Disconnecting(store=store, clock=FakeClock(), waker=FakeWaker())


def some_meetings(count):
    start = a_scheduled_meeting().starts_at
    return [
        a_scheduled_meeting(id=f"meeting-{number:03}", nonce=f"{number:020}", starts_at=start + timedelta(hours=number))
        for number in range(count)
    ]


async def given(disconnecting, *meetings):
    async with disconnecting.store.writing() as work:
        for meeting in meetings:
            await work.meetings.add(meeting)
            await work.outbox.add(intents.invitation(meeting, NOW), *intents.reminders(meeting, [timedelta(1)], NOW))
            await work.outbox.claim("worker", NOW, 1, [OutboxKind.MAIL_INVITATION])


async def disconnect(disconnecting, fate=Fate.KEEP, reason="", view="V1"):
    return await disconnecting.disconnect(ANA, fate, reason, slack_view_id=view)


async def connection(disconnecting):
    async with disconnecting.store.reading() as look:
        return await look.connections.find(ANA.id)


async def waiting(disconnecting):
    return [
        stored.entry
        for stored in disconnecting.store.state.outbox.values()
        if stored.entry.kind in {OutboxKind.ZOOM_REVOKE, OutboxKind.ZOOM_DELETE, OutboxKind.MAIL_CANCELLATION}
    ]


async def statuses(disconnecting, *meetings):
    async with disconnecting.store.reading() as look:
        return [(await look.meetings.get(meeting.id)).status for meeting in meetings]


async def test_what_lies_ahead_is_named_and_counted(disconnecting):
    meetings = some_meetings(7)
    await given(disconnecting, *meetings)
    leave = await disconnecting.ask(ANA)
    assert [own.meeting for own in leave.first] == meetings[:5]
    assert leave.count == 7


async def test_a_meeting_in_progress_does_not_lie_ahead(disconnecting):
    meeting = a_scheduled_meeting(status=MeetingStatus.STARTED)
    await given(disconnecting, meeting)
    assert await disconnecting.ask(ANA) == Leave()
    await disconnect(disconnecting, Fate.CANCEL, REASON)
    assert await statuses(disconnecting, meeting) == [MeetingStatus.STARTED]


async def test_the_first_are_seen_with_their_patients(disconnecting):
    await given(disconnecting, a_scheduled_meeting())
    [own] = (await disconnecting.ask(ANA)).first
    assert isinstance(own, OwnMeeting)
    assert own.patient == a_patient()


async def test_kept_meetings_stay_as_they_are_and_the_grant_is_given_back_at_once(disconnecting):
    meetings = some_meetings(2)
    await given(disconnecting, *meetings)
    assert await disconnect(disconnecting) is PartingStep.ASKING
    assert await statuses(disconnecting, *meetings) == [MeetingStatus.SCHEDULED] * 2
    [revocation] = await waiting(disconnecting)
    assert (revocation.kind, revocation.due_at) == (OutboxKind.ZOOM_REVOKE, NOW)
    ending = await connection(disconnecting)
    assert (ending.state, ending.grant) == (ConnectionState.DISCONNECTING, a_grant())


async def test_cancelled_meetings_are_told_and_cleared_before_the_grant_goes(disconnecting):
    meetings = some_meetings(2)
    await given(disconnecting, *meetings)
    assert await disconnect(disconnecting, Fate.CANCEL, REASON) is PartingStep.CLEARING
    assert await statuses(disconnecting, *meetings) == [MeetingStatus.CANCELLED] * 2
    *others, revocation = await waiting(disconnecting)
    assert sorted(entry.kind for entry in others) == [OutboxKind.MAIL_CANCELLATION] * 2 + [OutboxKind.ZOOM_DELETE] * 2
    assert NOW < revocation.due_at < revocation.deadline == NOW + LONGEST_PARTING


async def test_the_patients_read_the_reason(disconnecting):
    [meeting] = some_meetings(1)
    await given(disconnecting, meeting)
    await disconnect(disconnecting, Fate.CANCEL, f"  {REASON} ")
    async with disconnecting.store.reading() as look:
        assert (await look.meetings.get(meeting.id)).reason == REASON


async def test_cancelling_without_a_reason_changes_nothing(disconnecting):
    await given(disconnecting, *some_meetings(1))
    before = disconnecting.store.state.copied()
    with pytest.raises(FieldRefusal) as refusal:
        await disconnect(disconnecting, Fate.CANCEL, " x ")
    assert refusal.value.replies == {Field.REASON: "Write a reason for your patients."}
    assert disconnecting.store.state == before


async def test_more_than_fit_one_answer_are_not_cancelled_by_half(disconnecting):
    await given(disconnecting, *some_meetings(MOST_CANCELLED + 1))
    before = disconnecting.store.state.copied()
    with pytest.raises(FieldRefusal) as refusal:
        await disconnect(disconnecting, Fate.CANCEL, REASON)
    assert list(refusal.value.replies) == [Field.UPCOMING]
    assert disconnecting.store.state == before


async def test_with_nothing_ahead_no_reason_is_needed(disconnecting):
    assert await disconnect(disconnecting, Fate.CANCEL) is PartingStep.ASKING


async def test_the_same_view_sent_again_changes_nothing_more(disconnecting):
    await given(disconnecting, *some_meetings(2))
    await disconnect(disconnecting, Fate.CANCEL, REASON)
    before = disconnecting.store.state.copied()
    assert await disconnect(disconnecting, Fate.CANCEL, REASON) is PartingStep.CLEARING
    assert disconnecting.store.state == before


async def test_another_view_finds_zoom_disconnecting(disconnecting):
    await disconnect(disconnecting)
    with pytest.raises(NotConnected):
        await disconnect(disconnecting, view="V2")
    with pytest.raises(NotConnected):
        await disconnecting.ask(ANA)


async def test_a_broken_connection_ends_at_once(disconnecting):
    [meeting] = some_meetings(1)
    await given(disconnecting, meeting)
    async with disconnecting.store.writing() as work:
        await work.connections.mark_broken(ANA.id, 1)
    assert await disconnect(disconnecting, Fate.CANCEL, REASON) is PartingStep.ENDED
    assert (await connection(disconnecting)).state is ConnectionState.DISCONNECTED
    assert await statuses(disconnecting, meeting) == [MeetingStatus.CANCELLED]


async def test_who_never_connected_is_told_so(store):
    disconnecting = Disconnecting(store=store, clock=FakeClock(), waker=FakeWaker())
    with pytest.raises(NotConnected):
        await disconnecting.ask(ANA)


async def test_a_meeting_whose_time_has_come_is_not_cancelled_though_nobody_reported_its_start(disconnecting):
    meeting = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=10))
    await given(disconnecting, meeting)
    assert await disconnecting.ask(ANA) == Leave()
    await disconnect(disconnecting, Fate.CANCEL, REASON)
    assert await statuses(disconnecting, meeting) == [MeetingStatus.SCHEDULED]
