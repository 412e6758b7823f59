from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import Cursor, ListFilter, ListView, StatusGroup
from bot.domain.outbox import EntryState
from bot.services.browsing import Browsing
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting
from tests.fakes.edges import FakeClock

DAY = timedelta(days=1)
ANA = a_professional()


def nth(number, **changes):
    plain = {"id": f"meeting-{number:03}", "nonce": f"{number:020}", "starts_at": NOW + number * DAY}
    return a_scheduled_meeting(**{**plain, **changes})


@pytest.fixture
async def browsing(store):
    async with store.writing() as work:
        await work.people.save_professional(ANA)
        await work.people.save_patient(a_patient())
        await work.people.save_patient(a_patient(id="mia", name="Mía García", mail="mia@patients.example"))
    return Browsing(store=store, clock=FakeClock())


async def given(browsing, *meetings):
    async with browsing.store.writing() as work:
        for meeting in meetings:
            await work.meetings.add(meeting)


async def ids(browsing, view):
    return [own.meeting.id for own in (await browsing.show(ANA, view)).page.meetings]


async def searched(browsing, typed):
    return await ids(browsing, ListView(filter=ListFilter(search=typed)))


async def turns(browsing, view):
    """Read every page forwards, then back again."""
    pages = [await browsing.show(ANA, view)]
    while pages[-1].page.has_next:
        last = pages[-1].page.meetings[-1].meeting
        pages.append(await browsing.show(ANA, view.turned_to(Cursor.after(last))))
    back = [pages[-1]]
    while back[-1].page.has_previous:
        first = back[-1].page.meetings[0].meeting
        back.append(await browsing.show(ANA, view.turned_to(Cursor.before(first))))
    return [page.page.meetings for page in pages], [page.page.meetings for page in reversed(back)]


@pytest.mark.parametrize(("count", "lengths"), [(10, [10]), (11, [10, 1]), (25, [10, 10, 5])])
async def test_pages_hold_ten_and_lead_only_somewhere(browsing, count, lengths):
    await given(browsing, *(nth(number) for number in range(count)))
    forwards, back = await turns(browsing, ListView())
    assert [len(page) for page in forwards] == lengths
    assert [own.meeting.id for page in forwards for own in page] == [nth(number).id for number in range(count)]
    assert {own.meeting.id for page in back for own in page} == {nth(number).id for number in range(count)}


@pytest.mark.parametrize(
    "typed", ["garcia", "MIA garcía", "knee", "letter", "knee mia", "0000000f", "0000000F MIA", "  "]
)
async def test_all_words_are_found_in_whatever_case_and_accents(browsing, typed):
    meeting = nth(1, patient_id="mia", topic="Knee", description="Bring the letter.", nonce="0000000fabcdef012345")
    await given(browsing, meeting)
    assert await searched(browsing, typed) == [meeting.id]


@pytest.mark.parametrize("typed", ["noah", "knee noah", "elbow"])
async def test_one_word_that_is_nowhere_is_enough_for_nothing(browsing, typed):
    await given(browsing, nth(1, patient_id="mia", topic="Knee"))
    assert await searched(browsing, typed) == []


async def test_a_search_has_pages_too(browsing):
    await given(browsing, *(nth(number, topic="Knee" if number % 2 else "Elbow") for number in range(50)))
    forwards, back = await turns(browsing, ListView(filter=ListFilter(search="knee")))
    assert [len(page) for page in forwards] == [10, 10, 5]
    assert {own.meeting.topic for page in [*forwards, *back] for own in page} == {"Knee"}


async def test_home_stays_as_it_was_set(browsing):
    await given(browsing, nth(1), nth(2, status=MeetingStatus.ENDED))
    view = ListView(filter=ListFilter(group=StatusGroup.ENDED))
    await browsing.set_home(ANA, view)
    home = await browsing.home(ANA)
    assert (home.shown.view, [own.meeting.id for own in home.shown.page.meetings]) == (view, ["meeting-002"])


async def test_a_filter_that_was_forgotten_hides_nothing(browsing):
    await browsing.set_home(ANA, ListView(filter=ListFilter(group=StatusGroup.ENDED)))
    browsing.clock.instant += timedelta(hours=8)
    assert (await browsing.home(ANA)).shown.view == ListView()


async def test_a_page_that_has_emptied_gives_way_to_the_first(browsing):
    await given(browsing, nth(1))
    shown = await browsing.show(ANA, ListView(cursor=Cursor.after(nth(9))))
    assert ([own.meeting.id for own in shown.page.meetings], shown.view.cursor) == (["meeting-001"], None)


async def test_the_next_meeting_is_the_soonest_whatever_the_filter(browsing):
    await given(browsing, nth(2), nth(1))
    home = await browsing.set_home(ANA, ListView(filter=ListFilter(group=StatusGroup.ENDED)))
    assert home.next is not None
    assert home.next.meeting == nth(1)


async def test_a_home_that_is_being_drawn_while_the_list_is_set_is_drawn_once_more(browsing):
    async with browsing.store.writing() as work:
        await work.outbox.renew(intents.home(ANA.id, NOW))
    async with browsing.store.writing() as work:
        [under_way] = await work.outbox.claim("worker", NOW, 1)
    await browsing.set_home(ANA, ListView(filter=ListFilter(group=StatusGroup.CANCELLED)))
    async with browsing.store.writing() as work:
        await work.outbox.settle(under_way, "worker", EntryState.DONE, NOW)
    assert [each.entry.state for each in browsing.store.state.outbox.values()] == [EntryState.WAITING]


async def test_a_list_that_is_set_in_quiet_writes_no_work(browsing):
    await browsing.set_home(ANA, ListView(filter=ListFilter(group=StatusGroup.CANCELLED)))
    assert browsing.store.state.outbox == {}
