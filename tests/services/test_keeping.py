"""Connections looked after: used in time, tried before they are needed, missed with what is at risk."""

from datetime import timedelta

import pytest

from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxKind
from tests.builders import NOW, a_grant, a_scheduled_meeting, a_zoom_user
from tests.services.astray import HOUR, MEETING, MINUTE, START, Astray

RECONNECT = NoticeKind.RECONNECT


@pytest.fixture
async def astray(store):
    astray = Astray(store)
    await astray.given()
    return astray


async def kept(astray):
    return len(await astray.entries(OutboxKind.ZOOM_KEEP))


async def guard(astray):
    await astray.guarding.guard()
    await astray.deliver()


@pytest.mark.parametrize(("days", "times"), [(5, 0), (7, 1)])
async def test_a_grant_that_was_not_used_for_a_week_is_used(astray, days, times):
    astray.clock.advance(timedelta(days=days))
    await guard(astray)
    assert await kept(astray) == times


async def test_some_hours_before_a_meeting_the_connection_is_tried(astray):
    await guard(astray)
    assert await kept(astray) == 0
    astray.clock.instant = START - 5 * HOUR
    await guard(astray)
    assert await kept(astray) == 1
    async with astray.store.reading() as look:
        connection = await look.connections.find("professional-ana")
    assert connection.last_worked_at == START - 5 * HOUR


async def test_what_has_just_worked_is_not_tried(astray):
    astray.clock.instant = START - 5 * HOUR
    async with astray.store.writing() as work:
        await work.connections.note_worked("professional-ana", START - 6 * HOUR)
    await guard(astray)
    assert await kept(astray) == 0


async def test_a_connection_that_ends_is_told_of_with_the_next_meeting_once(astray):
    await astray.lose_connection()
    astray.clock.instant = START - 5 * HOUR
    await guard(astray)
    await guard(astray)
    (notice,) = astray.messenger.notices
    assert (notice.kind, notice.meeting) == (RECONNECT, MEETING)


async def test_each_further_meeting_at_risk_is_told_of_once(astray):
    other = a_scheduled_meeting(id="meeting-two", nonce="two", starts_at=START + HOUR)
    async with astray.store.writing() as work:
        await work.meetings.add(other)
    await astray.lose_connection()
    astray.clock.instant = START - 2 * HOUR
    for _ in range(2):
        await guard(astray)
    assert [notice.meeting for notice in astray.messenger.notices] == [MEETING, other]


async def test_who_has_connected_again_is_told_nothing_more(astray):
    async with astray.store.writing() as work:
        connection = await work.connections.find("professional-ana")
        await work.connections.mark_broken("professional-ana", connection.version)
    astray.clock.instant = START - 5 * HOUR
    await astray.guarding.guard()
    async with astray.store.writing() as work:
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    await astray.wait(MINUTE)
    assert astray.told() == []


async def test_who_ended_the_connection_is_not_asked_to_connect(astray):
    async with astray.store.writing() as work:
        await work.connections.begin_disconnecting("professional-ana", NOW)
        await work.connections.end("professional-ana")
    astray.clock.instant = START - 5 * HOUR
    await guard(astray)
    assert (astray.told(), await kept(astray)) == ([], 0)
