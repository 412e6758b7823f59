"""The window itself: it must notice what the other tests rely on it to notice."""

import pytest

from tests.browser.windows import MisbehavedError, open_window

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<script>console.error('spilt')</script>", "console: spilt"),
        ("<script>throw new Error('broken')</script>", "script: broken"),
        ("<img src='http://elsewhere.example/dot.png' alt=''>", "left this machine: http://elsewhere.example/dot.png"),
        ("<img src='http://10.0.0.1/dot.png' alt=''>", "left this machine: http://10.0.0.1/dot.png"),
    ],
    ids=["an error on the console", "a script that breaks", "a name elsewhere", "an address elsewhere"],
)
async def test_what_a_page_must_not_do_fails_its_test(browser, content, problem):
    with pytest.raises(MisbehavedError, match=problem):
        async with open_window(browser) as window:
            await window.page.set_content(content)


async def test_a_page_that_does_nothing_wrong_passes(browser, app):
    async with open_window(browser) as window:
        await window.page.goto(app.page_url)
