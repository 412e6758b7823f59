from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.parting import Fate
from bot.domain.people import Standing
from bot.domain.trust import HowChosen
from tests.builders import NOW, a_professional, a_scheduled_meeting, a_trust
from tests.fakes.edges import FakeClock, FakeWaker
from tests.trusting import Trusting

ANA, NOAH = "professional-ana", "patient-noah"


@pytest.fixture
def trusting(store):
    return Trusting(store=store, clock=FakeClock(), waker=FakeWaker())


async def given_trust(trusting, *meetings):
    async with trusting.store.writing() as work:
        await work.people.save_trust(a_trust())
        for meeting in meetings:
            await work.meetings.add(meeting)
            await work.outbox.add(intents.invitation(meeting, NOW))
            await work.outbox.claim("worker", NOW, 10)


def waiting(trusting, kind):
    stored = [each.entry for each in trusting.store.state.outbox.values()]
    return [each for each in stored if each.kind is kind and each.state is EntryState.WAITING]


def told(trusting):
    return [each.ids["notice"] for each in waiting(trusting, OutboxKind.SLACK_NOTICE)]


async def is_offered(trusting):
    async with trusting.store.reading() as look:
        return await look.people.find_trusting_patient(ANA, NOAH) is not None


@pytest.mark.parametrize(
    ("how", "notices"),
    [
        (HowChosen.INVITATION, ["chosen"]),
        (HowChosen.PAGE, ["chosen"]),
        (HowChosen.IMPORT, []),
        (HowChosen.API, []),
    ],
)
async def test_who_chooses_is_offered_and_the_professional_is_told_of_what_was_done_in_person(trusting, how, notices):
    assert await trusting.choose(NOAH, ANA, how, actor=NOAH)
    assert (await is_offered(trusting), told(trusting)) == (True, notices)
    assert waiting(trusting, OutboxKind.SLACK_HOME)


async def test_choosing_again_changes_nothing_and_tells_nobody(trusting):
    await trusting.choose(NOAH, ANA, HowChosen.IMPORT, actor="import")
    assert not await trusting.choose(NOAH, ANA, HowChosen.PAGE, actor=NOAH)
    assert told(trusting) == []


async def test_who_left_can_choose_again(trusting):
    await given_trust(trusting)
    await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    assert await trusting.choose(NOAH, ANA, HowChosen.INVITATION, actor=NOAH)
    assert await is_offered(trusting)


async def test_who_leaves_is_no_longer_offered_and_their_meetings_stay(trusting):
    await given_trust(trusting, a_scheduled_meeting())
    assert await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    assert (await is_offered(trusting), told(trusting)) == (False, ["left_kept"])
    assert trusting.store.state.meetings["meeting-one"].status is MeetingStatus.SCHEDULED


async def test_who_leaves_may_have_their_meetings_called_off(trusting):
    await given_trust(trusting, a_scheduled_meeting())
    await trusting.withdraw(NOAH, ANA, Fate.CANCEL, actor=NOAH)
    meeting = trusting.store.state.meetings["meeting-one"]
    assert (meeting.status, meeting.reason, told(trusting)) == (MeetingStatus.CANCELLED, "", ["left_cancelled"])
    assert waiting(trusting, OutboxKind.MAIL_CANCELLATION)
    assert waiting(trusting, OutboxKind.ZOOM_DELETE)


async def test_what_is_being_held_and_what_is_anothers_is_not_called_off(trusting):
    held = a_scheduled_meeting(starts_at=NOW - timedelta(minutes=5))
    with_ben = a_scheduled_meeting(id="meeting-ben", nonce="b" * 20, professional_id="professional-ben")
    await given_trust(trusting, held, with_ben)
    await trusting.withdraw(NOAH, ANA, Fate.CANCEL, actor=NOAH)
    statuses = {each.status for each in trusting.store.state.meetings.values()}
    assert (statuses, told(trusting)) == ({MeetingStatus.SCHEDULED}, ["left"])


async def test_leaving_twice_tells_once(trusting):
    await given_trust(trusting)
    await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    assert not await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    assert told(trusting) == ["left"]


async def test_nobody_tells_of_patients_to_who_is_no_professional_any_more(trusting):
    await given_trust(trusting)
    trusting.store.state.professionals[ANA] = a_professional(left_at=NOW)
    assert await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    assert told(trusting) == []


async def test_nobody_writes_to_a_professional_who_never_opened_the_app(trusting):
    async with trusting.store.writing() as work:
        await work.people.save_professional(a_professional(standing=Standing.UNSEEN))
    await trusting.choose(NOAH, ANA, HowChosen.INVITATION, actor=NOAH)
    await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    assert trusting.store.state.outbox == {}


async def test_both_are_in_the_audit_with_who_said_so(trusting):
    await trusting.choose(NOAH, ANA, HowChosen.API, actor="key-1")
    await trusting.withdraw(NOAH, ANA, Fate.KEEP, actor=NOAH)
    rows = [(row["actor"], row["action"], row["about"], row["outcome"]) for row in trusting.store.state.audit.values()]
    assert rows == [("key-1", "choose", NOAH, ANA), (NOAH, "leave", NOAH, ANA)]
