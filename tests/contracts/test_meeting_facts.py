from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind, FactSource
from tests.builders import NOW, a_fact, a_grant, a_meeting, a_scheduled_meeting, a_zoom_user

pytestmark = pytest.mark.usefixtures("people")
MINUTE = timedelta(minutes=1)
OPENED = a_fact()
CLOSED = a_fact(kind=FactKind.ENDED, at=OPENED.at + 40 * MINUTE)


def nth(number, **changes):
    return a_scheduled_meeting(id=f"meeting-{number}", nonce=f"nonce-{number}", **changes)


@pytest.fixture
async def meeting(people, work):
    await work.meetings.add(a_scheduled_meeting())


@pytest.mark.usefixtures("meeting")
async def test_facts_come_back_as_they_were_written_the_oldest_first(work):
    marked = a_fact(source=FactSource.PROFESSIONAL, kind=FactKind.ENDED, zoom_uuid="", at=CLOSED.at + MINUTE)
    assert await work.facts.add(marked, CLOSED, OPENED)
    assert await work.facts.list_of("meeting-one") == [OPENED, CLOSED, marked]


@pytest.mark.usefixtures("meeting")
async def test_a_fact_told_again_is_the_same_fact(work):
    assert await work.facts.add(OPENED)
    assert not await work.facts.add(OPENED)
    assert await work.facts.add(OPENED, CLOSED)
    assert await work.facts.list_of("meeting-one") == [OPENED, CLOSED]


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    "other",
    [
        a_fact(kind=FactKind.ENDED),
        a_fact(zoom_uuid="/another//one=="),
        a_fact(at=OPENED.at + timedelta(milliseconds=1)),
        a_fact(source=FactSource.PROFESSIONAL),
    ],
    ids=["another kind", "another instance", "another moment", "another source"],
)
async def test_what_differs_is_another_fact(work, other):
    assert await work.facts.add(OPENED)
    assert await work.facts.add(other)
    assert len(await work.facts.list_of("meeting-one")) == 2


@pytest.mark.usefixtures("meeting")
async def test_a_moment_is_kept_to_the_microsecond(work):
    exact = a_fact(at=datetime(2026, 11, 19, 14, 0, 0, 123456, tzinfo=UTC))
    await work.facts.add(exact)
    assert await work.facts.list_of("meeting-one") == [exact]


@pytest.mark.usefixtures("meeting")
async def test_each_meeting_has_its_own_facts(work):
    await work.meetings.add(nth(2))
    await work.facts.add(OPENED, a_fact(meeting_id="meeting-2"))
    assert await work.facts.list_of("meeting-2") == [a_fact(meeting_id="meeting-2")]


@pytest.mark.usefixtures("meeting")
async def test_without_facts_nothing_is_written_or_listed(work):
    assert not await work.facts.add()
    assert await work.facts.list_of("meeting-one") == []


async def test_a_meeting_is_found_by_zooms_id_however_large(work):
    known = nth(1, zoom_meeting_id=999_999_999_999_999_999)
    for meeting in (known, nth(2), a_meeting()):
        await work.meetings.add(meeting)
    assert await work.meetings.find_by_zoom_id(999_999_999_999_999_999) == known


async def test_a_meeting_that_was_deleted_is_found_as_its_tombstone(work):
    tombstone = a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW)
    await work.meetings.add(tombstone)
    assert await work.meetings.find_by_zoom_id(tombstone.zoom_meeting_id) == tombstone


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize("number", [0, 1, 92674392837])
async def test_an_id_that_is_none_of_ours_finds_nothing(work, number):
    assert await work.meetings.find_by_zoom_id(number) is None


async def test_unsettled_is_what_may_still_be_on_the_oldest_first(work):
    statuses = [MeetingStatus.SCHEDULED, MeetingStatus.STARTED] * 2
    meetings = [nth(n, starts_at=NOW - timedelta(hours=n, minutes=50), status=each) for n, each in enumerate(statuses)]
    for meeting in meetings:
        await work.meetings.add(meeting)
    assert await work.meetings.list_unsettled(NOW, 9) == [meetings[3], meetings[2], meetings[1]]
    assert await work.meetings.list_unsettled(NOW, 2) == [meetings[3], meetings[2]]


async def test_what_is_settled_is_not_listed_as_unsettled(work):
    for number, status in enumerate(MeetingStatus):
        await work.meetings.add(nth(number, status=status, starts_at=NOW - timedelta(hours=2)))
    assert {each.status for each in await work.meetings.list_unsettled(NOW, 99)} == {
        MeetingStatus.SCHEDULED,
        MeetingStatus.STARTED,
    }


async def test_a_meeting_in_progress_is_upcoming_though_its_time_is_over(work):
    running = nth(1, starts_at=NOW - timedelta(hours=2), status=MeetingStatus.STARTED)
    for meeting in (running, nth(2), nth(3, starts_at=NOW - timedelta(hours=2))):
        await work.meetings.add(meeting)
    assert await work.meetings.list_upcoming("professional-ana", NOW, 9) == [running, nth(2)]


@pytest.mark.parametrize(
    ("professional_id", "zoom_user_id", "is_theirs"),
    [
        ("professional-ana", "zoom-user-ana", True),
        ("professional-ana", "zoom-user-ben", False),
        ("professional-ana", "", False),
        ("professional-ben", "zoom-user-ana", False),
    ],
)
async def test_a_zoom_user_is_known_by_who_connected(work, professional_id, zoom_user_id, is_theirs):
    await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    assert await work.connections.is_user(professional_id, zoom_user_id) is is_theirs


async def test_a_zoom_user_is_still_known_once_the_connection_is_broken(work):
    await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
    await work.connections.mark_broken("professional-ana", 1)
    assert await work.connections.is_user("professional-ana", "zoom-user-ana")
