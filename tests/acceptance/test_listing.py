"""Finding one's meetings again in Home and by command, as processes on loopback."""

from datetime import timedelta

import pytest
import pytest_asyncio

from tests.acceptance.stage import elements, next_afternoon, texts
from tests.acceptance.test_acts import connected

pytestmark = pytest.mark.asyncio(loop_scope="module")

VISITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
TOPICS = ("Blood results", "Knee", "Knee again", "Résumé of the year", *(f"Visit {which}" for which in VISITS))
# These are cancelled by tests; they come last, so that the pages before stay as they are.
CANCELLED = ("Walking exercises", "Hearing test")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def twelve(stage):
    """Twelve meetings of Ana's an hour apart and two that tests may cancel; one of the twelve is with María."""
    ana = stage.person("U0ANA000001")
    await connected(ana)
    start = await next_afternoon(stage, days=3)
    for number, topic in enumerate((*TOPICS, *CANCELLED)):
        patient = "María García" if topic == TOPICS[-1] else "Noah Clarke"
        await ana.schedule(patient, start + timedelta(hours=number), topic=topic)
        await ana.do("close", everything=True)
    return ana


@pytest_asyncio.fixture(loop_scope="module")
async def listed(twelve):
    """Ana, with no modal open and no filter set in Home."""
    if await twelve.see("modals"):
        await twelve.do("close", everything=True)
    await twelve.do("home")
    if any("Clear filters" in texts(each) for each in elements(await twelve.see("home"))):
        await twelve.do("click", name="Clear filters", where="home")
    return twelve


def topics(view):
    """The topics of the rows, in their order; the next meeting above the list left out."""
    rows = [block for block in view["blocks"] if block.get("fields") and block.get("block_id") != "next"]
    return [
        field["text"].removeprefix("Topic: ") for row in rows for field in row["fields"] if "Topic" in field["text"]
    ]


async def test_home_shows_ten_and_turns_the_page(listed):
    assert topics(await listed.see("home")) == list(TOPICS[:10])
    await listed.do("click", name="Next page", where="home")
    assert topics(await listed.see("home"))[:2] == list(TOPICS[10:])
    await listed.do("click", name="Previous page", where="home")
    assert topics(await listed.see("home")) == list(TOPICS[:10])


async def test_home_is_searched_whatever_the_case_and_accents(listed):
    await listed.do("fill", name="Search", value="resume YEAR", where="home")
    assert topics(await listed.see("home")) == ["Résumé of the year"]
    await listed.do("fill", name="Search", value="knee", where="home")
    assert topics(await listed.see("home")) == ["Knee", "Knee again"]
    await listed.do("fill", name="Search", value="nothing like this", where="home")
    assert "No meeting matches." in texts(await listed.see("home"))


async def test_home_is_filtered_by_patient_and_the_filter_survives_going_away(listed):
    await listed.do("choose", name="filter_patient", option="María García", where="home")
    assert topics(await listed.see("home")) == [TOPICS[-1]]
    await listed.do("home")
    assert topics(await listed.see("home")) == [TOPICS[-1]]
    await listed.do("click", name="Clear filters", where="home")
    assert topics(await listed.see("home")) == list(TOPICS[:10])


async def test_what_was_cancelled_is_found_under_its_status(listed):
    await listed.command("cancel walking")
    await listed.do("fill", name="reason", value="You walk.")
    await listed.do("submit")
    await listed.do("close", everything=True)
    await listed.do("choose", name="filter_status", option="Canceled", where="home")
    assert "Walking exercises" in topics(await listed.see("home"))
    await listed.do("choose", name="filter_status", option="Upcoming", where="home")
    assert "Walking exercises" not in topics(await listed.see("home"))


async def test_the_command_lists_what_has_its_words(listed):
    await listed.command("list blood")
    [view] = await listed.see("modals")
    assert topics(view) == ["Blood results"]
    await listed.do("fill", name="Search", value="visit eighth maria")
    await listed.do("submit")
    [view] = await listed.see("modals")
    assert topics(view) == ["Visit eighth"]


async def test_an_act_over_the_list_changes_the_list_beneath(listed):
    await listed.command("list hearing")
    await listed.do("choose", name="meeting_menu:0", option="Cancel meeting", where="modal")
    await listed.do("fill", name="reason", value="A strike.")
    await listed.do("submit")
    await listed.do("close")
    [view] = await listed.see("modals")
    assert "No meeting matches." in texts(view)
