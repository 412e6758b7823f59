"""Who is no professional, or no longer, before our pages."""

from datetime import timedelta

import pytest

from bot.domain.admission import Policy, WhoServes
from bot.domain.failures import DeliveryError
from bot.domain.people import Standing
from bot.domain.refusals import NotAProfessional
from tests.builders import ANA, BEN, a_member


async def looked(web, browser, actor=ANA):
    """Open the connect page by the link that was drawn for this person."""
    page = await browser.get(web.links.connect(actor).removeprefix(web.public_url))
    assert (page.status_code, web.store.state.connections) == (400, {})
    assert 'href="/support"' in page.text
    return page.text


async def test_whom_slack_does_not_know_cannot_connect(web, browser):
    assert NotAProfessional().reply in await looked(web, browser, BEN)


async def test_whom_the_policy_leaves_out_cannot_connect(web, browser):
    async with web.store.writing() as work:
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
    assert NotAProfessional().reply in await looked(web, browser)
    [denial] = web.store.state.audit.values()
    assert (denial["actor"], denial["about"]) == ("professional-ana", "page:connect")


async def test_who_was_deactivated_a_moment_ago_cannot_connect(web, browser):
    web.directory.members[ANA.slack_user_id] = a_member(standing=Standing.DEACTIVATED)
    web.clock.advance(timedelta(minutes=1))
    assert NotAProfessional().reply in await looked(web, browser)


async def test_a_slack_that_is_silent_for_long_leaves_the_door_closed(web, browser):
    web.directory.failure = DeliveryError("slack_unreachable")
    web.clock.advance(timedelta(days=2))
    assert "Slack is not answering. Please try again in a moment." in await looked(web, browser)


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.GUEST])
async def test_who_stopped_being_a_member_on_the_way_to_zoom_is_not_connected(web, browser, standing):
    state = await web.begin(browser)
    web.directory.members[ANA.slack_user_id] = a_member(standing=standing)
    web.clock.advance(timedelta(minutes=5))
    page = await browser.get("/zoom/callback", params={"state": state, "code": "code"})
    assert (NotAProfessional().reply in page.text, web.store.state.connections) == (True, {})
