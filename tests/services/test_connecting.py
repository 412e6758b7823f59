import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.failures import ZoomError
from bot.domain.links import Links
from bot.domain.outbox import OutboxKind
from bot.domain.people import Actor, Professional, Standing
from bot.domain.refusals import NotAProfessional
from bot.domain.zoom_connection import NEEDED_SCOPES, ConnectionState, ZoomConnection, ZoomGrant
from bot.services import connecting
from bot.services.connecting import Connecting, ConnectPerson, NothingConnected
from bot.services.identifying import Identifying
from tests.builders import ANA, NOW, TEAM, a_professional, a_workspace, a_zoom_user, an_entry
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomOAuth, invalid_grant

LINKS = Links(public_url="https://consulta.example", key=b"k" * 32)
HINT = LINKS.hint(ANA)
OF_ELSEWHERE = LINKS.hint(Actor(slack_team_id="T0OTHER0001", slack_user_id="U0ANA000001"))
NOT_OPEN = "This Zoom app is not open to your Zoom account yet; please tell help@clinic.example."


@dataclass
class Story:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeStore = field(default_factory=FakeStore)
    waker: FakeWaker = field(default_factory=FakeWaker)
    state: str = ""
    browser_secret: str = ""

    def __post_init__(self) -> None:
        self.oauth = FakeZoomOAuth(clock=self.clock)
        self.directory = FakeDirectory()
        self.identifying = Identifying(slack_team_id=TEAM, store=self.store, directory=self.directory, clock=self.clock)
        self.service = Connecting(
            store=self.store,
            oauth=self.oauth,
            clock=self.clock,
            waker=self.waker,
            links=LINKS,
            identifying=self.identifying,
            support_contact="help@clinic.example",
        )

    async def meet(self, professional: Professional) -> None:
        async with self.store.writing() as work:
            await work.people.save_professional(professional)

    async def begin(self) -> None:
        journey = await self.service.begin(HINT)
        self.state = parse_qs(urlsplit(journey.authorize_url).query)["state"][0]
        self.browser_secret = journey.browser_secret

    async def finish(self, code: str = "code", error: str = "") -> None:
        await self.service.finish(self.state, code, error, self.browser_secret)

    async def refusal(self, code: str = "code", error: str = "") -> str:
        """Finish in vain: tells the reply, and makes sure that nothing was stored."""
        with pytest.raises(NothingConnected) as caught:
            await self.finish(code, error)
        state = self.store.state
        assert (state.connections, state.outbox, state.audit, self.waker.woken) == ({}, {}, {}, 0)
        return caught.value.reply


@pytest.fixture
async def story() -> Story:
    story = Story()
    async with story.store.writing() as work:
        await work.people.save_workspace(a_workspace())
    await story.meet(a_professional())
    await story.begin()
    return story


async def test_the_page_names_the_person_and_the_workspace(story: Story) -> None:
    assert await story.service.describe(HINT) == ConnectPerson(
        professional_name="Ana Ruiz", workspace_name="Clinica Norte"
    )


@pytest.mark.parametrize("hint", ["", HINT[:-1], HINT.replace("ANA", "BEN"), OF_ELSEWHERE, "a.b.é"])
async def test_a_hint_that_is_not_ours_or_names_a_stranger_leads_nowhere(story: Story, hint: str) -> None:
    with pytest.raises(NothingConnected, match=connecting.NOT_OURS):
        await story.service.describe(hint)


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.DEACTIVATED, Standing.BOT, Standing.UNSEEN])
async def test_only_members_can_begin(story: Story, standing: Standing) -> None:
    await story.meet(a_professional(standing=standing))

    with pytest.raises(NothingConnected, match=NotAProfessional().reply):
        await story.service.begin(HINT)
    [denial] = story.store.state.audit.values()
    assert (denial["actor"], denial["about"]) == ("professional-ana", "page:connect")


async def test_neither_state_nor_browser_secret_is_stored(story: Story) -> None:
    stored = repr(story.store.state.attempts)

    assert not [secret for secret in (story.state, story.browser_secret) if secret in stored]


async def test_state_has_256_random_bits_and_is_safe_in_an_address(story: Story) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", story.state)


async def test_the_grant_is_stored_for_who_began(story: Story) -> None:
    await story.finish()

    stored = story.store.state.connections["professional-ana"]
    assert (stored.user, stored.connection) == (
        a_zoom_user(),
        ZoomConnection(
            professional_id="professional-ana",
            grant=story.oauth.newest,
            state=ConnectionState.CONNECTED,
            version=1,
            connected_at=NOW,
            last_worked_at=NOW,
        ),
    )


async def test_the_professional_is_told_in_slack_and_home_is_redrawn(story: Story) -> None:
    await story.finish()

    async with story.store.writing() as work:
        entries = await work.outbox.claim("worker", NOW, 10)
    assert {entry.kind: entry.ids for entry in entries} == {
        OutboxKind.SLACK_NOTICE: {"notice": "connected"},
        OutboxKind.SLACK_HOME: {},
        OutboxKind.ZOOM_INVENTORY: {},
    }


async def test_the_worker_is_woken_and_the_act_is_recorded(story: Story) -> None:
    await story.finish()

    recorded = {"at": NOW, "actor": "professional-ana", "action": "connect", "outcome": "connected"}
    assert (list(story.store.state.audit.values()), story.waker.woken) == (
        [recorded | {"about": "professional-ana"}],
        1,
    )


async def test_what_waited_for_zoom_goes_out_at_once(story: Story) -> None:
    async with story.store.writing() as work:
        await work.outbox.add(an_entry(due_at=NOW + timedelta(hours=1)))

    await story.finish()

    async with story.store.writing() as work:
        entries = await work.outbox.claim("worker", NOW, 10)
    assert OutboxKind.ZOOM_CREATE in {entry.kind for entry in entries}


async def test_a_second_connection_replaces_the_first_and_is_told_as_well(story: Story) -> None:
    await story.finish()
    story.oauth.is_code_spent = False
    await story.begin()
    await story.finish()

    notices = [key for key in story.store.state.outbox if key.startswith("slack.notice:connected:")]
    assert (story.store.state.connections["professional-ana"].connection.version, len(notices)) == (2, 2)


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        ("access_denied", connecting.DECLINED),
        ("something_else", connecting.DECLINED),
        ("unauthorized_client", NOT_OPEN),
        ("temporarily_unavailable", connecting.NO_ANSWER),
    ],
)
async def test_what_zoom_says_instead_of_a_code_is_told(story: Story, error: str, reply: str) -> None:
    assert await story.refusal(code="", error=error) == reply


async def test_an_error_beside_a_code_connects_nothing(story: Story) -> None:
    assert await story.refusal(error="access_denied") == connecting.DECLINED


async def test_after_ten_minutes_it_is_too_late(story: Story) -> None:
    story.clock.advance(timedelta(minutes=10))

    assert await story.refusal() == connecting.SPENT


@pytest.mark.parametrize("state", ["", "made-up", "ünïcode"])
async def test_a_state_that_nobody_began_with_is_refused(story: Story, state: str) -> None:
    story.state = state

    assert await story.refusal() == connecting.SPENT


async def test_the_same_link_again_is_refused_and_changes_nothing(story: Story) -> None:
    await story.finish()
    before = story.store.state

    with pytest.raises(NothingConnected, match=connecting.SPENT):
        await story.finish()

    assert story.store.state == before


async def test_a_declined_link_cannot_be_used_again(story: Story) -> None:
    await story.refusal(code="", error="access_denied")

    assert await story.refusal() == connecting.SPENT


@pytest.mark.parametrize("secret", ["", "another"])
async def test_another_browser_is_refused(story: Story, secret: str) -> None:
    story.browser_secret = secret

    assert await story.refusal() == connecting.OTHER_BROWSER


async def test_after_another_browser_tried_the_right_one_still_gets_through(story: Story) -> None:
    right, story.browser_secret = story.browser_secret, "another"
    await story.refusal()

    story.browser_secret = right
    await story.finish()

    assert story.waker.woken == 1


async def test_a_missing_permission_connects_nothing_and_gives_the_grant_back(story: Story) -> None:
    story.oauth.scopes = NEEDED_SCOPES - {"meeting:delete:meeting"}

    assert (await story.refusal(), story.oauth.revoked) == (connecting.SCOPES_MISSING, [story.oauth.newest])


async def test_more_permissions_than_needed_are_no_obstacle(story: Story) -> None:
    story.oauth.scopes = NEEDED_SCOPES | {"user:read:zak"}

    await story.finish()

    assert story.waker.woken == 1


@pytest.mark.parametrize(
    ("failure", "reply"),
    [
        (ZoomError("unknown"), connecting.NO_ANSWER),
        (ZoomError("rate"), connecting.NO_ANSWER),
        (ZoomError("invalid_client"), connecting.NO_ANSWER),
        (ZoomError("not_open"), NOT_OPEN),
        (invalid_grant(), connecting.SPENT),
    ],
)
async def test_a_code_that_zoom_does_not_take_connects_nothing(story: Story, failure: ZoomError, reply: str) -> None:
    story.oauth.failures = [failure]

    assert await story.refusal() == reply


async def test_a_grant_of_nobody_knows_whom_is_given_back(story: Story) -> None:
    async def silent(_: object) -> None:
        raise ZoomError("unknown")

    story.oauth.whose = silent  # type: ignore[assignment,method-assign]  # one call of two

    assert (await story.refusal(), story.oauth.revoked) == (connecting.NO_ANSWER, [story.oauth.newest])


async def test_a_verifier_belongs_to_its_journey(story: Story) -> None:
    first = (story.state, story.browser_secret)
    await story.begin()
    story.state, story.browser_secret = first

    assert await story.refusal() == connecting.SPENT


async def test_a_grant_that_cannot_be_stored_is_given_back(story: Story) -> None:
    exchange = story.oauth.exchange

    async def exchange_while_the_database_goes(code: str, verifier: str) -> ZoomGrant:
        story.store.failing_writes = 1
        return await exchange(code, verifier)

    story.oauth.exchange = exchange_while_the_database_goes
    with pytest.raises(OSError, match="away"):
        await story.finish()

    assert story.oauth.revoked == [story.oauth.newest]
