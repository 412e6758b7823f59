"""Connecting a Zoom account: from the signed hint in Slack to a stored grant.

The hint only says who asks. What protects the journey is made when the person has read whose account they connect: a
random state, used once within ten minutes, bound to their browser, and a PKCE verifier. All are kept as hashes or
sealed, so a copy of the database opens no door.
"""

import hashlib
import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import intents, zoom_intents
from bot.domain.failures import DeliveryError, ZoomError
from bot.domain.links import Links
from bot.domain.meeting import Meeting
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxKind
from bot.domain.people import Actor, Professional, Workspace
from bot.domain.refusals import NotAProfessional, Refusal
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import (
    ATTEMPT_LIFETIME,
    NEEDED_SCOPES,
    ConnectAttempt,
    ZoomConnection,
    ZoomGrant,
    ZoomUser,
)
from bot.ports import Clock, Waker, ZoomOAuth
from bot.services.denying import Denying
from bot.services.identifying import FRESH_AT_THE_DOOR, Identifying
from bot.stores import Repositories, Store

_log = logging.getLogger("consulta.connecting")
_SECRET_BYTES = 32
# So many cards are drawn anew when another account is connected; the others are when something happens with them.
_MOST_SHOWN = 100
_WAITING_FOR_A_CONNECTION = (
    OutboxKind.ZOOM_CREATE,
    OutboxKind.ZOOM_DELETE,
    OutboxKind.ZOOM_RESTORE,
    OutboxKind.ZOOM_UPDATE,
)

NOT_OURS = "This link does not work."
DECLINED = "You chose not to allow it in Zoom."
SPENT = "This link was used or is older than 10 minutes."
OTHER_BROWSER = "Please finish in the browser where you started."
SCOPES_MISSING = "Zoom did not grant every permission."
NO_ANSWER = "Zoom is not answering."
SLACK_SILENT = "Slack is not answering. Please try again in a moment."


class NothingConnected(Refusal):
    """The journey ended without a connection; the way on is *Authenticate to Zoom* in Slack, once more."""


@dataclass(frozen=True, kw_only=True)
class ConnectPerson:
    """Whom a Zoom account would be connected to, as the page names them."""

    professional_name: str = field(repr=False)
    workspace_name: str


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Where to send the browser, and what its cookie holds until it is back."""

    authorize_url: str = field(repr=False)
    browser_secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Connecting:
    """`support_contact` is named where only the operator can help."""

    store: Store
    oauth: ZoomOAuth
    clock: Clock
    waker: Waker
    links: Links
    identifying: Identifying
    support_contact: str

    async def describe(self, hint: str) -> ConnectPerson:
        """Tell who asks. Raises NothingConnected when the hint is not ours or names nobody we serve."""
        professional, workspace = await self._who(hint)
        return ConnectPerson(professional_name=professional.name, workspace_name=workspace.name)

    async def find_professional(self, hint: str) -> Professional:
        """Find who asks. Raises NothingConnected as `describe` does."""
        professional, _ = await self._who(hint)
        return professional

    async def begin(self, hint: str) -> Journey:
        """Begin the journey to Zoom. Raises NothingConnected as `describe` does."""
        professional = await self.find_professional(hint)
        state, browser_secret, verifier = (new_secret() for _ in range(3))
        attempt = ConnectAttempt(
            state_hash=hashed(state),
            browser_hash=hashed(browser_secret),
            professional_id=professional.id,
            verifier=verifier,
            expires_at=self.clock.now() + ATTEMPT_LIFETIME,
        )
        async with self.store.writing() as work:
            await work.connections.add_attempt(attempt)
        _log.info("begun professional=%s", professional.id)
        return Journey(
            authorize_url=self.oauth.authorize_url(state, _challenge(verifier)), browser_secret=browser_secret
        )

    async def finish(self, state: str, code: str, error: str, browser_secret: str) -> None:
        """End the journey with what Zoom's redirect brought, empty where it brought nothing.

        Raises NothingConnected, each refusal in its own words; then nothing is stored.
        """
        attempt = await self.take_attempt(state, browser_secret)
        await self._require_served(attempt)
        if error or not code:
            raise NothingConnected(self._reply_to_callback(error))
        grant, user = await self._obtain(attempt, code)
        async with AsyncExitStack() as unless_stored:
            unless_stored.push_async_callback(self._give_back, grant)
            await self._store(attempt, grant, user)
            unless_stored.pop_all()
        self.waker.wake()
        _log.info("connected professional=%s", attempt.professional_id)

    async def _who(self, hint: str) -> tuple[Professional, Workspace]:
        actor = self.links.read_hint(hint)
        if actor is None:
            raise NothingConnected(NOT_OURS)
        async with self.store.reading() as look:
            workspace = await look.people.find_workspace()
        if workspace is None or workspace.slack_team_id != actor.slack_team_id:
            raise NothingConnected(NOT_OURS)
        return await self._served(actor), workspace

    async def _served(self, actor: Actor) -> Professional:
        """Find the professional, as Slack says at this moment: the hint lasts, and being a professional may not."""
        try:
            return await self.identifying.professional(actor, within=FRESH_AT_THE_DOOR)
        except NotAProfessional as refusal:
            await Denying(store=self.store, clock=self.clock).note(actor, refusal, about="page:connect")
            raise NothingConnected(refusal.reply) from refusal
        except DeliveryError as failure:
            raise NothingConnected(SLACK_SILENT) from failure

    async def _require_served(self, attempt: ConnectAttempt) -> None:
        async with self.store.reading() as look:
            professional = await look.people.get_professional(attempt.professional_id)
        await self._served(professional.actor)

    async def take_attempt(self, state: str, browser_secret: str) -> ConnectAttempt:
        """Spend the attempt, committed before Zoom is asked; in another browser it stays for the right one.

        It is looked for first, so that a stranger who makes states up causes no writes.
        """
        state_hash = hashed(state)
        if await self._is_waiting(state_hash):
            async with self.store.writing() as work:
                attempt = await work.connections.take_attempt(state_hash, hashed(browser_secret), self.clock.now())
            if attempt is not None:
                return attempt
            if await self._is_waiting(state_hash):
                raise NothingConnected(OTHER_BROWSER)
        raise NothingConnected(SPENT)

    async def _is_waiting(self, state_hash: str) -> bool:
        async with self.store.reading() as look:
            return await look.connections.has_attempt(state_hash, self.clock.now())

    async def _obtain(self, attempt: ConnectAttempt, code: str) -> tuple[ZoomGrant, ZoomUser]:
        """Trade the code and learn whose account it is; a grant that will not be kept is given back."""
        try:
            grant = await self.oauth.exchange(code, attempt.verifier)
        except ZoomError as failure:
            raise self._refusal(attempt, failure) from failure
        if not grant.scopes >= NEEDED_SCOPES:
            await self._give_back(grant)
            raise NothingConnected(SCOPES_MISSING)
        try:
            return grant, await self.oauth.whose(grant)
        except ZoomError as failure:
            await self._give_back(grant)
            raise self._refusal(attempt, failure) from failure

    async def _give_back(self, grant: ZoomGrant) -> None:
        try:
            await self.oauth.revoke(grant)
        except ZoomError as failure:
            _log.warning("not_revoked code=%s", failure.code)  # kept nowhere, it ends by itself

    async def _store(self, attempt: ConnectAttempt, grant: ZoomGrant, user: ZoomUser) -> None:
        professional_id, now = attempt.professional_id, self.clock.now()
        async with self.store.writing() as work:
            upcoming = await work.meetings.list_upcoming(professional_id, now, _MOST_SHOWN)
            await work.connections.lock(professional_id)
            former = await work.connections.find(professional_id)
            await work.connections.connect(professional_id, grant, user, now)
            present = await work.connections.find(professional_id)
            if former is not None and present is not None and former.zoom_user != present.zoom_user:
                await _change_account(work, former, upcoming, now)
            await work.outbox.add(intents.notice(NoticeKind.CONNECTED, professional_id, attempt.state_hash, now))
            await work.outbox.renew(intents.home(professional_id, now))
            await work.outbox.hasten(professional_id, _WAITING_FOR_A_CONNECTION, now)
            # What happened in Zoom meanwhile was not reported to anybody.
            await work.outbox.renew(zoom_intents.inventory(professional_id, now))
            await work.audit.add(
                at=now, actor=professional_id, action="connect", about=professional_id, outcome="connected"
            )

    def _reply_to_callback(self, error: str) -> str:
        """Word what Zoom's redirect said instead of a code. Zoom documents no values: these are OAuth's own."""
        if error in {"server_error", "temporarily_unavailable"}:
            return NO_ANSWER
        return self._not_open if error == "unauthorized_client" else DECLINED

    def _refusal(self, attempt: ConnectAttempt, failure: ZoomError) -> NothingConnected:
        _log.warning("not_connected professional=%s code=%s", attempt.professional_id, failure.code)
        replies: dict[str, str] = {
            ZoomCode.NOT_OPEN: self._not_open,
            ZoomCode.INVALID_GRANT: SPENT,
            ZoomCode.SCOPE: SCOPES_MISSING,
        }
        return NothingConnected(replies.get(failure.code, NO_ANSWER))

    @property
    def _not_open(self) -> str:
        return f"This Zoom app is not open to your Zoom account yet; please tell {self.support_contact}."


async def _change_account(
    work: Repositories, former: ZoomConnection, upcoming: Iterable[Meeting], now: datetime
) -> None:
    """Set the former account's grant aside, to be given back, and show which meetings are in which account.

    With the same account there is nothing to give back: by the new authorization Zoom has ended the one before.
    """
    if former.grant is not None:
        await work.replaced_grants.keep(former.professional_id, former.version, former.grant)
        await work.outbox.add(intents.former_revocation(former, now))
    for meeting in upcoming:
        await work.outbox.renew(intents.card(meeting, now))


def new_secret() -> str:
    """Draw 256 random bits, as 43 characters that are safe in an address."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _challenge(verifier: str) -> str:
    """Hide the verifier as PKCE's S256 does (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
