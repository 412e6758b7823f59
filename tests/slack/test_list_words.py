"""`/meeting list` and `/meeting cancel` with words: days, hours, a status, names and topics."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import ListFilter, Span, StatusGroup
from bot.slack.list_words import read_list
from bot.slack.status_words import take_status
from tests.builders import ANA, NOW, a_patient, a_professional, a_scheduled_meeting
from tests.slack.reading import opened
from tests.slack.stage import chosen
from tests.slack.test_listing import element, in_modal, topics, words

DAY = timedelta(days=1)
MIA = a_patient(id="patient-mia", name="Mía García", mail="mia@patients.example")


def on(day, hour, **changes):
    """A meeting in November 2026 whose topic tells when it is; now is Monday the 16th."""
    plain = {"id": f"meeting-{day}-{hour}", "nonce": f"{day:02}{hour:02}".rjust(20, "0"), "zoom_meeting_id": day * hour}
    start = datetime(2026, 11, day, hour - 1, 0, tzinfo=UTC)
    return a_scheduled_meeting(**{**plain, "starts_at": start, "topic": f"{day} at {hour}", **changes})


@pytest.fixture
async def listed(ready):
    await ready.trust(a_patient(), MIA)
    await ready.add(
        on(5, 9, status=MeetingStatus.ENDED),
        on(6, 9, status=MeetingStatus.CANCELLED),
        on(17, 10),
        on(17, 15, patient_id=MIA.id),
        on(24, 10),
        on(25, 10, status=MeetingStatus.CANCELLED, patient_id=MIA.id),
        on(26, 10, status=MeetingStatus.CANCELLED),
    )
    return ready


@pytest.mark.parametrize(
    ("typed", "found", "sentence"),
    [
        ("tomorrow", ["17 at 10", "17 at 15"], "Showing: tomorrow."),
        ("tomorrow 3pm", ["17 at 15"], "Showing: tomorrow 3pm (Tuesday, November 17)."),
        ("next week", ["24 at 10"], "Showing: next week."),
        ("next week canceled", ["26 at 10", "25 at 10"], "Showing: next week. Canceled."),
        ("canceladas la semana que viene", ["26 at 10", "25 at 10"], "Showing: semana que viene. Canceled."),
        ("next week canceled garcia", ["25 at 10"], "Showing: next week. Canceled. garcia."),
        ("canceled", ["26 at 10", "25 at 10", "6 at 9"], "Showing: Canceled."),
        ("last 30 days", ["6 at 9", "5 at 9"], None),
        ("garcia", ["17 at 15"], "Showing: garcia."),
        ("24 at", ["24 at 10"], "I couldn't read “24 at”, so I searched for it."),
        ("xyz", [], "I couldn't read “xyz”, so I searched for it."),
        ("tomorrow xyz", [], "Showing: tomorrow. I couldn't read “xyz”, so I searched for it."),
    ],
)
async def test_a_list_is_asked_for_in_words(listed, typed, found, sentence):
    view = await opened(listed, f"list {typed}")
    assert topics(view) == found
    assert sentence in (None, words(view)[0])


async def test_dates_in_numbers_are_written_out(listed):
    view = await opened(listed, "list 11/24")
    assert (topics(view), words(view)[0]) == (["24 at 10"], "Showing: 11/24 (Tuesday, November 24).")


async def test_a_period_stays_while_the_list_is_filtered_and_is_cleared_with_the_filters(listed):
    view = await opened(listed, "list next week")
    canceled = await in_modal(listed, view, "filter_status", "cancelled")
    assert (topics(canceled), words(canceled)[0]) == (["26 at 10", "25 at 10"], "Showing: next week. Canceled.")
    assert element(canceled, "clear_filters")
    assert topics(await in_modal(listed, canceled, "clear_filters", "")) == ["17 at 10", "17 at 15", "24 at 10"]


async def test_a_period_stays_while_the_list_is_searched(listed):
    view = await opened(listed, "list tomorrow")
    typed = {"state": {"values": {"search:0": {"search": {"value": "garcia"}}}}}
    found = (await listed.submit({**view, "id": "V0LIST", **typed})).json()["view"]
    assert (topics(found), words(found)[0]) == (["17 at 15"], "Showing: tomorrow. garcia.")


@pytest.mark.parametrize("span", ['"x"', '{"since":"x","until":1e400}', "[1]", "null", '{"words":7}'])
async def test_a_period_that_is_not_ours_filters_nothing(listed, span):
    view = await opened(listed, "list")
    tampered = {**view, "private_metadata": f'{{"group":"upcoming","span":{span}}}'}
    assert topics(await in_modal(listed, tampered, "filter_status", "upcoming")) == ["17 at 10", "17 at 15", "24 at 10"]


async def test_cancel_with_a_time_asks_about_the_meeting_then(listed):
    view = await opened(listed, "cancel tomorrow 3pm")
    assert view["private_metadata"] == '{"meeting":"meeting-17-15"}'


async def test_cancel_with_a_day_lists_those_of_the_day_and_lists_them_anew_after_the_act(listed):
    view = await opened(listed, "cancel tomorrow")
    assert topics(view) == ["17 at 10", "17 at 15"]
    drawn = {**view, "id": "V0LIST", "hash": "1.abc"}
    listed.client.calls.clear()
    await listed.click("cancel_meeting:0", "meeting-17-10", view=drawn)
    form = {**listed.client.view, "id": "V0FORM", "previous_view_id": "V0LIST", "root_view_id": "V0LIST"}
    listed.client.calls.clear()
    await listed.submit({**form, "state": {"values": {"reason": {"reason": {"value": "I am ill."}}}}})
    assert topics(listed.client.view) == ["17 at 15"]


async def test_cancel_with_a_day_without_meetings_says_so(listed):
    view = await opened(listed, "cancel friday")
    assert words(view) == ["No upcoming meeting matches."]


async def test_a_list_of_words_is_ones_own(listed):
    mias = on(18, 10, professional_id="professional-ben", patient_id=MIA.id)
    async with listed.store.writing() as work:
        await work.meetings.add(mias)
    assert topics(await opened(listed, "list 18 november")) == []


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("not held garcia", (StatusGroup.MISSED, "garcia")),
        ("garcia annulés", (StatusGroup.CANCELLED, "garcia")),
        ("all", (StatusGroup.ALL, "")),
        ("canceled ended", (None, "canceled ended")),
        ("knee", (None, "knee")),
        ("", (None, "")),
    ],
)
def test_one_status_is_taken_out_of_the_words(typed, taken):
    assert take_status(typed) == taken


def test_a_day_begins_when_its_clocks_do():
    """In Cairo the last Friday of April begins at one o'clock."""
    cairo = a_professional(zone=ZoneInfo("Africa/Cairo"))
    span = Span(
        since=datetime(2026, 4, 23, 22, 0, tzinfo=UTC),
        until=datetime(2026, 4, 24, 21, 0, tzinfo=UTC),
        words="april 24 (Friday, April 24)",
    )
    found = read_list("april 24", cairo, NOW - 210 * DAY)
    assert found.filter == ListFilter(span=span)


async def test_the_button_opens_the_whole_list(listed):
    await listed.interact("block_actions", ANA, actions=[{"action_id": "my_meetings", "selected_option": chosen("x")}])
    assert topics(listed.client.view) == ["17 at 10", "17 at 15", "24 at 10"]
