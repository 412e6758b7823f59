"""The whole product on the sandbox's page, from the first click to the last, by both of Slack's ways."""

from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.acceptance.stage import next_afternoon, open_stage
from tests.browser import story
from tests.browser.hands import press
from tests.browser.story import Wish
from tests.browser.windows import open_window
from tests.slack_world import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", params=["http", "socket"])
async def stage(request, browser, tmp_path):
    async with open_stage(tmp_path, None, socket_mode=request.param == "socket") as running:
        yield running


async def test_a_professional_does_a_days_work_on_the_page(browser, stage):
    async with open_window(browser) as window:
        page = window.page
        await story.open_slack(page, stage.page_url, ANA)
        await story.connect_zoom(page)
        first = Wish(patient="Noah Clarke", starts_at=await next_afternoon(stage, days=3))
        await meet(page, first)
        second = Wish(patient="María García", starts_at=first.starts_at + timedelta(days=1))
        await call_off(page, second)
    refused = {each["verdict"] for each in await stage.look("traffic")} - {"ok"}
    assert refused <= {"not_found"}  # the last update of a form that its person had closed


async def meet(page, wish):
    """Schedule, read the mails as the patient, start from Slack and end."""
    await story.schedule(page, wish)
    mail = await story.read_mail(page, wish.patient, "Your online meeting")
    await expect(mail.get_by_role("region", name="Calendar entry")).to_contain_text(
        "9:00 AM to 9:50 AM (New York time)"
    )
    for count in (1, 2):
        await page.get_by_role("button", name="To the next reminder").click()
        await expect(page.get_by_role("button", name="Reminder: ")).to_have_count(count)
    await page.get_by_role("button", name="To the next start").click()
    await story.start(page)
    await story.end(page)


async def call_off(page, wish):
    """Schedule by a typed command, find the meeting in the list, cancel it there, and read why as the patient."""
    await story.type_command(page, "/meeting new")
    await story.fill_form(page, wish)
    await story.send_form(page)
    await press("Done")(page)
    await story.type_command(page, "/meeting list")
    listed = page.get_by_role("dialog", name="My meetings")
    await expect(listed).to_contain_text("Patient: María García")
    await listed.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Cancel meeting").click()
    await story.give_reason(page, "I am ill. Please call us.")
    mail = await story.read_mail(page, wish.patient, "Cancelada: su cita en línea")
    await expect(mail.frame_locator("iframe").get_by_text("I am ill. Please call us.")).to_be_visible()
