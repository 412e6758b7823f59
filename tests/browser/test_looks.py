"""Whether everybody can use the page: by axe-core in light and dark, on a phone, and by the keyboard alone."""

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.acceptance.stage import next_afternoon, open_stage
from tests.browser import story
from tests.browser.hands import press
from tests.browser.story import Wish
from tests.browser.windows import open_window
from tests.slack_world import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NOAH = "Noah Clarke"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(browser, tmp_path_factory):
    """A product with a meeting in it, whose patient has a mail and whose host has started."""
    async with open_stage(tmp_path_factory.mktemp("stage"), None) as running:
        ana = running.person(ANA)
        await ana.connect()
        start = await next_afternoon(running, days=2)
        await ana.schedule(NOAH, start)
        await running.mail("noah.clarke@patients.example", "Your online meeting")
        await ana.card_of(start)
        await ana.do("close", everything=True)
        yield running


async def serious(page):
    """List what axe-core finds serious or critical, each with its place."""
    results = await Axe().run(page, options={"resultTypes": ["violations"], "iframes": False})
    return [
        f"{found['id']}: {node['target']}"
        for found in results.response["violations"]
        if found["impact"] in {"serious", "critical"}
        for node in found["nodes"]
    ]


async def show_tour(page):
    await press("Tour")(page)


async def show_home(page):
    await story.open_conversation(page, "Home")


async def show_messages(page):
    await story.open_conversation(page, "Messages")


async def show_channel(page):
    await story.type_command(page, "/meeting help")
    await expect(page.get_by_role("article")).to_contain_text("Only visible to you")


async def show_form(page):
    await story.open_conversation(page, "Home")
    await press("New meeting")(page)
    await press("Schedule meeting")(page)
    await expect(page.get_by_text("Please complete this required field.").first).to_be_visible()


async def show_mailbox(page):
    await story.read_mail(page, NOAH, "Your online meeting")


def show_panel(name):
    async def show(page):
        await story.open_panel(page, name)

    return show


SHOWS = {
    "the tour": show_tour,
    "Home": show_home,
    "messages": show_messages,
    "a channel": show_channel,
    "a form with errors": show_form,
    "the mailbox": show_mailbox,
    "Zoom": show_panel("Zoom"),
    "faults": show_panel("Faults"),
    "traffic": show_panel("Traffic"),
}


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_axe_finds_nothing_serious(browser, stage, colours):
    found = {}
    async with open_window(browser, color_scheme=colours) as window:
        await story.open_slack(window.page, stage.page_url, ANA)
        await expect(window.page.get_by_role("heading", name="Next meeting")).to_be_visible()
        for name, show in SHOWS.items():
            await show(window.page)
            found[name] = await serious(window.page)
            if await window.page.get_by_role("dialog").count():
                await window.page.keyboard.press("Escape")
    assert {name: places for name, places in found.items() if places} == {}


async def test_a_meeting_is_scheduled_and_its_mail_read_on_a_phone(browser, stage):
    async with open_window(browser, **PHONE) as window:
        page = window.page
        await story.open_slack(page, stage.page_url, ANA)
        await story.schedule(page, Wish(patient=NOAH, starts_at=await next_afternoon(stage, days=5)))
        mail = await story.read_mail(page, NOAH, "Your online meeting")
        await expect(mail.get_by_role("heading", level=3)).to_be_in_viewport()
        await expect(page.get_by_role("tab", name="Home")).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]


async def test_the_keyboard_alone_opens_a_form_fills_it_and_comes_back(browser, stage):
    async with open_window(browser) as window:
        page = window.page
        await story.open_slack(page, stage.page_url, ANA)
        opener = page.get_by_role("button", name="New meeting")
        await opener.focus()
        await page.keyboard.press("Enter")
        topic = page.get_by_role("textbox", name="Topic")
        await expect(topic).to_be_focused()
        await page.keyboard.type("Follow-up")
        await page.get_by_role("combobox", name="Patient", exact=True).focus()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("listbox").get_by_role("option", name=NOAH)).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("listbox").get_by_role("option", name=NOAH)).to_be_hidden()
        await expect(topic).to_have_value("Follow-up")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(opener).to_be_focused()
