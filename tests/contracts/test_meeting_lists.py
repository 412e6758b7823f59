from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.mail_step import MailStep, latest_mail, mail_step
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import Cursor, Found, ListFilter, ListView, Span, StatusGroup
from tests.builders import NOW, a_meeting, a_patient, a_scheduled_meeting

pytestmark = pytest.mark.usefixtures("people")
HOUR = timedelta(hours=1)
MINE = "professional-ana"


def nth(number, **changes):
    """Two of them always begin in the same moment: then the ids decide."""
    plain = {"id": f"meeting-{number:03}", "nonce": f"{number:020}", "starts_at": NOW + number // 2 * HOUR}
    return a_meeting(**{"status": MeetingStatus.SCHEDULED, **plain, **changes})


@pytest.fixture
async def seven(work):
    meetings = [nth(number) for number in range(7)]
    for meeting in reversed(meetings):
        await work.meetings.add(meeting)
    return meetings


@pytest.mark.parametrize("group", [StatusGroup.UPCOMING, StatusGroup.ALL])
async def test_pages_follow_each_other_in_the_lists_order(work, seven, group):
    wanted = ListFilter(group=group)
    ordered = seven if group is StatusGroup.UPCOMING else seven[::-1]
    first = await work.meetings.list_slice(MINE, wanted, None, 3)
    second = await work.meetings.list_slice(MINE, wanted, Cursor.after(first[-1]), 3)
    third = await work.meetings.list_slice(MINE, wanted, Cursor.after(second[-1]), 3)
    assert [*first, *second, *third] == ordered


@pytest.mark.parametrize("group", [StatusGroup.UPCOMING, StatusGroup.ALL])
async def test_the_page_before_is_the_one_that_was_read_before(work, seven, group):
    ordered = seven if group is StatusGroup.UPCOMING else seven[::-1]
    found = await work.meetings.list_slice(MINE, ListFilter(group=group), Cursor.before(ordered[5]), 3)
    assert found == ordered[2:5]


@pytest.mark.parametrize("group", [StatusGroup.UPCOMING, StatusGroup.ALL])
async def test_what_was_found_before_is_listed_as_it_stands_in_the_lists_order(work, seven, group):
    await work.meetings.save(replace(seven[3], status=MeetingStatus.CANCELLED))
    await work.meetings.save(replace(seven[4], status=MeetingStatus.ENDED, deleted_at=NOW))
    these = await work.meetings.list_these(MINE, ListFilter(group=group), [each.id for each in (*seven[2:6], nth(99))])
    expected = [seven[2].id, seven[5].id] if group is StatusGroup.UPCOMING else [seven[5].id, seven[3].id, seven[2].id]
    assert [each.id for each in these] == expected
    assert await work.meetings.list_these("professional-ben", ListFilter(group=group), [seven[2].id]) == []


async def test_of_what_was_found_before_only_the_patient_s_is_listed(work, seven):
    of_noah = ListFilter(patient_id=seven[0].patient_id)
    assert await work.meetings.list_these(MINE, of_noah, [seven[0].id]) == [seven[0]]
    assert await work.meetings.list_these(MINE, replace(of_noah, patient_id="patient-mia"), [seven[0].id]) == []


@pytest.mark.parametrize(
    "found", [Found(), Found(meeting_ids=("one", "two"), has_next=True), Found(has_previous=True, is_cut=True)]
)
async def test_what_a_search_found_comes_back_with_the_list(work, found):
    view = ListView(filter=ListFilter(search="knee"), found=found)
    await work.list_views.save(MINE, view, NOW)
    assert await work.list_views.find(MINE, NOW - HOUR) == view


@pytest.mark.parametrize(
    ("group", "statuses"),
    [
        (StatusGroup.UPCOMING, {"pending", "scheduled", "started", "cancelled_on_zoom"}),
        (StatusGroup.ENDED, {"ended"}),
        (StatusGroup.CANCELLED, {"cancelled"}),
        (StatusGroup.MISSED, {"missed"}),
        (StatusGroup.FAILED, {"failed"}),
        (StatusGroup.ALL, {status.value for status in MeetingStatus}),
    ],
)
async def test_a_group_has_its_statuses(work, group, statuses):
    for number, status in enumerate(MeetingStatus):
        await work.meetings.add(nth(number, status=status))
    found = await work.meetings.list_slice(MINE, ListFilter(group=group), None, 99)
    assert {meeting.status.value for meeting in found} == statuses


async def test_a_patient_has_their_own_meetings(work):
    await work.people.save_patient(a_patient(id="patient-mia", name="Mia", mail="mia@patients.example"))
    hers = nth(2, patient_id="patient-mia")
    for meeting in (nth(1), hers):
        await work.meetings.add(meeting)
    assert await work.meetings.list_slice(MINE, ListFilter(patient_id="patient-mia"), None, 9) == [hers]


@pytest.mark.parametrize(
    ("since", "until", "numbers"), [(1, 2, [2, 3]), (None, 1, [0, 1]), (2, None, [4, 5, 6]), (None, None, range(7))]
)
async def test_a_span_has_what_starts_within_it(work, seven, since, until, numbers):
    ends = {name: NOW + hours * HOUR for name, hours in {"since": since, "until": until}.items() if hours is not None}
    found = await work.meetings.list_slice(MINE, ListFilter(span=Span(**ends)), None, 9)
    assert found == [seven[number] for number in numbers]


async def test_what_was_deleted_or_is_anothers_is_in_no_list(work):
    await work.meetings.add(nth(1, deleted_at=NOW))
    await work.meetings.add(nth(2, professional_id="professional-ben"))
    assert await work.meetings.list_slice(MINE, ListFilter(group=StatusGroup.ALL), None, 9) == []


async def test_a_list_view_is_found_as_it_was_last_saved(work):
    view = ListView(filter=ListFilter(group=StatusGroup.ENDED, patient_id="patient-noah", search="knee"), generation=3)
    spanned = ListView(filter=ListFilter(span=Span(since=NOW, words="from now on")))
    await work.list_views.save(MINE, spanned, NOW)
    assert await work.list_views.find(MINE, NOW - HOUR) == spanned
    turned = view.turned_to(Cursor.before(a_meeting()))
    await work.list_views.save(MINE, view, NOW)
    await work.list_views.save(MINE, turned, NOW)
    assert await work.list_views.find(MINE, NOW - HOUR) == turned


async def test_a_list_view_that_was_not_used_for_long_is_not_found(work):
    await work.list_views.save(MINE, ListView(), NOW)
    assert await work.list_views.find(MINE, NOW) is None


async def test_the_mails_about_some_meetings_are_listed(work):
    one, two = a_scheduled_meeting(), nth(2)
    await work.outbox.add(intents.invitation(one, NOW), intents.card(one, NOW), intents.invitation(two, NOW))
    found = await work.outbox.list_mails([one.id])
    assert [entry.key for entry in found] == [intents.invitation(one, NOW).key]
    assert mail_step(latest_mail(one, found)) is MailStep.BEING_SENT


async def test_patients_are_listed_by_their_ids(work):
    mia = a_patient(id="patient-mia", name="Mia", mail="mia@patients.example")
    await work.people.save_patient(mia)
    assert await work.people.list_patients(["patient-mia", "unknown"]) == [mia]
