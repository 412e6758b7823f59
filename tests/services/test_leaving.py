from datetime import timedelta

import pytest

from bot.domain.links import LeaveLink
from bot.domain.meeting import MeetingStatus
from bot.domain.parting import Fate
from bot.domain.refusals import FieldRefusal
from bot.services.leaving import Leaving, PatientLeave
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, a_trust
from tests.fakes.edges import FakeClock, FakeWaker

LINK = LeaveLink(patient_id="patient-noah", professional_id="professional-ana")
MEETING = a_scheduled_meeting()


@pytest.fixture
async def leaving(store):
    async with store.writing() as work:
        await work.people.save_trust(a_trust())
    return Leaving(store=store, clock=FakeClock(), waker=FakeWaker())


async def given(leaving, *meetings):
    async with leaving.store.writing() as work:
        for meeting in meetings:
            await work.meetings.add(meeting)


async def is_offered(leaving):
    async with leaving.store.reading() as look:
        return await look.people.has_trusting_patients("professional-ana")


def found(**changes):
    plain = {"patient": a_patient(), "professional": a_professional(), "has_chosen": True}
    return PatientLeave(**{**plain, **changes})


async def test_what_leaving_touches_is_shown_and_nothing_is_written(leaving):
    held = a_scheduled_meeting(id="held", nonce="b" * 20, starts_at=NOW - timedelta(minutes=5))
    bens = a_scheduled_meeting(id="bens", nonce="c" * 20, professional_id="professional-ben")
    await given(leaving, MEETING, held, bens)
    before = leaving.store.state
    assert await leaving.look(LINK) == found(ahead=(MEETING,))
    assert leaving.store.state is before


async def test_without_meetings_ahead_nothing_is_asked(leaving):
    assert await leaving.leave(LINK, None) == found()
    assert not await is_offered(leaving)


async def test_with_meetings_ahead_their_fate_must_be_said(leaving):
    await given(leaving, MEETING)
    with pytest.raises(FieldRefusal, match="Say what happens to your meetings"):
        await leaving.leave(LINK, None)
    assert await is_offered(leaving)


@pytest.mark.parametrize(
    ("fate", "status"), [(Fate.KEEP, MeetingStatus.SCHEDULED), (Fate.CANCEL, MeetingStatus.CANCELLED)]
)
async def test_meetings_ahead_become_what_was_said(leaving, fate, status):
    await given(leaving, MEETING)
    assert await leaving.leave(LINK, fate) == found(ahead=(MEETING,))
    assert leaving.store.state.meetings[MEETING.id].status is status
    assert not await is_offered(leaving)


async def test_who_has_left_leaves_no_second_time_whatever_they_say(leaving):
    await given(leaving, MEETING)
    await leaving.leave(LINK, Fate.KEEP)
    written = dict(leaving.store.state.outbox)
    assert not (await leaving.leave(LINK, Fate.CANCEL)).has_chosen
    assert leaving.store.state.outbox == written
    assert leaving.store.state.meetings[MEETING.id].status is MeetingStatus.SCHEDULED


async def test_who_was_never_stored_leaves_nobody(leaving):
    with pytest.raises(LookupError):
        await leaving.look(LeaveLink(patient_id="nobody", professional_id="professional-ana"))
