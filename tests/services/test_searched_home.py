"""A search that is kept in Home: drawn anew with each change of a meeting, and searched only for the person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.meeting_list import Found, ListFilter, ListView, StatusGroup
from bot.services import browsing as browsing_module
from bot.services.browsing import Browsing
from bot.services.slack_effects import ShowingHome
from tests.builders import NOW, a_grant, a_professional, a_scheduled_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeMessenger

ANA = a_professional()
KNEES = ListView(filter=ListFilter(search="knee"))


def nth(number, **changes):
    plain = {"id": f"meeting-{number:03}", "nonce": f"{number:020}", "starts_at": NOW + timedelta(days=number)}
    return a_scheduled_meeting(**{"topic": "Knee", **plain, **changes})


@pytest.fixture
async def browsing(store):
    """Twelve knees and an elbow, which come next; Ana is connected and searches for knees."""
    browsing = Browsing(store=store, clock=FakeClock())
    async with store.writing() as work:
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
        for meeting in (nth(0, topic="Elbow", starts_at=NOW), *map(nth, range(1, 13))):
            await work.meetings.add(meeting)
    return browsing


@pytest.fixture
def searches(monkeypatch):
    """Counts the batches that are searched."""
    counted, matching = [], browsing_module.matching

    async def count(look, batch, typed):
        counted.append(typed)
        return await matching(look, batch, typed)

    monkeypatch.setattr(browsing_module, "matching", count)
    return counted


async def redrawn(browsing):
    """The page that the worker draws."""
    messenger = FakeMessenger()
    effect = ShowingHome(store=browsing.store, messenger=messenger, clock=browsing.clock)
    await effect.perform(intents.home(ANA.id, NOW))
    return messenger.homes[-1].shown.page


def ids(page):
    return [own.meeting.id for own in page.meetings]


async def save(browsing, meeting):
    async with browsing.store.writing() as work:
        await work.meetings.save(meeting)


async def test_what_is_drawn_anew_is_not_searched_anew(browsing, searches):
    home = await browsing.set_home(ANA, KNEES)
    searches.clear()
    page = await redrawn(browsing)
    assert (page, searches) == (home.shown.page, [])
    assert (ids(page), page.has_next) == ([nth(number).id for number in range(1, 11)], True)


async def test_a_search_in_vain_is_not_repeated(browsing, searches):
    await browsing.set_home(ANA, ListView(filter=ListFilter(search="shoulder")))
    searches.clear()
    assert (ids(await redrawn(browsing)), searches) == ([], [])


async def test_what_was_found_is_shown_as_it_stands_now(browsing):
    await browsing.set_home(ANA, replace(KNEES, filter=replace(KNEES.filter, group=StatusGroup.ALL)))
    called_off = nth(5).cancelled("I am ill.", NOW)
    await save(browsing, called_off)
    assert called_off in [own.meeting for own in (await redrawn(browsing)).meetings]


async def test_what_the_filter_no_longer_lets_through_is_gone(browsing):
    await browsing.set_home(ANA, KNEES)
    await save(browsing, nth(5).cancelled("I am ill.", NOW))
    assert ids(await redrawn(browsing)) == [nth(number).id for number in range(1, 11) if number != 5]


async def test_once_all_that_was_found_is_gone_it_is_searched_anew(browsing):
    await browsing.set_home(ANA, KNEES)
    for number in range(1, 11):
        await save(browsing, nth(number).cancelled("I am ill.", NOW))
    assert ids(await redrawn(browsing)) == [nth(11).id, nth(12).id]


async def test_who_opens_home_has_it_searched_anew(browsing):
    await browsing.set_home(ANA, ListView(filter=ListFilter(search="shoulder")))
    async with browsing.store.writing() as work:
        await work.meetings.add(nth(20, topic="Shoulder"))
    assert ids((await browsing.home(ANA)).shown.page) == [nth(20).id]
    assert ids(await redrawn(browsing)) == [nth(20).id]


async def test_a_list_that_is_not_searched_shows_what_is_new(browsing):
    await browsing.set_home(ANA, ListView(filter=ListFilter(group=StatusGroup.FAILED)))
    await save(browsing, replace(nth(3), status="failed"))
    assert ids(await redrawn(browsing)) == [nth(3).id]


async def test_another_filter_forgets_what_was_found():
    found = replace(KNEES, found=Found(meeting_ids=("meeting-001",)))
    assert [found.filtered(KNEES.filter).found, found.turned_to(None).found, found.cleared().found] == [None] * 3
