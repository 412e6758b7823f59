"""What keeps our record and Zoom's in step, on the three stores."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.day_message import MessagePlace
from bot.domain.meeting import UPCOMING, MeetingStatus
from bot.domain.outbox import OutboxKind
from tests.builders import NOW, a_grant, a_patient, a_scheduled_meeting, a_zoom_user, an_entry

pytestmark = pytest.mark.usefixtures("people")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 16)


def nth(number, **changes):
    return a_scheduled_meeting(id=f"meeting-{number}", nonce=f"nonce-{number}", **changes)


async def connect(work, name="ana", **grant):
    await work.connections.connect(f"professional-{name}", a_grant(**grant), a_zoom_user(), NOW)


async def test_what_comes_is_listed_soonest_first_page_by_page(work):
    meetings = [nth(number, starts_at=NOW + number * HOUR) for number in (3, 1, 2, 9)]
    for meeting in meetings:
        await work.meetings.add(meeting)
    third, first, second, _ = meetings
    assert await work.upkeep.list_coming(NOW, NOW + 5 * HOUR, 2) == [first, second]
    assert await work.upkeep.list_coming(NOW, NOW + 5 * HOUR, 2, beyond=second) == [third]


async def test_what_is_over_or_called_off_does_not_come(work):
    for number, status in enumerate(MeetingStatus):
        await work.meetings.add(nth(number, status=status))
    listed = await work.upkeep.list_coming(NOW, NOW + 30 * DAY, 99)
    assert {each.status for each in listed} == UPCOMING


async def test_who_is_connected_is_known_by_the_grant(work):
    await connect(work)
    await connect(work, "ben", expires_at=NOW - 7 * DAY)
    assert await work.upkeep.list_connected() == ["professional-ana", "professional-ben"]
    assert await work.upkeep.list_unrefreshed(NOW - 6 * DAY) == ["professional-ben"]
    assert await work.upkeep.list_of_user("zoom-user-ana", "zoom-account-norte") == [
        "professional-ana",
        "professional-ben",
    ]
    await work.connections.mark_broken("professional-ben", 1)
    assert await work.upkeep.list_connected() == ["professional-ana"]
    assert await work.upkeep.list_unrefreshed(NOW) == []
    assert await work.upkeep.list_of_user("zoom-user-ana", "zoom-account-norte") == ["professional-ana"]


@pytest.mark.parametrize("whose", [("zoom-user-ben", "zoom-account-norte"), ("zoom-user-ana", "another"), ("", "")])
async def test_a_zoom_user_is_known_by_user_and_account(work, whose):
    await connect(work)
    assert await work.upkeep.list_of_user(*whose) == []


async def test_a_days_changes_are_counted_for_the_zoom_user_and_no_more_are_given(work):
    await connect(work)
    await connect(work, "ben")
    taken = [await work.upkeep.take_change(f"professional-{name}", TODAY, 3) for name in ("ana", "ben", "ana", "ben")]
    assert taken == [True, True, True, False]
    assert await work.upkeep.take_change("professional-ana", TODAY + DAY, 3)


async def test_a_day_that_zoom_calls_spent_is_spent(work):
    await connect(work)
    await work.upkeep.take_change("professional-ana", TODAY, 3)
    await work.upkeep.spend_day("professional-ana", TODAY, 3)
    assert not await work.upkeep.take_change("professional-ana", TODAY, 3)
    await work.upkeep.purge_days(TODAY + DAY)
    assert await work.upkeep.take_change("professional-ana", TODAY, 1)


async def test_nothing_is_counted_for_who_is_not_connected(work):
    await work.upkeep.spend_day("professional-ana", TODAY, 3)
    assert await work.upkeep.take_change("professional-ana", TODAY, 0)


async def test_what_was_asked_for_and_told_lately_is_counted_by_person_and_by_address(work):
    await work.people.save_patient(a_patient(id="patient-twin", name="Nora Clarke", mail="NOAH@patients.example"))
    await work.people.save_patient(a_patient(id="patient-other", name="Other", mail="other@patients.example"))
    for number, changes in enumerate(
        [
            {},
            {"patient_id": "patient-twin"},
            {"patient_id": "patient-other", "professional_id": "professional-ben"},
            {"created_at": NOW - 2 * DAY},
        ]
    ):
        await work.meetings.add(nth(number, **changes))
    await work.meetings.save(nth(3, created_at=NOW - 2 * DAY).cancelled("I am ill.", NOW))
    since = NOW - DAY
    assert [await work.upkeep.count_made(f"professional-{name}", since) for name in ("ana", "ben")] == [2, 1]
    assert [await work.upkeep.count_told(f"patient-{name}", since) for name in ("noah", "twin", "other")] == [3, 3, 1]


async def test_the_message_of_who_waits_is_kept_and_forgotten(work):
    await work.meetings.add(a_scheduled_meeting())
    message = MessagePlace(channel="D0ANA000001", ts="1.1", waiting_since=NOW)
    for each in (message, replace(message, ts="1.2"), None, None):
        await work.day_messages.place("meeting-one", each)
        assert await work.day_messages.find("meeting-one") == each


async def test_a_note_is_what_was_written_last(work):
    assert await work.notes.find("time zones") is None
    for value in ("2025b", "2026a"):
        await work.notes.save("time zones", value)
    assert await work.notes.find("time zones") == "2026a"


async def test_of_one_professionals_deletions_at_zoom_one_is_claimed_at_a_time(work):
    def removal(number, name="ana"):
        kind, professional_id = OutboxKind.ZOOM_DELETE, f"professional-{name}"
        due_at = NOW - number * timedelta(minutes=1)
        return an_entry(key=f"{name}-{number}", kind=kind, professional_id=professional_id, due_at=due_at)

    await work.outbox.add(removal(1), removal(2), removal(1, "ben"), an_entry())
    claimed = await work.outbox.claim("one", NOW, 9)
    assert [entry.key for entry in claimed] == ["ana-2", "ben-1", an_entry().key]
    assert await work.outbox.claim("two", NOW, 9) == []
    await work.outbox.postpone(claimed[0], "one", NOW + HOUR, "unknown")
    (second,) = await work.outbox.claim("two", NOW, 9)
    assert second.key == "ana-1"
