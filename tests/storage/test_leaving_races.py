"""Somebody is let go from several sides at the same moment, over real databases."""

import asyncio

import pytest

from bot.domain import intents
from bot.domain.admission import OnLeaving, Policy
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.parting import Fate
from bot.domain.refusals import NotConnected, Refusal
from bot.domain.zoom_connection import ConnectionState
from bot.services.administering import Administering
from bot.services.departing import Departing
from bot.services.disconnecting import Disconnecting
from bot.services.identifying import Identifying
from tests.builders import (
    NOW,
    TEAM,
    a_grant,
    a_patient,
    a_professional,
    a_scheduled_meeting,
    a_trust,
    a_workspace,
    a_zoom_user,
)
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker

ANA = a_professional()
ADMIN = a_professional(id="professional-alma", slack_user_id="U0ADMIN0001")


@pytest.fixture
async def store(sql_store):
    """Ana, connected, with a meeting of which her patient knows."""
    async with sql_store.writing() as work:
        await work.people.save_workspace(a_workspace())
        for person in (ANA, ADMIN):
            await work.people.save_professional(person)
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(a_scheduled_meeting())
        await work.outbox.add(intents.invitation(a_scheduled_meeting(), NOW))
        await work.outbox.claim("worker", NOW, 9, [OutboxKind.MAIL_INVITATION])
    return sql_store


async def kinds(store):
    async with store.reading() as look:
        return [entry.kind for entry in await look.outbox.list_of("meeting-one")]


async def test_of_many_who_see_it_one_lets_somebody_go(store):
    async with store.writing() as work:
        await work.admissions.save_policy(Policy(on_leaving=OnLeaving.CANCEL))
    departing = Departing(store=store, clock=FakeClock())
    told = await asyncio.gather(*(departing.settle(ANA, is_admitted=False) for _ in range(8)))
    assert told.count(True) == 1
    assert (await kinds(store)).count(OutboxKind.MAIL_CANCELLATION) == 1


async def test_who_disconnects_while_they_are_let_go_does_it_once(store):
    departing = Departing(store=store, clock=FakeClock())
    disconnecting = Disconnecting(store=store, clock=FakeClock(), waker=FakeWaker())

    async def disconnect() -> None:
        try:
            await disconnecting.disconnect(ANA, Fate.CANCEL, "I am leaving.", slack_view_id="V1")
        except NotConnected:
            return

    await asyncio.gather(departing.settle(ANA, is_admitted=False), disconnect())
    async with store.reading() as look:
        connection = await look.connections.find(ANA.id)
        assert (await look.people.get_professional(ANA.id)).left_at == NOW
    assert connection.state is ConnectionState.DISCONNECTING


async def test_two_admins_decide_once(store):
    await Departing(store=store, clock=FakeClock()).settle(ANA, is_admitted=False)
    identifying = Identifying(slack_team_id=TEAM, store=store, directory=FakeDirectory(), clock=FakeClock())
    administering = Administering(store=store, clock=FakeClock(), waker=FakeWaker(), identifying=identifying)

    async def cancel(view: str) -> bool:
        try:
            await administering.cancel(ADMIN, ANA.id, "Gone.", slack_view_id=view)
        except Refusal:
            return False
        return True

    async def keep() -> bool:
        try:
            await administering.keep(ADMIN, ANA.id)
        except Refusal:
            return False
        return True

    first, second, again, kept = await asyncio.gather(cancel("V1"), cancel("V2"), cancel("V1"), keep())
    assert (first or second, kept) in {(True, False), (False, True)}
    assert first is again
    async with store.reading() as look:
        status = (await look.meetings.get("meeting-one")).status
    assert status is (MeetingStatus.SCHEDULED if kept else MeetingStatus.CANCELLED)
    assert (await kinds(store)).count(OutboxKind.MAIL_CANCELLATION) == (0 if kept else 1)
