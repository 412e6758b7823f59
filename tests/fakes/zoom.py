"""Zoom in memory: an authorization server that rotates its tokens, and the meetings of one host."""

import asyncio
import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from bot.domain.failures import ZoomError
from bot.domain.zoom_connection import NEEDED_SCOPES, ZoomGrant, ZoomUser
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ZoomOutcome
from bot.ports import Clock
from tests.builders import a_grant, a_zoom_meeting, a_zoom_user
from tests.fakes.edges import FakeClock


def invalid_grant() -> ZoomError:
    return ZoomError("invalid_grant", permanent=True, reconnect=True)


@dataclass
class FakeZoomOAuth:
    """Accepts the code `code` once, with the verifier of the last challenge, and the newest refresh token only.

    `failures` are raised first, in order, one for each call but of `revoke`.
    """

    clock: Clock = field(default_factory=FakeClock)
    scopes: frozenset[str] = NEEDED_SCOPES
    user: ZoomUser = field(default_factory=a_zoom_user)
    lifetime: timedelta = timedelta(hours=1)
    newest: ZoomGrant = field(default_factory=a_grant)
    failures: list[ZoomError] = field(default_factory=list)
    revoke_failures: list[ZoomError] = field(default_factory=list)
    challenge: str = ""
    is_code_spent: bool = False
    refreshes: int = 0
    revoked: list[ZoomGrant] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(2))

    def authorize_url(self, state: str, challenge: str) -> str:
        self.challenge = challenge
        return f"https://zoom.example/oauth/authorize?state={state}"

    async def exchange(self, code: str, verifier: str) -> ZoomGrant:
        self._fail()
        digest = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if code != "code" or self.is_code_spent or digest != self.challenge:
            raise invalid_grant()
        self.is_code_spent = True
        return self._next()

    async def refresh(self, grant: ZoomGrant) -> ZoomGrant:
        self._fail()
        self.refreshes += 1
        await asyncio.sleep(0)  # as on a network, others go on meanwhile
        if grant.refresh_token != self.newest.refresh_token:
            raise invalid_grant()
        return self._next()

    async def revoke(self, grant: ZoomGrant) -> None:
        if self.revoke_failures:
            raise self.revoke_failures.pop(0)
        self.revoked.append(grant)

    async def whose(self, grant: ZoomGrant) -> ZoomUser:
        self._fail()
        if grant != self.newest:
            raise ZoomError("token")
        return self.user

    def _next(self) -> ZoomGrant:
        number = next(self._numbers)
        self.newest = ZoomGrant(
            access_token=f"access-{number}",
            refresh_token=f"refresh-{number}",
            scopes=self.scopes,
            expires_at=self.clock.now() + self.lifetime,
        )
        return self.newest

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


class OpenAccess:
    """Always has a grant."""

    async def with_grant(self, professional_id, call, *, zoom_user=""):
        return await call(a_grant())


@dataclass
class FakeZoomMeetings:
    """Remembers meetings by nonce; fails as `failures` says, before or after the meeting was made."""

    meetings: dict[str, ZoomMeeting] = field(default_factory=dict)
    failures: list[ZoomError] = field(default_factory=list)
    fails_after_making: bool = False
    deleted: list[int] = field(default_factory=list)
    created: int = 0
    ended: list[int] = field(default_factory=list)
    became: ZoomOutcome = field(default_factory=ZoomOutcome)
    started: int = 0

    async def create(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting:
        if self.failures and not self.fails_after_making:
            raise self.failures.pop(0)
        self.created += 1
        self.meetings[plan.nonce] = a_zoom_meeting()
        if self.failures:
            raise self.failures.pop(0)
        return self.meetings[plan.nonce]

    async def start_url(self, grant: ZoomGrant, zoom_meeting_id: int) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.started += 1
        return f"https://zoom.us/s/{zoom_meeting_id}?zak=secret-{self.started}"

    async def find(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting | None:
        return self.meetings.get(plan.nonce)

    async def end(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.ended.append(zoom_meeting_id)

    async def outcome(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomOutcome:
        if self.failures:
            raise self.failures.pop(0)
        return self.became

    async def delete(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.deleted.append(zoom_meeting_id)
