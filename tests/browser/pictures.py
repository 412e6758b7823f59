"""`make pictures`: the pictures of docs/pictures, taken from the running product on a day that is always the same."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import FloatRect, Locator, Page, expect

from tests.acceptance.stage import MADRID, Stage, open_stage
from tests.browser import story
from tests.browser.chromium import MISSING, find_chromium, open_browser
from tests.browser.hands import press, write
from tests.browser.story import Wish
from tests.browser.windows import open_window
from tests.slack_world import ANA
from tests.waiting import until

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MORNING = datetime(2030, 3, 4, 9, 30, tzinfo=MADRID)  # a Monday
MEETINGS = (
    Wish(patient="Noah Clarke", starts_at=MORNING.replace(day=5, hour=15, minute=0), topic="Follow-up"),
    Wish(patient="Hana Sato", starts_at=MORNING.replace(day=6, hour=10, minute=0), topic="Results of the blood test"),
)
NEXT = Wish(patient="Lucía Peña", starts_at=MORNING.replace(day=11, hour=16, minute=0), topic="Physiotherapy, week 3")
FONTS = Path(__file__).with_name("fonts.conf")
SHARPNESS = 1.5  # picture elements to one of the page's
WIDTH = 1440


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is to be seen, how high the window must be for all of it, and how much is shown of what is around."""

    show: Callable[[Page], Awaitable[Locator]]
    height: int
    margin: int = 16


async def home(page: Page) -> Locator:
    await story.open_conversation(page, "Home")
    await page.get_by_role("heading", name="Next meeting").wait_for()
    return page.locator("#slack")


async def form(page: Page) -> Locator:
    await story.open_conversation(page, "Home")
    await press("New meeting")(page)
    await story.fill_form(page, NEXT)
    dialog = page.get_by_role("dialog", name="New meeting")
    await dialog.get_by_text("Your clock:").wait_for()
    return await unfocused(dialog)


async def card(page: Page) -> Locator:
    await story.open_conversation(page, "Messages")
    article = page.get_by_role("article", name="Meeting scheduled for").first
    await article.evaluate("article => article.scrollIntoView({ block: 'center' })")
    return article


async def cancel(page: Page) -> Locator:
    article = await card(page)
    await article.get_by_role("button", name="Cancel meeting").click()
    await write("Reason", "I am ill today. Please call the clinic for a new time.")(page)
    return await unfocused(page.get_by_role("dialog", name="Cancel meeting"))


async def mail(page: Page) -> Locator:
    article = await story.read_mail(page, MEETINGS[0].patient, "Your online meeting")
    await article.frame_locator("iframe").get_by_role("link", name="Join the meeting").wait_for()
    return page.get_by_role("tabpanel", name="Mailbox")


async def put_away(page: Page) -> None:
    """Close the form that is open: it is Ana's, in whichever window she looks next."""
    if await page.get_by_role("dialog").count():
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def unfocused(dialog: Locator) -> Locator:
    """The form without a caret that blinks."""
    await dialog.get_by_role("heading").first.focus()
    return dialog


PICTURES = {
    "home": Picture(show=home, height=860),
    "form": Picture(show=form, height=1180),
    "card": Picture(show=card, height=1000, margin=-2),
    "cancel": Picture(show=cancel, height=600),
    "mail": Picture(show=mail, height=940, margin=0),
}


async def make(program: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with open_stage(Path(folder), None) as stage, open_browser(program, FONTS) as browser:
            await prepare(stage)
            for name, picture in PICTURES.items():
                size = {"width": WIDTH, "height": picture.height}
                async with open_window(browser, viewport=size, device_scale_factor=SHARPNESS) as window:
                    await story.open_slack(window.page, stage.page_url, ANA)
                    await take(window.page, picture, FOLDER / f"{name}.png")
                    await put_away(window.page)


async def take(page: Page, picture: Picture, file: Path) -> None:
    box = await (await picture.show(page)).bounding_box()
    assert box is not None
    around = picture.margin
    clip = FloatRect(
        x=box["x"] - around, y=box["y"] - around, width=box["width"] + 2 * around, height=box["height"] + 2 * around
    )
    await page.screenshot(path=file, clip=clip, animations="disabled")


async def prepare(stage: Stage) -> None:
    """Let Ana have a few meetings, all of them told to their patients."""
    await stage.move_to(MORNING)
    ana = stage.person(ANA)

    async def is_connected() -> bool:
        return "Zoom is connected" in await ana.connect()

    # An attempt that began before the bot noticed the new day is too old by the time it ends.
    await until(is_connected, "the connection to Zoom")
    for wish in MEETINGS:
        await ana.schedule(wish.patient, wish.starts_at, topic=wish.topic)
        card_of_it = await ana.card_of(wish.starts_at)
        await ana.card_says(card_of_it["ts"], "Email to patient: sent at")
        await ana.do("close", everything=True)


def main() -> None:
    program = find_chromium()
    if program is None:
        sys.exit(f"The pictures cannot be made: {MISSING}.")
    asyncio.run(make(program))


if __name__ == "__main__":
    main()
