"""The New meeting form while it is filled in: each choice is answered by what it comes to."""

from datetime import timedelta

import pytest

from bot.slack.handlers.scheduling import PREVIEWED
from tests.builders import ANA, BEN, MADRID, NEW_YORK, a_patient, a_professional, a_scheduled_meeting, a_trust
from tests.slack.block_kit import problems_of_view
from tests.slack.forms import an_empty_form
from tests.slack.stage import TYPED, chosen, submitted

TICKED = [chosen("overlap")]
# A night in which Madrid's clocks go back.
DOUBLED = {**TYPED, "date": "2027-10-31", "hour": "02:30"}
FOLD_ID = "fold:2027-10-31T02:30:Europe/Madrid"
INCOMPLETE = "Choose a date, time, and patient to see both clocks."


def form(view=None, **typed):
    """The form before the person, with this in its fields."""
    return {**submitted(view or an_empty_form(MADRID), **{**TYPED, **typed}), "type": "modal"}


async def seen(slack, view, field="date"):
    """What the form shows once the field is chosen."""
    slack.client.calls.clear()
    await slack.click(field, view=view)
    [(method, arguments)] = slack.client.calls
    assert (method, arguments["view_id"], arguments["hash"]) == ("views.update", view["id"], view["hash"])
    return arguments["view"]


def told(view, block_id="clocks"):
    found = [block for block in view["blocks"] if block.get("block_id") == block_id]
    return next((block.get("text") or block["elements"][0] for block in found), {"text": ""})["text"]


def ids(view):
    return [str(block["block_id"]).partition(":")[0] for block in view["blocks"]]


@pytest.mark.parametrize("field", PREVIEWED)
async def test_each_choice_of_a_time_or_a_patient_shows_both_clocks(ready, field):
    view = await seen(ready, form(), field)
    assert told(view) == (
        "*Your clock:* Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time\n"
        "*Your patient's clock:* Thu, Nov 19, 2026, 9:00 to 9:50 AM, New York time\n"
        "Starts in 3 days. Takes 50 minutes."
    )


async def test_the_fields_stay_as_they_were_drawn_and_in_their_order(ready):
    before = form()
    after = await seen(ready, before)
    assert after["blocks"][:-1] == before["blocks"][:-1]
    assert problems_of_view(after) == []
    assert ids(after) == [
        *("topic", "description", "share", "date", "hour", "zone", "duration", "patient"),
        "clocks",
    ]


@pytest.mark.parametrize(
    "left_out", [{"date": None}, {"hour": None}, {"patient": None}, {"date": "soon"}, {"hour": "25:00"}]
)
async def test_an_incomplete_form_says_what_is_missing(ready, left_out):
    assert told(await seen(ready, form(**left_out))) == INCOMPLETE


async def test_a_patient_whose_zone_is_not_known_is_told_of(ready):
    await ready.trust(a_patient(zone=None))
    assert told(await seen(ready, form())).splitlines()[1] == (
        "*Your patient's clock:* not known. The email will say Madrid time."
    )


async def test_one_zone_is_told_once(ready):
    await ready.trust(a_patient(zone=MADRID))
    assert told(await seen(ready, form())).startswith(
        "*Both clocks:* Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time\n"
    )


async def test_another_zone_of_the_form_is_told_first_and_another_day_is_said(ready):
    view = await seen(ready, form(zone=chosen("Asia/Tokyo")))
    assert told(view).splitlines()[:3] == [
        "*Meeting:* Thu, Nov 19, 2026, 3:00 to 3:50 PM, Tokyo time",
        "*Your clock:* Thu, Nov 19, 2026, 7:00 to 7:50 AM, Madrid time",
        "*Your patient's clock:* Thu, Nov 19, 2026, 1:00 to 1:50 AM, New York time",
    ]
    assert told(view, "notes") == "It will be 1:00 AM for your patient."
    early = await seen(ready, form(hour="04:00"))
    assert told(early).splitlines()[1].endswith("Wed, Nov 18, 2026, 10:00 to 10:50 PM, New York time (the day before)")


async def test_a_skipped_hour_is_told_with_the_nearest(ready):
    view = await seen(ready, form(date="2027-03-28", hour="02:30"))
    assert told(view) == "Clocks go forward that night. 2:30 AM does not exist in Madrid. Nearest: 1:59 AM or 3:00 AM."


async def test_a_time_that_has_passed_is_told(ready):
    assert told(await seen(ready, form(date="2026-11-16"))) != told(await seen(ready, form(date="2026-11-15")))
    assert told(await seen(ready, form(date="2026-11-15"))) == "This time has passed. Choose a later one."


async def test_a_doubled_hour_is_asked_at_once_and_the_answer_told(ready):
    asked = await seen(ready, form(**DOUBLED))
    assert told(asked) == "Choose the first or the second 2:30 AM."
    assert asked["blocks"][-1]["block_id"] == FOLD_ID
    answered = await seen(ready, form(asked, **DOUBLED, **{FOLD_ID: chosen("60")}), "fold")
    assert told(answered).splitlines()[0].endswith("2:30 to 3:20 AM, Madrid time, CET (UTC+01:00)")
    assert answered["blocks"][-1] == asked["blocks"][-1]


async def test_the_question_goes_with_the_hour(ready):
    asked = await seen(ready, form(**DOUBLED))
    assert FOLD_ID not in str(await seen(ready, form(asked, **{**DOUBLED, "hour": "12:00"})))


async def test_another_meeting_at_that_time_is_shown_with_its_patient(ready):
    await ready.add(a_scheduled_meeting())
    view = await seen(ready, form(hour="15:30"))
    question = view["blocks"][-1]
    assert (question["block_id"], question["label"]["text"]) == ("overlap:meeting-one", "You are already booked")
    assert question["hint"]["text"] == "3:00 to 3:50 PM, Noah Clarke"
    assert "overlap" not in ids(await seen(ready, form(view, hour="15:50")))


async def test_a_colleagues_meeting_is_nobodys_business(ready):
    async with ready.store.writing() as work:
        await work.people.save_professional(a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))
        await work.meetings.add(a_scheduled_meeting(professional_id="professional-ben"))
    assert "overlap" not in ids(await seen(ready, form()))


async def test_a_colleagues_patient_is_nobody(ready):
    mia = a_patient(id="patient-mia", name="Mía García", zone=NEW_YORK, mail="mia@patients.example")
    async with ready.store.writing() as work:
        await work.people.save_professional(a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))
        await work.people.save_patient(mia)
        await work.people.save_trust(a_trust(patient_id=mia.id, professional_id="professional-ben"))
    assert told(await seen(ready, form(patient=chosen(mia.id)))) == INCOMPLETE


async def test_the_patients_zone_is_offered_next_to_ones_own(ready):
    payload = {"action_id": "zone", "block_id": "zone", "value": "", "view": form()}
    offered = (await ready.interact("block_suggestion", ANA, **payload)).json()["options"]
    assert [each["value"] for each in offered[:2]] == ["Europe/Madrid", "America/New_York"]
    nobodys = {**payload, "view": form(patient=chosen("patient-unknown"))}
    offered = (await ready.interact("block_suggestion", ANA, **nobodys)).json()["options"]
    assert [each["value"] for each in offered[:2]] == ["Europe/Madrid", "Europe/London"]


@pytest.mark.parametrize("error", ["hash_conflict", "not_found"])
async def test_an_answer_that_comes_too_late_is_dropped(ready, error):
    ready.client.refuse("views.update", error)
    response = await ready.click("date", view=form())
    assert (response.text, ready.client.methods) == ("", ["views.update"])


async def test_two_at_a_time_are_asked_about_when_the_form_is_sent(ready):
    await ready.add(a_scheduled_meeting())
    asked = (await ready.submit(form())).json()
    assert (asked["response_action"], ids(asked["view"])[-2:]) == ("update", ["clocks", "overlap"])
    again = (await ready.submit(form(asked["view"]))).json()
    words = "Tick this to schedule both, or choose another time."
    assert again == {"response_action": "errors", "errors": {"overlap:meeting-one": words}}
    made = (await ready.submit(form(asked["view"], **{"overlap:meeting-one": TICKED}))).json()
    assert made["view"]["blocks"][0]["text"]["text"].startswith("*Scheduling*")
    assert len(ready.store.state.meetings) == 2


async def test_a_tick_counts_for_the_meeting_it_was_made_for_only(ready):
    await ready.add(a_scheduled_meeting())
    asked = (await ready.submit(form())).json()["view"]
    later = a_scheduled_meeting(id="meeting-two", nonce="b" * 20, zoom_meeting_id=7, duration=timedelta(minutes=15))
    await ready.add(later)
    answer = (await ready.submit(form(asked, **{"overlap:meeting-one": TICKED}))).json()["view"]["blocks"][-1]
    assert answer["block_id"] == "overlap:meeting-one,meeting-two"
    assert answer["element"]["options"][0]["text"]["text"] == "Schedule them all"


async def test_a_length_that_was_said_is_offered_and_taken(ready):
    await ready.command("new nov 19 3pm 25 min checkup Noah")
    made = (await ready.submit(submitted(ready.client.view))).json()
    assert made["view"]["blocks"][0]["text"]["text"].endswith("3:00 to 3:25 PM, Madrid time")
