"""Ana's connection to a Zoom that knows her newest token only, and processes that call it."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.failures import ZoomError
from bot.domain.zoom_connection import ConnectionState, ZoomGrant
from bot.services.zoom_access import ZoomAccess
from tests.builders import NOW, a_grant, a_zoom_user
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore
from tests.fakes.zoom import FakeZoomOAuth

ANA = "professional-ana"
SPENT = a_grant(expires_at=NOW + timedelta(minutes=5))


@dataclass
class Story:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeStore = field(default_factory=FakeStore)
    used: list[str] = field(default_factory=list)
    rejected: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.oauth = FakeZoomOAuth(clock=self.clock)
        self.access = self.process()

    def process(self) -> ZoomAccess:
        poll, patience = timedelta(milliseconds=1), timedelta(milliseconds=400)
        return ZoomAccess(store=self.store, oauth=self.oauth, clock=self.clock, poll=poll, patience=patience)

    async def connect(self, grant: ZoomGrant | None = None) -> None:
        self.oauth.newest = grant or a_grant()
        async with self.store.writing() as work:
            await work.connections.connect(ANA, self.oauth.newest, a_zoom_user(), self.clock.now())

    async def call(self, grant: ZoomGrant) -> str:
        """Stand for a call to Zoom, which knows the newest access token only."""
        self.used.append(grant.access_token)
        if grant.access_token != self.oauth.newest.access_token or grant.access_token in self.rejected:
            raise ZoomError("token")
        return "done"

    @property
    def connection_state(self) -> ConnectionState:
        return self.store.state.connections[ANA].connection.state

    @property
    def told(self) -> list[str]:
        return sorted(self.store.state.outbox)


async def a_story() -> Story:
    """Ana, connected with a grant that is good for long."""
    story = Story()
    await story.connect()
    return story
