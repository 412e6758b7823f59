from datetime import timedelta

import pytest

from bot.domain.zoom_connection import ConnectionState
from tests.builders import NOW, a_connection, a_grant, a_zoom_user, an_attempt

ANA_ID = "professional-ana"
LATER = NOW + timedelta(minutes=10)

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
async def connected(people, store):
    async with store.writing() as work:
        await work.connections.connect(ANA_ID, a_grant(), a_zoom_user(), NOW)


async def test_an_attempt_is_taken_once(work):
    attempt = an_attempt()
    await work.connections.add_attempt(attempt)
    assert await work.connections.take_attempt(attempt.state_hash, attempt.browser_hash, NOW) == attempt
    assert await work.connections.take_attempt(attempt.state_hash, attempt.browser_hash, NOW) is None


async def test_another_browser_does_not_spend_the_attempt(work):
    attempt = an_attempt()
    await work.connections.add_attempt(attempt)
    assert await work.connections.take_attempt(attempt.state_hash, "other", NOW) is None
    assert await work.connections.has_attempt(attempt.state_hash, NOW)


async def test_an_attempt_expires(work):
    attempt = an_attempt(expires_at=LATER)
    await work.connections.add_attempt(attempt)
    assert not await work.connections.has_attempt(attempt.state_hash, LATER)
    assert await work.connections.take_attempt(attempt.state_hash, attempt.browser_hash, LATER) is None


async def test_only_expired_attempts_are_purged(work):
    await work.connections.add_attempt(an_attempt(expires_at=NOW))
    await work.connections.add_attempt(an_attempt(state_hash="6" * 64, expires_at=LATER))
    assert await work.connections.purge_attempts(LATER) == 1
    assert await work.connections.has_attempt("6" * 64, NOW)


async def test_a_state_is_not_written_twice(work, not_unique):
    await work.connections.add_attempt(an_attempt())
    with pytest.raises(not_unique):
        await work.connections.add_attempt(an_attempt())


async def test_nobody_is_connected_at_first(work):
    assert await work.connections.find(ANA_ID) is None


@pytest.mark.usefixtures("connected")
async def test_a_connection_comes_back_with_its_grant(work):
    assert await work.connections.find(ANA_ID) == a_connection()


@pytest.mark.usefixtures("connected")
async def test_connecting_again_replaces_the_grant_and_ends_any_lease(work):
    await work.connections.take_lease(ANA_ID, 1, "one")
    grant = a_grant(access_token="access-2")
    await work.connections.connect(ANA_ID, grant, a_zoom_user(), LATER)
    assert await work.connections.find(ANA_ID) == a_connection(
        grant=grant, version=2, connected_at=LATER, last_worked_at=LATER
    )
    assert await work.connections.take_lease(ANA_ID, 2, "two")


@pytest.mark.usefixtures("connected")
async def test_one_owner_at_a_time_has_the_lease(work):
    assert await work.connections.take_lease(ANA_ID, 1, "one")
    assert not await work.connections.take_lease(ANA_ID, 1, "two")
    await work.connections.drop_lease(ANA_ID, "two")
    assert not await work.connections.take_lease(ANA_ID, 1, "two")
    await work.connections.drop_lease(ANA_ID, "one")
    assert await work.connections.take_lease(ANA_ID, 1, "two")


@pytest.mark.usefixtures("connected")
async def test_a_lease_that_ran_out_may_be_taken_over(store, under_test):
    async with store.writing() as work:
        await work.connections.take_lease(ANA_ID, 1, "one")
    await under_test.expire_leases()
    async with store.writing() as work:
        assert await work.connections.take_lease(ANA_ID, 1, "two")


@pytest.mark.usefixtures("connected")
async def test_no_lease_is_given_for_a_version_that_has_moved_on(work):
    assert not await work.connections.take_lease(ANA_ID, 7, "one")


@pytest.mark.usefixtures("connected")
async def test_a_refreshed_grant_is_saved_once_for_its_version(work):
    await work.connections.take_lease(ANA_ID, 1, "one")
    refreshed = a_grant(access_token="access-2", expires_at=LATER)
    assert await work.connections.save_refreshed(ANA_ID, 1, refreshed)
    assert not await work.connections.save_refreshed(ANA_ID, 1, a_grant(access_token="late"))
    assert await work.connections.find(ANA_ID) == a_connection(grant=refreshed, version=2)
    assert await work.connections.take_lease(ANA_ID, 2, "two")


@pytest.mark.usefixtures("connected")
async def test_a_broken_connection_has_no_grant(work):
    assert await work.connections.mark_broken(ANA_ID, 1)
    assert await work.connections.find(ANA_ID) == a_connection(grant=None, state=ConnectionState.BROKEN)


@pytest.mark.usefixtures("connected")
async def test_what_is_broken_is_not_broken_again_nor_refreshed(work):
    await work.connections.mark_broken(ANA_ID, 1)
    assert not await work.connections.mark_broken(ANA_ID, 1)
    assert not await work.connections.save_refreshed(ANA_ID, 1, a_grant())
    assert not await work.connections.take_lease(ANA_ID, 1, "one")


@pytest.mark.usefixtures("connected")
async def test_a_refusal_of_an_old_grant_does_not_break_the_new_one(work):
    await work.connections.save_refreshed(ANA_ID, 1, a_grant())
    assert not await work.connections.mark_broken(ANA_ID, 1)


async def test_when_zoom_last_worked_is_noted(work):
    await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    await work.connections.note_worked("professional-ana", NOW + timedelta(hours=3))
    assert await work.connections.find("professional-ana") == a_connection(last_worked_at=NOW + timedelta(hours=3))


@pytest.mark.usefixtures("connected")
async def test_a_connection_that_is_ending_can_still_be_used(work):
    assert await work.connections.begin_disconnecting(ANA_ID, LATER)
    assert await work.connections.find(ANA_ID) == a_connection(
        state=ConnectionState.DISCONNECTING, disconnecting_at=LATER
    )
    assert await work.connections.take_lease(ANA_ID, 1, "one")


@pytest.mark.usefixtures("connected")
async def test_a_connection_begins_to_end_once(work):
    assert await work.connections.begin_disconnecting(ANA_ID, NOW)
    assert not await work.connections.begin_disconnecting(ANA_ID, LATER)


async def test_where_there_is_no_connection_none_begins_to_end(work):
    assert not await work.connections.begin_disconnecting(ANA_ID, NOW)


@pytest.mark.usefixtures("connected")
async def test_of_an_ended_connection_neither_grant_nor_account_is_kept(work):
    await work.connections.begin_disconnecting(ANA_ID, LATER)
    await work.connections.end(ANA_ID)
    assert await work.connections.find(ANA_ID) == a_connection(
        state=ConnectionState.DISCONNECTED, grant=None, disconnecting_at=LATER
    )
    assert not await work.connections.is_user(ANA_ID, a_zoom_user().zoom_user_id)


@pytest.mark.usefixtures("connected")
async def test_a_connection_that_is_in_use_does_not_end(work):
    await work.connections.end(ANA_ID)
    assert await work.connections.find(ANA_ID) == a_connection()


@pytest.mark.usefixtures("connected")
async def test_connecting_again_takes_back_the_end(work):
    await work.connections.begin_disconnecting(ANA_ID, NOW)
    await work.connections.connect(ANA_ID, a_grant(), a_zoom_user(), LATER)
    await work.connections.end(ANA_ID)
    assert await work.connections.find(ANA_ID) == a_connection(version=2, connected_at=LATER, last_worked_at=LATER)


@pytest.mark.usefixtures("people")
async def test_whose_account_it_is_can_be_compared(work):
    async def account_of(user):
        await work.connections.connect(ANA_ID, a_grant(), user, NOW)
        return (await work.connections.find(ANA_ID)).zoom_user

    first, other = await account_of(a_zoom_user()), await account_of(a_zoom_user(zoom_user_id="another"))
    assert first != other
    assert await account_of(a_zoom_user()) == first


@pytest.mark.usefixtures("connected")
async def test_whose_account_it_was_is_not_known_after_the_end(work):
    await work.connections.begin_disconnecting(ANA_ID, LATER)
    await work.connections.end(ANA_ID)
    assert (await work.connections.find(ANA_ID)).zoom_user == ""


@pytest.mark.usefixtures("connected")
async def test_a_connection_can_be_locked_for_a_transaction(work):
    await work.connections.lock(ANA_ID)
    assert await work.connections.find(ANA_ID) == a_connection()
