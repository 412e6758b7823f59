from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.meeting import DELETABLE, MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.refusals import AlreadyOver, NotInYourList, NotManageable, StillSending
from bot.services.acting import Acting
from bot.services.deleting import Deleting
from tests.builders import BEN, NOW, a_grant, a_patient, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.services.giving import given

ANA = a_professional()
REMOVALS = {
    "of what Zoom made": lambda meeting: intents.removal(meeting, meeting.zoom_meeting_id, NOW),
    "of what Zoom may have made": lambda meeting: intents.sweep(meeting, NOW),
}
HELD = a_scheduled_meeting(status=MeetingStatus.ENDED)


@pytest.fixture
async def deleting(store):
    async with store.writing() as work:
        await work.people.save_professional(ANA)
        await work.people.save_patient(a_patient())
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
    return Deleting(store=store, clock=FakeClock(), waker=FakeWaker())


async def stored(deleting):
    async with deleting.store.reading() as look:
        return await look.meetings.get("meeting-one")


async def written(deleting):
    async with deleting.store.reading() as look:
        return {entry.kind: entry.state for entry in await look.outbox.list_of("meeting-one")}


async def test_a_meeting_that_was_held_is_erased_here_and_at_zoom(deleting):
    await given(deleting, HELD)
    await deleting.delete(ANA, HELD.id, slack_view_id="V1")
    assert await stored(deleting) == HELD.deleted(NOW)
    assert await written(deleting) == {
        OutboxKind.ZOOM_DELETE: EntryState.WAITING,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
    }


async def test_what_zoom_was_asked_to_remove_is_not_asked_again(deleting):
    meeting = a_scheduled_meeting().cancelled("I am ill.", NOW)
    await given(deleting, meeting)
    await deleting.delete(ANA, meeting.id, slack_view_id="V1")
    assert await written(deleting) == {OutboxKind.SLACK_CARD: EntryState.WAITING}


@pytest.mark.parametrize("about", REMOVALS)
async def test_what_could_not_be_removed_before_is_tried_once_more(deleting, about):
    meeting = a_scheduled_meeting().cancelled("I am ill.", NOW)
    entry = REMOVALS[about](meeting)
    await given(deleting, meeting, replace(entry, state=EntryState.DEAD, last_error_code="unknown"))
    deleting.clock.advance(timedelta(days=3))
    await deleting.delete(ANA, meeting.id, slack_view_id="V1")
    async with deleting.store.reading() as look:
        [again] = [each for each in await look.outbox.list_of(meeting.id) if each.kind is OutboxKind.ZOOM_DELETE]
    now = deleting.clock.now()
    assert (again.state, again.due_at, again.deadline, again.ids) == (
        EntryState.WAITING,
        now,
        now + timedelta(days=1),
        entry.ids,
    )


async def test_a_mail_that_still_waits_keeps_its_words(deleting):
    meeting = a_scheduled_meeting().cancelled("I am ill.", NOW)
    await given(deleting, meeting, intents.cancellation(meeting, NOW))
    with pytest.raises(StillSending):
        await deleting.delete(ANA, meeting.id, slack_view_id="V1")
    assert await stored(deleting) == meeting


async def test_the_same_form_twice_is_one_deletion(deleting):
    await given(deleting, HELD)
    for _ in range(2):
        await deleting.delete(ANA, HELD.id, slack_view_id="V1")
    assert [each["action"] for each in deleting.store.state.audit.values()] == ["delete"]


async def test_another_form_finds_it_deleted(deleting):
    await given(deleting, HELD)
    await deleting.delete(ANA, HELD.id, slack_view_id="V1")
    with pytest.raises(AlreadyOver, match=r"This meeting was already deleted at 10:00 AM\. Nothing changed\."):
        await deleting.delete(ANA, HELD.id, slack_view_id="V2")


@pytest.mark.parametrize("status", set(MeetingStatus) - DELETABLE)
async def test_what_is_not_over_cannot_be_deleted(deleting, status):
    await given(deleting, a_scheduled_meeting(status=status))
    with pytest.raises(AlreadyOver):
        await Acting(store=deleting.store, clock=deleting.clock).find(Act.DELETE, ANA, "meeting-one")
    with pytest.raises(AlreadyOver):
        await deleting.delete(ANA, "meeting-one", slack_view_id="V1")


async def test_a_colleague_can_delete_nothing(deleting):
    await given(deleting, HELD)
    with pytest.raises(NotInYourList):
        await deleting.delete(a_professional(slack_user_id=BEN.slack_user_id), HELD.id, slack_view_id="V1")


async def test_without_zoom_nothing_is_managed(deleting):
    await given(deleting, HELD)
    deleting.store.state.connections.clear()
    with pytest.raises(NotManageable):
        await deleting.delete(ANA, HELD.id, slack_view_id="V1")
