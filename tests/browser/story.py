"""A professional's day on the page, step by step: tests try these steps and pictures are taken of them."""

import re
from dataclasses import dataclass
from datetime import datetime

from playwright.async_api import Locator, Page, expect

from tests.browser.hands import find_by_typing, press, write


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be scheduled: `starts_at` is a time on the professional's clock."""

    patient: str
    starts_at: datetime
    topic: str = "Follow-up"


async def open_slack(page: Page, address: str, user_id: str) -> None:
    """Come to the page for the first time, and send the tour away."""
    await page.goto(f"{address}/#as={user_id}")
    await press("End tour")(page)


async def open_panel(page: Page, name: str) -> Locator:
    """Look at one of the panels around Slack."""
    beginning = re.compile(f"^{name}")
    await page.get_by_role("tab", name=beginning).click()
    return page.get_by_role("tabpanel", name=beginning)


async def open_conversation(page: Page, name: str) -> None:
    """Go to "Home" or "Messages" of the app, or to a channel."""
    conversations = page.get_by_role("navigation", name="Conversations")
    await conversations.get_by_role("button", name=name if name.startswith("#") else "Consulta").click()
    if not name.startswith("#"):
        await page.get_by_role("tab", name=name).click()


async def type_command(page: Page, words: str) -> None:
    await open_conversation(page, "# general")
    composer = page.get_by_role("textbox", name="Message #general")
    await composer.fill(words)
    await composer.press("Enter")


async def connect_zoom(page: Page) -> None:
    """From Home to Zoom's consent and back, in a tab that is closed at the end."""
    tab = await opened_by(page, page.get_by_role("link", name="Authenticate to Zoom"))
    await tab.get_by_role("button", name="Yes, continue to Zoom").click()
    await tab.get_by_role("button", name="Allow").click()
    await expect(tab.get_by_role("heading", name="Zoom is connected")).to_be_visible()
    await tab.close()


async def opened_by(page: Page, link: Locator) -> Page:
    """Follow a link that opens a tab of its own; returns that tab."""
    async with page.context.expect_page() as opened:
        await link.click()
    return await opened.value


async def fill_form(page: Page, wish: Wish) -> None:
    await write("Topic", wish.topic)(page)
    await write("Date", f"{wish.starts_at:%Y-%m-%d}")(page)
    await write("Time", f"{wish.starts_at:%H:%M}")(page)
    await find_by_typing("Patient", wish.patient[:3], wish.patient)(page)


async def schedule(page: Page, wish: Wish) -> None:
    """From the button in Home to the word that all is done."""
    await press("New meeting")(page)
    await fill_form(page, wish)
    await send_form(page)
    await press("Done")(page)


async def send_form(page: Page) -> None:
    await press("Schedule meeting")(page)
    await expect(page.get_by_role("dialog").get_by_text("Email to patient: sent")).to_be_visible()


async def read_mail(page: Page, patient: str, subject: str) -> Locator:
    """Open the newest mail of a patient whose subject begins so; returns its article."""
    mailbox = await open_panel(page, "Mailbox")
    newest = mailbox.get_by_role("button", name=subject).first
    box = mailbox.get_by_role("combobox")
    await box.select_option(await box.get_by_role("option", name=patient).get_attribute("value"))
    await newest.click()
    return mailbox.get_by_role("article", name=subject)


async def start(page: Page) -> None:
    """Start from Home by the link that is there in time, which leads to Zoom in a tab of its own."""
    await open_conversation(page, "Home")
    tab = await opened_by(page, page.get_by_role("link", name="Start meeting").first)
    await expect(tab.get_by_role("heading", name="You are hosting the meeting")).to_be_visible()
    await tab.close()


async def end(page: Page) -> None:
    """End the meeting that is open from its card."""
    await open_conversation(page, "Messages")
    card = page.get_by_role("article", name="Meeting in progress")
    await card.get_by_role("button", name="End meeting").click()
    form = page.get_by_role("dialog", name="End meeting")
    await form.get_by_role("button", name="End meeting").click()
    await form.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("article", name="Meeting ended.")).to_be_visible()


async def give_reason(page: Page, reason: str) -> None:
    """Fill in the cancel form, and close it once it says what becomes of it."""
    form = page.get_by_role("dialog", name="Cancel meeting")
    await form.get_by_label("Reason").fill(reason)
    await form.get_by_role("button", name="Cancel meeting").click()
    await expect(form.get_by_text("Canceled. Your patient is being emailed.")).to_be_visible()
    await form.get_by_role("button", name="Done").click()
