from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from tests.builders import NOW, a_scheduled_meeting

pytestmark = pytest.mark.usefixtures("people")
HOUR = timedelta(hours=1)
MINE = "professional-ana"


def nth(number, **changes):
    """The meetings follow each other, an hour each, without a pause."""
    plain = {"id": f"meeting-{number}", "nonce": f"{number:020}", "zoom_meeting_id": 900 + number, "duration": HOUR}
    return a_scheduled_meeting(**{"starts_at": NOW + number * HOUR, **plain, **changes})


async def overlapping(work, starts_at, ends_at, limit=9):
    return [each.id for each in await work.meetings.list_overlapping(MINE, starts_at, ends_at, limit)]


async def test_what_shares_time_is_found_and_what_only_touches_is_not(work):
    for number in (4, 3, 2, 1):
        await work.meetings.add(nth(number))
    assert await overlapping(work, NOW + 2 * HOUR, NOW + 3 * HOUR) == ["meeting-2"]
    assert await overlapping(work, NOW + 2.5 * HOUR, NOW + 3.5 * HOUR) == ["meeting-2", "meeting-3"]
    assert await overlapping(work, NOW, NOW + 9 * HOUR, limit=3) == ["meeting-1", "meeting-2", "meeting-3"]


async def test_a_long_meeting_around_the_span_is_found(work):
    await work.meetings.add(nth(1, duration=8 * HOUR))
    assert await overlapping(work, NOW + 5 * HOUR, NOW + 6 * HOUR) == ["meeting-1"]


@pytest.mark.parametrize("status", MeetingStatus)
async def test_only_what_may_be_held_takes_time(work, status):
    await work.meetings.add(nth(1, status=status))
    is_planned = status.value in {"pending", "scheduled", "started", "cancelled_on_zoom"}
    assert await overlapping(work, NOW + HOUR, NOW + 2 * HOUR) == (["meeting-1"] if is_planned else [])


async def test_a_colleagues_meeting_takes_none_of_ones_own_time(work):
    await work.meetings.add(nth(1, professional_id="professional-ben"))
    assert await overlapping(work, NOW + HOUR, NOW + 2 * HOUR) == []
