import pytest
from playwright.async_api import expect

from tests.browser.hands import press

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_tour_has_five_steps_stays_away_once_ended_and_can_be_asked_for(ana):
    tour = ana.page.get_by_role("region", name="Tour")
    for step in range(1, 5):
        await expect(tour).to_contain_text(f"Step {step} of 5")
        await press("Next")(ana.page)
    await press("Finish")(ana.page)
    await ana.page.reload()
    await expect(ana.page.get_by_role("combobox", name="Signed in as")).to_have_value("U0ANA000001")
    await expect(tour).to_have_count(0)
    await press("Tour")(ana.page)
    await expect(tour.get_by_role("heading", name="Connect Zoom")).to_be_focused()
