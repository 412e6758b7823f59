from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.failures import ZoomError
from bot.domain.notices import NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.parting import LONGEST_PARTING, Fate, PartingStep
from bot.domain.zoom_connection import ConnectionState
from bot.services.delivering import Delivering
from bot.services.disconnecting import Disconnecting
from bot.services.parting import Revoking
from bot.services.slack_effects import ShowingParting
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_course import EndingCall
from bot.services.zoom_effects import Creating, Removing
from tests.builders import NOW, a_grant, a_meeting, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeMessenger, FakeWaker
from tests.fakes.zoom import FakeZoomMeetings, FakeZoomOAuth, invalid_grant

ANA = a_professional()
DOWN = ZoomError("unknown")
REFUSED = ZoomError("refused", permanent=True)


@pytest.fixture
def oauth():
    return FakeZoomOAuth()


@pytest.fixture
def zoom():
    return FakeZoomMeetings()


@pytest.fixture
def messenger():
    return FakeMessenger()


@pytest.fixture
async def delivering(store, oauth, zoom, messenger):
    clock = FakeClock()
    access = ZoomAccess(store=store, oauth=oauth, clock=clock)
    effects = {
        OutboxKind.ZOOM_REVOKE: Revoking(store=store, access=access, oauth=oauth, clock=clock),
        OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_END: EndingCall(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.SLACK_PARTING: ShowingParting(messenger=messenger),
    }
    async with store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
    return Delivering(store=store, clock=clock, effects=effects, owner="worker", spread=lambda: 0.0)


async def disconnect(delivering, *meetings, fate=Fate.KEEP):
    async with delivering.store.writing() as work:
        for meeting in meetings:
            await work.meetings.add(meeting)
    disconnecting = Disconnecting(store=delivering.store, clock=delivering.clock, waker=FakeWaker())
    await disconnecting.disconnect(ANA, fate, "I am ill.", slack_view_id="V1")


async def deliver(delivering):
    """Deliver what is due, and what follows of it at once."""
    while entries := await delivering.claim(10):
        for entry in entries:
            await delivering.deliver(entry)


async def connection(delivering):
    async with delivering.store.reading() as look:
        return await look.connections.find(ANA.id)


def state_of(delivering, kind):
    [entry] = [each.entry for each in delivering.store.state.outbox.values() if each.entry.kind is kind]
    return entry.state


async def test_the_grant_is_given_back_and_deleted(delivering, oauth, messenger):
    await disconnect(delivering)
    await deliver(delivering)
    assert oauth.revoked == [a_grant()]
    ended = await connection(delivering)
    assert (ended.state, ended.grant) == (ConnectionState.DISCONNECTED, None)
    assert messenger.partings == [("V1", PartingStep.CONFIRMED)]


async def test_whose_account_it_was_is_forgotten(delivering):
    await disconnect(delivering)
    await deliver(delivering)
    async with delivering.store.reading() as look:
        assert not await look.connections.is_user(ANA.id, a_zoom_user().zoom_user_id)


async def test_an_old_grant_is_renewed_to_be_given_back(delivering, oauth):
    delivering.clock.advance(timedelta(hours=3))
    await disconnect(delivering)
    await deliver(delivering)
    assert oauth.revoked == [oauth.newest]


async def test_what_was_cancelled_goes_at_zoom_first(delivering, oauth, zoom):
    await disconnect(delivering, a_scheduled_meeting(), fate=Fate.CANCEL)
    [removal, *_] = await delivering.claim(10)
    assert removal.kind is OutboxKind.ZOOM_DELETE
    await delivering.deliver(removal)
    assert oauth.revoked == []
    await deliver(delivering)
    assert (zoom.deleted, oauth.revoked) == ([a_scheduled_meeting().zoom_meeting_id], [a_grant()])


async def test_the_last_of_several_lets_the_grant_go(delivering, oauth):
    two = a_scheduled_meeting(id="meeting-two", nonce="b" * 20)
    await disconnect(delivering, a_scheduled_meeting(), two, fate=Fate.CANCEL)
    (first,) = await delivering.claim(10)  # Zoom deletes one at a time
    await delivering.deliver(first)
    (second,) = await delivering.claim(10)
    assert oauth.revoked == []
    await delivering.deliver(second)
    await deliver(delivering)
    assert oauth.revoked == [a_grant()]


async def test_a_creation_that_was_called_off_lets_the_grant_go_too(delivering, oauth):
    async with delivering.store.writing() as work:
        await work.outbox.add(intents.creation(a_meeting(), NOW))
    await disconnect(delivering, a_meeting(), fate=Fate.CANCEL)
    await deliver(delivering)
    assert state_of(delivering, OutboxKind.ZOOM_CREATE) is EntryState.SUPERSEDED
    assert oauth.revoked == [a_grant()]


@pytest.mark.parametrize(
    "intent",
    [
        intents.creation(a_meeting(), NOW),
        intents.removal(a_meeting(), 92674392836, NOW),
        intents.call_end(a_meeting(), 92674392836, NOW),
    ],
    ids=lambda intent: intent.kind,
)
async def test_what_zoom_refuses_lets_the_grant_go_too(delivering, oauth, zoom, intent):
    async with delivering.store.writing() as work:
        await work.outbox.add(intent)
    zoom.failures = [REFUSED]
    await disconnect(delivering, a_meeting())
    await deliver(delivering)
    assert state_of(delivering, intent.kind) is EntryState.DEAD
    assert oauth.revoked == [a_grant()]


async def test_zoom_that_does_not_answer_is_asked_again(delivering, oauth, messenger):
    oauth.revoke_failures = [DOWN]
    await disconnect(delivering)
    await deliver(delivering)
    assert messenger.partings == [("V1", PartingStep.NOT_ANSWERED)]
    assert (await connection(delivering)).state is ConnectionState.DISCONNECTING
    delivering.clock.advance(timedelta(minutes=1))
    await deliver(delivering)
    assert messenger.partings[-1] == ("V1", PartingStep.CONFIRMED)
    assert (await connection(delivering)).state is ConnectionState.DISCONNECTED


async def test_after_ten_minutes_the_grant_is_deleted_in_any_case(delivering, zoom, oauth, messenger):
    zoom.failures, oauth.revoke_failures = [DOWN] * 20, [DOWN] * 20
    await disconnect(delivering, a_scheduled_meeting(), fate=Fate.CANCEL)
    await deliver(delivering)
    delivering.clock.advance(LONGEST_PARTING + timedelta(seconds=1))
    await deliver(delivering)
    ended = await connection(delivering)
    assert (ended.state, ended.grant) == (ConnectionState.DISCONNECTED, None)
    assert messenger.partings == [("V1", PartingStep.UNCONFIRMED)]


async def test_who_waits_no_more_is_written_that_zoom_did_not_confirm(delivering, oauth):
    oauth.revoke_failures = [DOWN] * 20
    await disconnect(delivering)
    delivering.clock.advance(LONGEST_PARTING + timedelta(seconds=1))
    await deliver(delivering)
    [notice] = [each.entry for each in delivering.store.state.outbox.values() if "notice" in each.entry.ids]
    assert notice.ids == {"notice": NoticeKind.UNREVOKED}


async def test_after_an_absence_zoom_is_asked_all_the_same(delivering, oauth, messenger):
    await disconnect(delivering)
    delivering.clock.advance(LONGEST_PARTING * 3)
    await deliver(delivering)
    assert oauth.revoked == [a_grant()]
    assert messenger.partings == [("V1", PartingStep.CONFIRMED)]


async def test_in_the_last_minute_zoom_is_asked_though_something_is_left_there(delivering, zoom, oauth):
    zoom.failures = [DOWN] * 20
    await disconnect(delivering, a_scheduled_meeting(), fate=Fate.CANCEL)
    await deliver(delivering)
    delivering.clock.advance(LONGEST_PARTING - timedelta(seconds=30))
    await deliver(delivering)
    assert oauth.revoked == [a_grant()]
    assert state_of(delivering, OutboxKind.ZOOM_DELETE) is EntryState.WAITING  # for the next connection


async def test_a_grant_that_zoom_had_taken_back_is_deleted_without_asking_to_connect_again(
    delivering, oauth, messenger
):
    delivering.clock.advance(timedelta(hours=3))
    oauth.failures = [invalid_grant()]
    await disconnect(delivering)
    await deliver(delivering)
    assert (await connection(delivering)).state is ConnectionState.DISCONNECTED
    assert messenger.partings == [("V1", PartingStep.ENDED)]
    assert OutboxKind.SLACK_NOTICE not in {each.entry.kind for each in delivering.store.state.outbox.values()}


async def test_who_connects_again_meanwhile_keeps_the_new_grant(delivering, oauth):
    await disconnect(delivering)
    async with delivering.store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(access_token="new"), a_zoom_user(), NOW)
    await deliver(delivering)
    assert oauth.revoked == []
    assert (await connection(delivering)).lets_manage
    assert state_of(delivering, OutboxKind.ZOOM_REVOKE) is EntryState.SUPERSEDED


async def test_a_view_that_was_closed_is_not_missed(delivering, messenger):
    messenger.closed_views = {"V1"}
    await disconnect(delivering)
    await deliver(delivering)
    assert (await connection(delivering)).state is ConnectionState.DISCONNECTED
    assert state_of(delivering, OutboxKind.SLACK_PARTING) is EntryState.SUPERSEDED


async def test_a_creation_under_way_is_waited_for(delivering, oauth):
    async with delivering.store.writing() as work:
        await work.outbox.add(intents.creation(a_meeting(), NOW))
    assert len(await delivering.claim(1)) == 1
    await disconnect(delivering)
    await deliver(delivering)
    assert oauth.revoked == []


async def test_a_grant_made_while_zoom_was_asked_is_not_given_back(delivering, oauth, messenger):
    await disconnect(delivering)
    oauth.revoke_failures = [ZoomError("token")]
    refused, new = oauth.revoke, a_grant(access_token="new")

    async def refuse_and_let_connect_anew(grant):
        async with delivering.store.writing() as work:
            await work.connections.connect(ANA.id, new, a_zoom_user(), NOW)
        await refused(grant)

    oauth.revoke = refuse_and_let_connect_anew
    await deliver(delivering)
    assert oauth.revoked == []
    assert (await connection(delivering)).lets_manage
    assert messenger.partings == []
