"""The patients' pages in a real browser: for everybody, on a phone, by the keyboard alone, without scripts."""

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.patients_site import open_patients_site
from tests.browser.windows import open_window

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
YES, SEND = "Yes, this is my professional", "Send me the link"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site():
    async with open_patients_site() as running:
        yield running


async def press(page, name):
    await page.get_by_role("button", name=name, exact=True).click()


async def show_question(page, site):
    await page.goto(await site.invitation())


async def show_thanks(page, site):
    await show_question(page, site)
    await press(page, YES)


async def show_no(page, site):
    await show_question(page, site)
    await press(page, "No, erase this now")


async def show_own_page(page, site):
    await page.goto(await site.own_page())


async def show_asked(page, site):
    await show_own_page(page, site)
    await page.get_by_label("Your name").fill("Mia Clarke")
    await page.get_by_label("Your email address").fill("mia@patients.example")
    await press(page, SEND)


async def show_sheet(page, site):
    await page.goto(f"{await site.own_page()}/sheet")


async def show_leave(page, site):
    await page.goto(await site.leave())


async def show_left(page, site):
    await show_leave(page, site)
    await page.get_by_label("Cancel them").check()
    await press(page, "Leave Ana Ruiz")


async def show_erase(page, site):
    await page.goto(await site.erase())


async def show_erasing(page, site):
    await show_erase(page, site)
    await press(page, "Erase my data")


PAGES = {
    "Is this your professional?": show_question,
    "Thank you": show_thanks,
    "Erased": show_no,
    "Choose Ana Ruiz as your professional": show_own_page,
    "Please check your email": show_asked,
    "Choose Ana Ruiz as your professional (sheet)": show_sheet,
    "This is no longer my professional": show_leave,
    "Done": show_left,
    "Erase my data": show_erase,
    "Your data is being erased": show_erasing,
}


async def violations(page):
    """List all that axe-core finds, whatever its weight."""
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [f"{found['id']}: {node['target']}" for found in results.response["violations"] for node in found["nodes"]]


@pytest.mark.parametrize("looks", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser, site, looks, colours):
    found = {}
    async with open_window(browser, color_scheme=colours, **looks) as window:
        for heading, show in PAGES.items():
            await show(window.page, site)
            await expect(window.page.get_by_role("heading", level=1)).to_have_text(heading.removesuffix(" (sheet)"))
            found[heading] = await violations(window.page)
            width = await window.page.evaluate("document.documentElement.scrollWidth")
            assert (heading, width) == (heading, looks["viewport"]["width"])
    assert {heading: places for heading, places in found.items() if places} == {}


async def test_a_form_with_errors_names_them_to_everybody(browser, site):
    async with open_window(browser, **PHONE) as window:
        page = window.page
        await show_own_page(page, site)
        # A browser would hold an empty field back by itself, but not a name of blanks.
        await page.get_by_label("Your name").fill("   ")
        await page.get_by_label("Your email address").fill("mia@patients")
        await press(page, SEND)
        alert = page.get_by_role("alert", name="Please check what you entered")
        await expect(alert.get_by_role("link")).to_have_text(
            ["Write your name.", "Write your email address, such as maria@example.org."]
        )
        await alert.get_by_role("link").last.click()
        await expect(page.get_by_label("Your email address")).to_be_focused()
        await expect(page.get_by_label("Your name")).to_have_accessible_description("Write your name.")
        assert await violations(page) == []
        window.problems.clear()  # the console names the status of a form that was refused


async def test_by_the_keyboard_alone_a_patient_reads_corrects_and_says_yes(browser, site):
    async with open_window(browser) as window:
        page = window.page
        await show_question(page, site)
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="More about privacy")).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(page.get_by_label("Your name")).to_be_focused()
        await page.keyboard.press("ControlOrMeta+a")
        await page.keyboard.type("Noah J. Clarke")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Fr")
        await expect(page.get_by_label("Your language")).to_have_value("fr")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Tokyo")
        await expect(page.get_by_label("Your time zone")).to_have_value("Asia/Tokyo")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name=YES)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Merci")
    names = {patient.name for patient in site.web.store.state.patients.values()}
    assert "Noah J. Clarke" in names


async def test_the_field_for_programs_is_reached_by_nobody(browser, site):
    async with open_window(browser) as window:
        await show_own_page(window.page, site)
        await window.page.get_by_label("Your email address").focus()
        await window.page.keyboard.press("Tab")
        await expect(window.page.get_by_role("button", name=SEND)).to_be_focused()
        await expect(window.page.get_by_role("textbox")).to_have_count(2)
        await expect(window.page.get_by_label("Leave this empty")).not_to_be_in_viewport()


@pytest.mark.parametrize(("runs_scripts", "zone"), [(True, "Asia/Tokyo"), (False, "Europe/Madrid")])
async def test_the_browsers_zone_is_proposed_where_scripts_run(browser, site, runs_scripts, zone):
    async with open_window(browser, timezone_id="Asia/Tokyo", java_script_enabled=runs_scripts) as window:
        await show_question(window.page, site)
        await expect(window.page.get_by_label("Your time zone")).to_have_value(zone)


async def test_without_scripts_everything_can_be_done(browser, site):
    async with open_window(browser, java_script_enabled=False, **PHONE) as window:
        for heading, show in PAGES.items():
            await show(window.page, site)
            await expect(window.page.get_by_role("heading", level=1)).to_have_text(heading.removesuffix(" (sheet)"))


async def test_a_screen_reader_hears_what_each_part_is(browser, site):
    async with open_window(browser) as window:
        page = window.page
        await show_leave(page, site)
        question = page.get_by_role("group", name="What happens to them?")
        await expect(question.get_by_role("radio")).to_have_count(2)
        await expect(question.get_by_role("radio", name="They take place as planned")).not_to_be_checked()
        await show_sheet(page, site)
        await expect(page.get_by_role("img", name="The address, as a code for your phone's camera")).to_be_visible()
        await show_question(page, site)
        await expect(page.get_by_label("Your time zone")).to_have_accessible_description(
            "A large city whose clocks show the same time as yours."
        )
