"""Who follows a link must be whom it names: T8, an attacker's link opened by a victim."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.failures import DeliveryError
from bot.domain.people import Actor
from bot.services.connecting import Connecting, NothingConnected
from bot.services.identifying import Identifying
from bot.services.signing_in import SigningIn
from tests.builders import ANA, BEN, TEAM, a_member, a_professional, a_workspace
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomOAuth
from tests.slack.stage import LINKS


@dataclass
class FakeSignIn:
    """Says that `actor` sits before the browser."""

    actor: Actor = ANA
    is_away: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def authorize_url(self, state, nonce):
        return f"https://slack.example/openid/connect/authorize?state={state}&nonce={nonce}"

    async def who(self, code, nonce):
        if self.is_away:
            raise DeliveryError("slack_unreachable")
        self.asked.append((code, nonce))
        return self.actor


@pytest.fixture
async def signing_in():
    store, clock = FakeStore(), FakeClock()
    people = (a_member(), a_member(slack_user_id=BEN.slack_user_id))
    directory = FakeDirectory(members={each.slack_user_id: each for each in people})
    async with store.writing() as work:
        await work.people.save_workspace(a_workspace())
        await work.people.save_professional(a_professional())
        await work.people.save_professional(a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))
    connecting = Connecting(
        store=store,
        oauth=FakeZoomOAuth(clock=clock),
        clock=clock,
        waker=FakeWaker(),
        links=LINKS,
        identifying=Identifying(slack_team_id=TEAM, store=store, directory=directory, clock=clock),
        support_contact="help@clinic.example",
    )
    return SigningIn(connecting=connecting, slack=FakeSignIn())


def state_of(journey):
    return parse_qs(urlsplit(journey.authorize_url).query)["state"][0]


def purposes(signing_in):
    return len(signing_in.connecting.store.state.attempts)


async def test_whom_the_link_names_goes_on_to_zoom(signing_in):
    journey = await signing_in.begin(LINKS.hint(ANA))
    onward = await signing_in.finish(state_of(journey), "code", "", journey.browser_secret)
    assert onward.authorize_url.startswith("https://zoom.example/oauth/authorize")
    assert onward.browser_secret != journey.browser_secret
    [(code, nonce)] = signing_in.slack.asked
    assert (code, parse_qs(urlsplit(journey.authorize_url).query)["nonce"]) == ("code", [nonce])


@pytest.mark.parametrize(
    "somebody", [BEN, Actor(slack_team_id="T0OTHER0001", slack_user_id=ANA.slack_user_id)], ids=["colleague", "other"]
)
async def test_who_opened_another_s_link_is_not_led_to_zoom(signing_in, somebody):
    signing_in.slack.actor = somebody
    journey = await signing_in.begin(LINKS.hint(ANA))
    with pytest.raises(NothingConnected, match="signed in to Slack as someone else"):
        await signing_in.finish(state_of(journey), "code", "", journey.browser_secret)
    assert purposes(signing_in) == 0


async def test_another_browser_cannot_finish(signing_in):
    journey = await signing_in.begin(LINKS.hint(ANA))
    with pytest.raises(NothingConnected, match="in the browser where you started"):
        await signing_in.finish(state_of(journey), "code", "", "another-secret")


async def test_an_attempt_is_used_once(signing_in):
    journey = await signing_in.begin(LINKS.hint(ANA))
    await signing_in.finish(state_of(journey), "code", "", journey.browser_secret)
    with pytest.raises(NothingConnected, match="was used"):
        await signing_in.finish(state_of(journey), "code", "", journey.browser_secret)


async def test_the_state_of_a_sign_in_opens_nothing_at_zooms_address(signing_in):
    journey = await signing_in.begin(LINKS.hint(ANA))
    with pytest.raises(NothingConnected, match="was used"):
        await signing_in.connecting.finish(state_of(journey), "code", "", journey.browser_secret)
    onward = await signing_in.connecting.begin(LINKS.hint(ANA))
    with pytest.raises(NothingConnected, match="was used"):
        await signing_in.finish(state_of(onward), "code", "", onward.browser_secret)


async def test_declining_is_told(signing_in):
    journey = await signing_in.begin(LINKS.hint(ANA))
    with pytest.raises(NothingConnected, match="not to sign in"):
        await signing_in.finish(state_of(journey), "", "access_denied", journey.browser_secret)


async def test_without_slacks_word_nobody_goes_on(signing_in):
    signing_in.slack.is_away = True
    journey = await signing_in.begin(LINKS.hint(ANA))
    with pytest.raises(NothingConnected, match="Slack is not answering"):
        await signing_in.finish(state_of(journey), "code", "", journey.browser_secret)
