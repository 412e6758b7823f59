"""`/meeting new` with words, and times typed alone: what the form opens with."""

import pytest

from bot.slack.commands import unknown_message
from tests.builders import MADRID, a_patient, a_professional
from tests.slack.forms import an_empty_form
from tests.slack.reading import opened

NOAH = "patient-noah"
MIA = a_patient(id="patient-mia", name="Mía García López", mail="mia@patients.example")


@pytest.fixture
async def two(ready):
    await ready.trust(MIA)
    return ready


def drawn_with(view, block_id):
    """What the field is drawn with: its value, or that of the option."""
    [element] = [block["element"] for block in view["blocks"] if block.get("block_id") == block_id]
    initial = next((value for name, value in element.items() if name.startswith("initial_")), None)
    return initial["value"] if isinstance(initial, dict) else initial


def words_of(view, block_id):
    found = [block for block in view["blocks"] if block.get("block_id") == block_id]
    return found[0]["text"]["text"] if found else ""


async def speaks(slack, language):
    async with slack.store.writing() as work:
        await work.people.save_professional(a_professional(language=language))


async def test_a_time_in_words_fills_the_form_in(two):
    view = await opened(two, "new tomorrow 3pm for 45 minutes, review of the scan with Noah Clarke")
    fields = ("topic", "date", "hour", "zone", "duration", "patient")
    assert [drawn_with(view, field) for field in fields] == [
        "review of the scan",
        "2026-11-17",
        "15:00",
        "Europe/Madrid",
        "45",
        NOAH,
    ]
    assert words_of(view, "clocks") == (
        "*Your clock:* Tue, Nov 17, 2026, 3:00 to 3:45 PM, Madrid time\n"
        "*Your patient's clock:* Tue, Nov 17, 2026, 9:00 to 9:45 AM, New York time\n"
        "Starts tomorrow. Takes 45 minutes."
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("tomorrow 3pm", 'From "tomorrow 3pm": Tuesday, November 17, 3:00 PM, Madrid time.'),
        (
            "mañana a las 15h 45 min",
            'From "mañana a las 15h 45 min": Tuesday, November 17, 3:00 PM, for 45 minutes, Madrid time.',
        ),
        (
            "tomorrow 3pm New York time",
            'From "tomorrow 3pm New York time": Tuesday, November 17, 3:00 PM, New York time.',
        ),
        ("8 january 10:00", 'From "8 january 10:00": Friday, January 8, 2027, 10:00 AM, Madrid time.'),
        ("friday", 'From "friday": Friday, November 20. Choose the time.'),
        (
            "friday at 3",
            'From "friday at 3": Friday, November 20. It could be morning or afternoon. Choose the time.',
        ),
        ("knee review", 'I couldn\'t read a time in "knee review". Choose the date and time.'),
        (
            "february 30 3pm",
            'I couldn\'t read a time in "february 30 3pm". There is no such date or time. Choose the date and time.',
        ),
        (
            "tomorrow 3pm for 1 minute",
            (
                'From "tomorrow 3pm for 1 minute": Tuesday, November 17, 3:00 PM, Madrid time. '
                "A meeting takes 5 minutes to 8 hours: choose the duration."
            ),
        ),
    ],
)
async def test_the_reading_is_repeated_in_words(two, typed, sentence):
    assert words_of(await opened(two, f"new {typed}"), "reading") == sentence


async def test_a_text_that_nobody_would_type_as_a_time_is_cut(two):
    view = await opened(two, "new " + "x" * 3000)
    assert words_of(view, "reading").endswith('…". It is too long. Choose the date and time.')
    assert drawn_with(view, "topic") == "x" * 199 + "…"


async def test_a_zone_that_is_named_is_the_forms(two):
    view = await opened(two, "new tomorrow 3pm New York time Mía")
    assert (drawn_with(view, "zone"), drawn_with(view, "hour")) == ("America/New_York", "15:00")
    assert words_of(view, "clocks").startswith(
        "*Meeting:* Tue, Nov 17, 2026, 3:00 to 3:50 PM, New York time\n*Your clock:* Tue, Nov 17, 2026, 9:00 to 9:50 PM"
    )


async def test_a_gap_is_told_as_the_form_opens(two):
    view = await opened(two, "new march 28 2027 2:30 am")
    assert words_of(view, "clocks") == (
        "Clocks go forward that night. 2:30 AM does not exist in Madrid. Nearest: 1:59 AM or 3:00 AM."
    )


@pytest.mark.parametrize(("language", "date"), [("en-US", "2027-03-04"), ("en-GB", "2027-04-03"), ("es", "2027-04-03")])
async def test_day_and_month_follow_the_professionals_locale(two, language, date):
    await speaks(two, language)
    view = await opened(two, "new 3/4 15:00")
    assert drawn_with(view, "date") == date


async def test_nobody_elses_patient_is_ever_chosen(ready):
    async with ready.store.writing() as work:
        await work.people.save_patient(MIA)
    view = await opened(ready, "new tomorrow 3pm Mía García")
    assert (drawn_with(view, "patient"), drawn_with(view, "topic")) == (None, "Mía García")


async def test_the_words_go_nowhere_but_into_the_form(two, caplog):
    view = await opened(two, "new tomorrow 3pm Noah")
    assert view.get("private_metadata") is None
    assert "noah" not in caplog.text.lower()


@pytest.mark.parametrize(
    "typed", ["tomorrow 3pm", "mañana a las 15h", "friday", "at 3pm tomorrow", "sat 3pm", "Noah tomorrow 3pm"]
)
async def test_a_time_alone_opens_the_form(two, typed):
    assert words_of(await opened(two, typed), "reading").startswith('From "')


@pytest.mark.parametrize("typed", ["cancle tomorrow", "xyz", "knee review", "lst next friday 3pm"])
async def test_what_is_no_time_is_not_known(two, typed):
    answer = (await two.command(typed)).json()
    assert answer["text"] == unknown_message(typed.split()[0]).text
    assert two.client.calls == []


async def test_a_time_alone_without_zoom_leads_to_zoom(slack):
    view = await opened(slack, "tomorrow 3pm")
    assert view["blocks"][0]["text"]["text"] == "Zoom is not connected, so nothing can be scheduled."


async def test_new_without_words_opens_the_empty_form(two):
    assert await opened(two, "new") == an_empty_form(MADRID)
