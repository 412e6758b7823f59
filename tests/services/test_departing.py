from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.admission import LEAVING_REASON, OnLeaving, Policy, WhoServes
from bot.domain.failures import DeliveryError
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.people import Standing
from bot.domain.zoom_connection import ConnectionState
from bot.services.departing import Departing
from bot.services.identifying import Identifying
from bot.services.reviewing import Reviewing
from tests.builders import BEN, NOW, TEAM, a_grant, a_member, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeDirectory

ANA = a_professional()


@pytest.fixture
async def departing(store):
    """Ana, connected, with a meeting of which her patient knows."""
    async with store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(a_scheduled_meeting())
        await work.outbox.add(intents.invitation(a_scheduled_meeting(), NOW))
        await work.outbox.claim("worker", NOW, 1, [OutboxKind.MAIL_INVITATION])
    return Departing(store=store, clock=FakeClock())


@pytest.fixture
def reviewing(departing):
    identifying = Identifying(
        slack_team_id=TEAM, store=departing.store, directory=FakeDirectory(), clock=departing.clock
    )
    return Reviewing(identifying=identifying)


def stood(departing):
    """Ana as she is known, how her connection and meeting stand, and what waits to be done."""
    state = departing.store.state
    kinds = {each.entry.kind for each in state.outbox.values()} - {OutboxKind.MAIL_INVITATION}
    connection = state.connections[ANA.id].connection
    return state.professionals[ANA.id], connection.state, state.meetings["meeting-one"].status, kinds


async def test_who_leaves_is_disconnected_and_leaves_the_meetings_to_the_admins(departing):
    assert await departing.settle(ANA, is_admitted=False)
    assert stood(departing) == (
        replace(ANA, left_at=NOW),
        ConnectionState.DISCONNECTING,
        MeetingStatus.SCHEDULED,
        {OutboxKind.ZOOM_REVOKE, OutboxKind.SLACK_HOME},
    )
    assert departing.store.state.audit[1] == {
        "at": NOW,
        "actor": "policy",
        "action": "leave",
        "about": ANA.id,
        "outcome": "ask",
    }


async def test_where_the_workspace_says_so_the_meetings_are_cancelled_with_a_reason(departing):
    async with departing.store.writing() as work:
        await work.admissions.save_policy(Policy(on_leaving=OnLeaving.CANCEL))
    await departing.settle(ANA, is_admitted=False)
    assert departing.store.state.meetings["meeting-one"].reason == LEAVING_REASON
    _, _, status, kinds = stood(departing)
    assert (status, kinds >= {OutboxKind.MAIL_CANCELLATION, OutboxKind.ZOOM_DELETE}) == (MeetingStatus.CANCELLED, True)


async def test_one_leaves_once(departing):
    assert [await departing.settle(ANA, is_admitted=False) for _ in range(2)] == [True, False]
    assert len(departing.store.state.audit) == 1


async def test_a_connection_that_zoom_has_ended_is_ended_here_too(departing):
    async with departing.store.writing() as work:
        await work.connections.mark_broken(ANA.id, 1)
    await departing.settle(ANA, is_admitted=False)
    assert stood(departing)[1] is ConnectionState.DISCONNECTED


async def test_who_never_was_a_professional_leaves_nothing(departing):
    ben = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id)
    async with departing.store.writing() as work:
        await work.people.save_professional(ben)
    assert not await departing.settle(ben, is_admitted=False)
    assert departing.store.state.audit == {}


async def test_who_was_on_the_way_back_from_zoom_when_they_left_is_disconnected_as_well(departing):
    await departing.settle(ANA, is_admitted=False)
    async with departing.store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
    gone = departing.store.state.professionals[ANA.id]
    assert [await departing.settle(gone, is_admitted=False) for _ in range(2)] == [True, False]
    assert stood(departing)[1] is ConnectionState.DISCONNECTING


async def test_what_is_cancelled_is_cleared_at_zoom_before_the_grant_goes(departing):
    async with departing.store.writing() as work:
        await work.admissions.save_policy(Policy(on_leaving=OnLeaving.CANCEL))
    await departing.settle(ANA, is_admitted=False)
    entries = {each.entry.kind: each.entry for each in departing.store.state.outbox.values()}
    assert entries[OutboxKind.ZOOM_REVOKE].due_at > NOW


async def test_who_comes_back_is_let_in_and_connects_anew(departing):
    await departing.settle(ANA, is_admitted=False)
    gone = departing.store.state.professionals[ANA.id]
    assert [await departing.settle(gone, is_admitted=True) for _ in range(2)] == [True, False]
    known, connection, *_ = stood(departing)
    assert (known, connection) == (ANA, ConnectionState.DISCONNECTING)


async def test_a_professional_who_stays_changes_nothing(departing):
    before = departing.store.state
    assert not await departing.settle(ANA, is_admitted=True)
    assert departing.store.state == before


async def test_a_review_finds_who_was_deactivated_without_a_word(departing, reviewing):
    reviewing.identifying.directory.members[ANA.slack_user_id] = a_member(standing=Standing.DEACTIVATED)
    await reviewing.review()
    assert stood(departing)[0].left_at is None
    departing.clock.advance(timedelta(days=1, minutes=1))
    await reviewing.review()
    assert stood(departing)[0].left_at == departing.clock.now()


async def test_a_review_finds_who_is_gone_from_slack_altogether(departing, reviewing):
    reviewing.identifying.directory.members.clear()
    departing.clock.advance(timedelta(days=2))
    await reviewing.review()
    assert stood(departing)[0].left_at == departing.clock.now()


async def test_a_review_lets_nobody_go_because_slack_is_silent(departing, reviewing):
    reviewing.identifying.directory.failure = DeliveryError("slack_unreachable")
    departing.clock.advance(timedelta(days=2))
    await reviewing.review()
    assert stood(departing)[0] == ANA


async def test_a_review_applies_the_policy_both_ways(departing, reviewing):
    async with departing.store.writing() as work:
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
    await reviewing.review()
    assert stood(departing)[0] == replace(ANA, left_at=NOW)
    async with departing.store.writing() as work:
        await work.admissions.set_listed(ANA.id, is_listed=True)
    await reviewing.review()
    assert stood(departing)[0] == replace(ANA, is_listed=True)
