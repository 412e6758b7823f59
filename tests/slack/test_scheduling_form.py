from datetime import date, time, timedelta

import pytest

from bot.domain.planning import ScheduleMeeting
from bot.domain.refusals import Field, FieldRefusal
from bot.slack.forms import schedule_request
from tests.builders import ANA, LINKS, MADRID, NEW_YORK, a_profile, a_request
from tests.slack.forms import an_empty_form
from tests.slack.stage import TYPED, chosen, submitted

# The night in which New York's clocks go back.
DOUBLED = {**TYPED, "date": "2027-11-07", "hour": "01:30", "zone": chosen("America/New_York")}
FOLD_ID = "fold:2027-11-07T01:30:America/New_York"


def form(**changes):
    return submitted(an_empty_form(MADRID), **{**TYPED, **changes})


async def upcoming(slack):
    professional = await slack.desk.identifying.professional(ANA)
    return await slack.desk.listing.cancellable(professional)


async def meetings(slack):
    return [(each.meeting.topic, each.meeting.starts_at.hour) for each in await upcoming(slack)]


async def refused(slack, **changes):
    return (await slack.submit(form(**changes))).json()


def test_a_form_is_read_whole():
    view = form(description="Bring the letter.", share=[chosen("share")], duration=chosen("90"))
    assert schedule_request(view) == ScheduleMeeting(
        topic="Follow-up",
        description="Bring the letter.",
        shares_topic=True,
        on=date(2026, 11, 19),
        at=time(15, 0),
        zone=MADRID,
        duration=timedelta(minutes=90),
        patient_id="patient-noah",
    )


def test_what_was_left_as_drawn_may_be_missing_in_the_state():
    typed = {name: value for name, value in TYPED.items() if name not in {"zone", "duration"}}
    assert schedule_request(submitted(an_empty_form(NEW_YORK), **typed)) == a_request(zone=NEW_YORK)


@pytest.mark.parametrize(
    ("block_id", "value", "words"),
    [
        ("zone", chosen("Mars/Olympus"), "Choose a time zone from the list."),
        ("zone", chosen("../../etc/passwd"), "Choose a time zone from the list."),
        ("duration", chosen("100000"), "Choose a duration from the list."),
        ("date", "soon", "Choose a date."),
        ("date", "9999-12-31", "This date is too far away. Choose another."),
        ("hour", "25:00", "Choose a time."),
        ("hour", "15:00+01:00", "Choose a time."),
    ],
)
def test_a_value_that_no_element_gives_is_refused_beside_it(block_id, value, words):
    with pytest.raises(FieldRefusal) as refusal:
        schedule_request(form(**{block_id: value}))
    assert refusal.value.replies == {Field(block_id): words}


async def test_a_good_form_is_answered_by_scheduling(ready):
    answer = await refused(ready)
    assert answer["response_action"] == "update"
    assert answer["view"]["blocks"][0]["text"]["text"] == (
        "*Scheduling*\nThu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time"
    )
    assert await meetings(ready) == [("Follow-up", 14)]


async def test_the_same_form_twice_makes_one_meeting(ready):
    first, second = await refused(ready), await refused(ready)
    assert first == second
    assert len(await upcoming(ready)) == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"topic": "   "}, {"topic": "Write a topic."}),
        ({"date": "2026-11-15"}, {"date": "This time has passed. Choose a later one."}),
        ({"patient": chosen("x")}, {"patient": "This patient is no longer on your list. Choose another."}),
        ({"zone": chosen("Mars")}, {"zone": "Choose a time zone from the list."}),
    ],
)
async def test_a_refusal_stands_beside_its_field(ready, changes, errors):
    assert await refused(ready, **changes) == {"response_action": "errors", "errors": errors}


async def test_a_gap_names_the_nearest_times(ready):
    answer = await refused(ready, date="2027-03-28", hour="02:30")
    assert answer["errors"] == {
        "hour": "Clocks go forward that night. 2:30 AM does not exist in Madrid. Nearest: 1:59 AM or 3:00 AM."
    }


async def test_a_doubled_hour_asks_which_and_keeps_the_form(ready):
    before = form(**DOUBLED)
    after = (await ready.submit(before)).json()["view"]
    assert after["blocks"][:-1] == before["blocks"]
    question = after["blocks"][-1]
    assert (question["block_id"], question["label"]["text"]) == (FOLD_ID, "Which 1:30 AM?")
    assert [each["value"] for each in question["element"]["options"]] == ["-240", "-300"]
    assert await upcoming(ready) == []


async def test_the_answer_to_a_doubled_hour_makes_the_meeting(ready):
    asked = (await refused(ready, **DOUBLED))["view"]
    await ready.submit(submitted(asked, **DOUBLED, **{FOLD_ID: chosen("-300")}))
    assert await meetings(ready) == [("Follow-up", 6)]


async def test_an_unanswered_question_is_refused_beside_it(ready):
    asked = (await refused(ready, **DOUBLED))["view"]
    answer = (await ready.submit(submitted(asked, **DOUBLED))).json()
    assert answer == {"response_action": "errors", "errors": {FOLD_ID: "Choose the first or the second 1:30 AM."}}


async def test_another_doubled_hour_is_asked_anew(ready):
    asked = (await refused(ready, **DOUBLED))["view"]
    other = {**DOUBLED, "hour": "01:15", FOLD_ID: chosen("-300")}
    blocks = (await ready.submit(submitted(asked, **other))).json()["view"]["blocks"]
    folds = [block["block_id"] for block in blocks if block["block_id"].startswith("fold")]
    assert folds == ["fold:2027-11-07T01:15:America/New_York"]


async def test_who_lost_zoom_meanwhile_keeps_what_was_typed(slack):
    await slack.trust()
    view = (await slack.submit(form())).json()["view"]
    notice, acts, *fields = view["blocks"]
    assert notice["text"]["text"] == "*Not saved.* Zoom is not connected. Nothing was scheduled."
    assert acts["elements"][0]["url"] == LINKS.connect(ANA)
    assert fields == an_empty_form(MADRID)["blocks"]


async def test_a_meeting_outside_the_working_hours_is_scheduled_with_a_word_about_it(ready):
    await ready.trust()
    async with ready.store.writing() as work:
        await work.profiles.save("professional-ana", a_profile())
    warned = (await ready.submit(form(hour="18:00"))).json()["view"]
    kept = (await ready.submit({**form(hour="16:00"), "id": "V0FORM00002"})).json()["view"]
    told = [view["blocks"][0]["text"]["text"].splitlines()[-1] for view in (warned, kept)]
    assert told == ["This is outside your working hours.", "Thu, Nov 19, 2026, 4:00 to 4:50 PM, Madrid time"]
