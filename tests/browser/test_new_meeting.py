"""The New meeting form as it is used: words in, both clocks seen, the question that its choices raise answered."""

from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.acceptance.stage import next_afternoon, open_stage
from tests.browser import story
from tests.browser.hands import choose, find_another, find_by_typing, pick, press, tick, write
from tests.browser.windows import open_window
from tests.slack_world import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(browser, tmp_path_factory):
    async with open_stage(tmp_path_factory.mktemp("stage"), None) as running:
        await running.person(ANA).connect()
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser, stage):
    async with open_window(browser) as window:
        await story.open_slack(window.page, stage.page_url, ANA)
        yield window.page
        if await stage.person(ANA).see("modals"):
            await stage.person(ANA).do("close", everything=True)


def spoken(day):
    return f"{day:%a}, {day:%b} {day.day}, {day.year}"


async def test_a_typed_time_fills_the_form_and_another_zone_shows_other_clocks(page, stage):
    tomorrow = await next_afternoon(stage, days=1)
    await story.type_command(page, "/meeting new tomorrow 3pm")
    form = page.get_by_role("dialog", name="New meeting")
    await expect(form).to_contain_text(f"{tomorrow:%A}, {tomorrow:%B} {tomorrow.day}, 3:00 PM, Madrid time.")
    await expect(form.get_by_label("Date", exact=True)).to_have_value(f"{tomorrow:%Y-%m-%d}")
    await expect(form.get_by_label("Time", exact=True)).to_have_value("15:00")
    await expect(form).to_contain_text("Choose a date, time, and patient to see both clocks.")
    await find_by_typing("Patient", "Noa", "Noah Clarke")(page)
    await expect(form).to_contain_text(f"Your clock: {spoken(tomorrow)}, 3:00 to 3:50 PM, Madrid time")
    await expect(form).to_contain_text(f"Your patient's clock: {spoken(tomorrow)}, 9:00 to 9:50 AM, New York time")
    await find_another("Time zone", "Auck", "Auckland (Pacific/Auckland)")(page)
    await expect(form).to_contain_text(f"Meeting: {spoken(tomorrow)}, 3:00 to 3:50 PM, Auckland time")
    await expect(form).to_contain_text("New York time (the day before)")


async def test_a_second_meeting_at_the_same_time_is_made_once_that_is_ticked(page, stage):
    start = await next_afternoon(stage, days=2)
    await stage.person(ANA).schedule("Noah Clarke", start)
    await stage.person(ANA).card_of(start)
    await stage.person(ANA).do("close", everything=True)
    await story.type_command(page, f"/meeting new {start:%B} {start.day} 3:30pm second opinion for María García")
    form = page.get_by_role("dialog", name="New meeting")
    await expect(form.get_by_label("Topic", exact=True)).to_have_value("second opinion")
    await expect(form.get_by_role("combobox", name="Patient", exact=True)).to_have_value("María García")
    await expect(form).to_contain_text("3:00 to 3:50 PM, Noah Clarke")
    await press("Schedule meeting")(page)
    await expect(form).to_contain_text("Tick this to schedule both, or choose another time.")
    await tick("Schedule both")(page)
    await story.send_form(page)
    await press("Done")(page)


async def test_which_of_a_doubled_hour_is_meant_is_asked_while_the_form_is_filled_in(page, stage):
    await story.type_command(page, "/meeting new")
    form = page.get_by_role("dialog", name="New meeting")
    night = await next_end_of_summer(stage)
    await write("Date", f"{night:%Y-%m-%d}")(page)
    await write("Time", "02:30")(page)
    await expect(form).to_contain_text("Choose the first or the second 2:30 AM.")
    await choose("Duration", "30 minutes")(page)
    await find_by_typing("Patient", "Noa", "Noah Clarke")(page)
    await pick("Second, CET")(page)
    await expect(form).to_contain_text("2:30 to 3:00 AM, Madrid time, CET (UTC+01:00)")
    await expect(form.get_by_role("radio", name="Second, CET")).to_be_checked()


async def next_end_of_summer(stage):
    """The last Sunday of the next October: Madrid's clocks go back."""
    now = await stage.now()
    last = now.replace(year=now.year + (now.month >= 10), month=10, day=31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
