"""Two people at their own browsers: what is one's alone is never in the other's window, nor on its way there."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import story
from tests.browser.hands import press
from tests.browser.windows import open_window
from tests.slack_world import ANA, BEN, actions, button, home, modal, section

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def ben(browser, app):
    async with open_window(browser) as window:
        await window.page.goto(f"{app.page_url}/#as={BEN}")
        yield window


async def test_a_modal_is_before_its_person_only(app, ana, ben):
    answers = []

    def keep(answer):
        if not answer.url.endswith("/changes"):  # the stream of changes, which says only that there is one, has no end
            answers.append(answer)

    ben.page.on("response", keep)
    await app.open_modal(ANA, modal(section("Only Ana reads this.")))
    await expect(ana.page.get_by_role("dialog")).to_contain_text("Only Ana reads this.")
    await app.publish_home(BEN, home(section("Ben's own Home")))
    await expect(ben.page.get_by_text("Ben's own Home")).to_be_visible()
    await expect(ben.page.get_by_role("dialog")).to_have_count(0)
    came = [await answer.text() for answer in answers]
    assert [words for words in came if "Only Ana reads this." in words] == []
    assert [words for words in came if "Ben's own Home" in words] != []


async def test_an_ephemeral_answer_in_the_channel_is_read_by_who_asked_only(app, ana, ben):
    app.replies["command"] = {"text": "Next meeting: today."}
    for window in (ben, ana):
        await story.type_command(window.page, "/meeting")
        await app.next("command")
        app.replies["command"] = {"text": "No meeting ahead."}
    await expect(ben.page.get_by_role("article", name="Next meeting: today.")).to_contain_text("Only visible to you")
    await expect(ana.page.get_by_role("article", name="No meeting ahead.")).to_contain_text("Only visible to you")
    await expect(ana.page.get_by_role("article")).to_have_count(1)


async def test_what_all_may_read_is_in_both_windows(app, ana, ben):
    app.replies["command"] = {"text": "The clinic is closed on Friday.", "response_type": "in_channel"}
    await story.open_conversation(ben.page, "# general")
    await story.type_command(ana.page, "/meeting")
    for window in (ana, ben):
        await expect(window.page.get_by_role("article", name="The clinic is closed on Friday.")).to_be_visible()


async def test_a_home_is_its_persons_own(app, ana, ben):
    await app.publish_home(ANA, home(actions(button("Ana's meeting"))))
    await app.publish_home(BEN, home(actions(button("Ben's meeting"))))
    await press("Ben's meeting")(ben.page)
    await expect(ana.page.get_by_role("button", name="Ana's meeting")).to_be_visible()
    await expect(ana.page.get_by_role("button", name="Ben's meeting")).to_have_count(0)
