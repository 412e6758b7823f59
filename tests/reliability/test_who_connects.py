"""T8: a victim opens an attacker's connect link, in a browser, before the running product and the sandbox's Slack."""

import httpx
import pytest

from bot.domain.links import Links
from bot.domain.people import Actor
from sandbox.people.person import Person
from storage.vault import parse_key_ring
from tests.acceptance.stage import submit_form
from tests.reliability.rig import open_rig

ATTACKER, VICTIM = "U0BEN000001", "U0ANA000001"


@pytest.fixture
async def rig(tmp_path):
    """The product asks people to sign in with Slack, and nobody but the attacker has been there yet."""
    settings = {"CONSULTA_SIGN_IN_WITH_SLACK": "on"}
    async with open_rig(tmp_path, f"sqlite:///{tmp_path / 'consulta.db'}", settings=settings) as opened:
        await opened.start()
        await type_status(opened, ATTACKER)
        yield opened


async def type_status(rig, user_id: str) -> None:
    await Person(world=rig.world, user_id=user_id).type_command("/meeting", "status")


def link_of(rig, user_id: str) -> str:
    """The link that Slack shows this person, and that they may send to others."""
    [replica] = rig.replicas
    keys = parse_key_ring(replica.environment["CONSULTA_KEYS"])
    links = Links(public_url=rig.sandbox.bot_url, key=keys.derive("links"))
    return links.connect(Actor(slack_team_id=rig.world.slack.team_id, slack_user_id=user_id))


async def follow(browser: httpx.AsyncClient, link: str, signed_in_as: str) -> httpx.Response:
    """Open the link, say yes, and sign in with Slack as whoever one is."""
    slacks_page = await submit_form(browser, await browser.get(link))
    assert "Slack of the sandbox" in slacks_page.text
    return await submit_form(browser, slacks_page, account=signed_in_as, decision="allow")


async def test_who_opens_the_link_of_another_never_reaches_zoom(rig):
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        page = await follow(browser, link_of(rig, ATTACKER), signed_in_as=VICTIM)
    assert (page.status_code, "signed in to Slack as someone else" in page.text) == (400, True)
    assert rig.world.traffic.to("zoom") == []


async def test_whom_the_link_names_reaches_zoom_and_is_connected(rig):
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        page = await follow(browser, link_of(rig, ATTACKER), signed_in_as=ATTACKER)
        assert "Consulta asks for access to your Zoom account" in page.text
        page = await submit_form(browser, page, account="zBenOkafor6Yh1sLd9XeUg", decision="allow")
    assert "Zoom is connected" in page.text


async def test_who_declines_in_slack_is_told_so(rig):
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        slacks_page = await submit_form(browser, await browser.get(link_of(rig, ATTACKER)))
        page = await submit_form(browser, slacks_page, account=ATTACKER, decision="decline")
    assert "You chose not to sign in with Slack." in page.text
