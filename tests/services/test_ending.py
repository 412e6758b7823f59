from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.mail_step import MailStep
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind, FactSource
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.refusals import AlreadyOver, NotInYourList, NotManageable
from bot.services.acting import Acting
from bot.services.ending import Ending
from bot.services.recording import record
from tests.builders import BEN, NOW, a_fact, a_grant, a_patient, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.services.giving import given

ANA = a_professional()
ON = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=20))
OVER = replace(ON, status=MeetingStatus.ENDED, ended_at=NOW)
MARK = a_fact(source=FactSource.PROFESSIONAL, kind=FactKind.ENDED, zoom_uuid="", at=NOW)
ENDABLE = {MeetingStatus.SCHEDULED, MeetingStatus.STARTED}


@pytest.fixture
async def ending(store):
    async with store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
    return Ending(store=store, clock=FakeClock(), waker=FakeWaker())


async def stored(ending):
    async with ending.store.reading() as look:
        return await look.meetings.get("meeting-one"), await look.facts.list_of("meeting-one")


async def written(ending):
    async with ending.store.reading() as look:
        return {entry.kind: entry.state for entry in await look.outbox.list_of("meeting-one")}


async def test_a_meeting_is_over_at_once_and_its_call_is_closed_later(ending):
    await given(ending, ON, *intents.reminders(ON, [timedelta(hours=1)], NOW - timedelta(days=1)))
    await ending.end(ANA, ON.id, slack_view_id="V1")
    assert await stored(ending) == (OVER, [MARK])
    assert await written(ending) == {
        OutboxKind.MAIL_REMINDER: EntryState.SUPERSEDED,
        OutboxKind.SLACK_CARD: EntryState.WAITING,
        OutboxKind.ZOOM_END: EntryState.WAITING,
    }
    assert ending.waker.woken == 1


async def test_the_call_is_closed_within_a_minute_or_left(ending):
    await given(ending, ON)
    await ending.end(ANA, ON.id, slack_view_id="V1")
    async with ending.store.reading() as look:
        [end] = [each for each in await look.outbox.list_of(ON.id) if each.kind is OutboxKind.ZOOM_END]
    assert end == replace(intents.call_end(OVER, 92674392836, NOW), id=end.id)
    assert end.deadline == NOW + timedelta(minutes=1)


async def test_when_it_was_opened_stays_known(ending):
    await given(ending, ON)
    report = a_fact(at=NOW - timedelta(minutes=18))
    async with ending.store.writing() as work:
        await record(work, ON, [report], NOW)
    await ending.end(ANA, ON.id, slack_view_id="V1")
    assert await stored(ending) == (replace(OVER, started_at=report.at), [report, MARK])


async def test_a_report_of_zooms_that_comes_later_reopens_nothing(ending):
    await given(ending, ON)
    await ending.end(ANA, ON.id, slack_view_id="V1")
    async with ending.store.writing() as work:
        await record(work, OVER, [a_fact(at=NOW + timedelta(minutes=1))], NOW + timedelta(minutes=1))
    meeting, _ = await stored(ending)
    assert (meeting.status, meeting.ended_at) == (MeetingStatus.ENDED, NOW)


async def test_the_same_form_twice_is_one_end(ending):
    await given(ending, ON)
    for _ in range(2):
        await ending.end(ANA, ON.id, slack_view_id="V1")
    assert [each["action"] for each in ending.store.state.audit.values()] == ["end"]
    assert (await stored(ending), ending.waker.woken) == ((OVER, [MARK]), 1)


async def test_another_form_finds_it_over(ending):
    await given(ending, ON)
    await ending.end(ANA, ON.id, slack_view_id="V1")
    with pytest.raises(AlreadyOver, match=r"This meeting is already over\. Nothing changed\."):
        await ending.end(ANA, ON.id, slack_view_id="V2")


async def test_what_has_not_begun_cannot_be_ended(ending):
    await given(ending, a_scheduled_meeting())
    with pytest.raises(AlreadyOver, match=r"This meeting is scheduled\. Nothing changed\."):
        await ending.end(ANA, "meeting-one", slack_view_id="V1")


@pytest.mark.parametrize("status", sorted(set(MeetingStatus) - ENDABLE))
async def test_what_is_not_on_cannot_be_ended(ending, status):
    meeting = replace(ON, status=status)
    await given(ending, meeting)
    with pytest.raises(AlreadyOver):
        await Acting(store=ending.store, clock=ending.clock).find(Act.END, ANA, ON.id)
    with pytest.raises(AlreadyOver):
        await ending.end(ANA, ON.id, slack_view_id="V1")
    assert (await stored(ending), await written(ending)) == ((meeting, []), {})


async def test_a_meeting_that_runs_late_can_be_ended(ending):
    await given(ending, replace(ON, status=MeetingStatus.STARTED))
    ending.clock.advance(timedelta(hours=5))
    await ending.end(ANA, ON.id, slack_view_id="V1")
    assert (await stored(ending))[0].status is MeetingStatus.ENDED


@pytest.mark.parametrize("meeting_id", [ON.id, "unknown", ""])
async def test_a_colleague_can_end_nothing(ending, meeting_id):
    await given(ending, ON)
    ben = a_professional(slack_user_id=BEN.slack_user_id)
    with pytest.raises(NotInYourList):
        await Acting(store=ending.store, clock=ending.clock).find(Act.END, ben, meeting_id)
    with pytest.raises(NotInYourList):
        await ending.end(ben, meeting_id, slack_view_id="V1")


async def test_without_zoom_nothing_is_managed(ending):
    await given(ending, ON)
    async with ending.store.writing() as work:
        await work.connections.mark_broken(ANA.id, 1)
    with pytest.raises(NotManageable):
        await ending.end(ANA, ON.id, slack_view_id="V1")
    assert await stored(ending) == (ON, [])


async def test_with_the_database_away_nothing_is_over(ending):
    await given(ending, ON)
    ending.store.failing_writes = 1
    with pytest.raises(OSError, match="away"):
        await ending.end(ANA, ON.id, slack_view_id="V1")
    assert (await stored(ending), ending.waker.woken) == ((ON, []), 0)


async def test_the_question_tells_of_the_meeting_as_it_stands_now(ending):
    await given(ending, ON)
    assert await Acting(store=ending.store, clock=ending.clock).find(Act.END, ANA, ON.id) == OwnMeeting(
        meeting=ON, patient=a_patient(), professional=ANA, at=NOW, mail=MailStep.NOT_SENT
    )
