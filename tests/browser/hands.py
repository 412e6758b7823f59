"""What a person does with their hands on the page, finding things by the words a screen reader would say."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page

Act = Callable[[Page], Awaitable[None]]


def press(name: str) -> Act:
    async def act(page: Page) -> None:
        await page.get_by_role("button", name=name, exact=True).click()

    return act


def follow(name: str) -> Act:
    """Follow a link button, which opens a tab of its own; come back when that is there."""

    async def act(page: Page) -> None:
        async with page.context.expect_page() as opened:
            await page.get_by_role("link", name=name, exact=True).click()
        await (await opened.value).wait_for_load_state()

    return act


def pick_from_menu(name: str) -> Act:
    async def act(page: Page) -> None:
        await page.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name=name, exact=True).click()

    return act


def choose(field: str, option: str) -> Act:
    """Take an option of a select from its open list."""

    async def act(page: Page) -> None:
        await page.get_by_role("combobox", name=field, exact=True).click()
        await page.get_by_role("listbox").get_by_role("option", name=option).click()

    return act


def find_by_typing(field: str, query: str, option: str) -> Act:
    """Type into a select until it offers what is wanted, and take that with the keyboard."""

    async def act(page: Page) -> None:
        await page.get_by_role("combobox", name=field, exact=True).press_sequentially(query)
        await page.get_by_role("listbox").get_by_role("option", name=option, selected=False).wait_for()
        await page.keyboard.press("Enter")

    return act


def find_another(field: str, query: str, option: str) -> Act:
    """Click into a select that has a choice, which selects it, and type over that."""
    find = find_by_typing(field, query, option)

    async def act(page: Page) -> None:
        await page.get_by_role("combobox", name=field, exact=True).click()
        await find(page)

    return act


def write(field: str, value: str) -> Act:
    """Enter a text, a date or a time."""

    async def act(page: Page) -> None:
        await page.get_by_label(field, exact=True).fill(value)

    return act


def write_and_enter(field: str, value: str) -> Act:
    async def act(page: Page) -> None:
        await page.get_by_label(field, exact=True).fill(value)
        await page.get_by_label(field, exact=True).press("Enter")

    return act


def tick(*options: str) -> Act:
    async def act(page: Page) -> None:
        for option in options:
            await page.get_by_role("checkbox", name=option).check()

    return act


def pick(option: str) -> Act:
    """Choose a radio button."""

    async def act(page: Page) -> None:
        await page.get_by_role("radio", name=option).check()

    return act
