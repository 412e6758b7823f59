"""Sign in with Slack before Zoom is asked: whoever follows a link must be whom it names, in the same browser.

Without it the page names the person, and somebody who does not read it may connect their Zoom account to the one who
sent them the link. With it Slack itself says who sits there.
"""

import logging
from dataclasses import dataclass

from bot.domain.failures import DeliveryError
from bot.domain.people import Actor
from bot.domain.zoom_connection import ATTEMPT_LIFETIME, ConnectAttempt
from bot.ports import SlackSignIn
from bot.services.connecting import SLACK_SILENT, Connecting, Journey, NothingConnected, hashed, new_secret

_log = logging.getLogger("consulta.connecting")

DECLINED_IN_SLACK = "You chose not to sign in with Slack."
SOMEONE_ELSE = (
    "You are signed in to Slack as someone else than this link is for. If somebody sent it to you, close this page."
)
# What its state is for is hashed with it: one that Slack brings back opens nothing at the address that Zoom leads to.
_PURPOSE = "sign in with slack\0"


@dataclass(frozen=True, kw_only=True)
class SigningIn:
    """Stands before `connecting`. The attempt's verifier is the nonce that Slack's token must name."""

    connecting: Connecting
    slack: SlackSignIn

    async def begin(self, hint: str) -> Journey:
        """Begin the journey to Slack. Raises NothingConnected when the hint is not ours or names nobody we serve."""
        professional = await self.connecting.find_professional(hint)
        state, browser_secret, nonce = (new_secret() for _ in range(3))
        attempt = ConnectAttempt(
            state_hash=hashed(_PURPOSE + state),
            browser_hash=hashed(browser_secret),
            professional_id=professional.id,
            verifier=nonce,
            expires_at=self.connecting.clock.now() + ATTEMPT_LIFETIME,
        )
        async with self.connecting.store.writing() as work:
            await work.connections.add_attempt(attempt)
        return Journey(authorize_url=self.slack.authorize_url(state, nonce), browser_secret=browser_secret)

    async def finish(self, state: str, code: str, error: str, browser_secret: str) -> Journey:
        """Go on to Zoom, if Slack says that the link is this person's. Raises NothingConnected, and begins nothing."""
        attempt = await self.connecting.take_attempt(_PURPOSE + state, browser_secret)
        if error or not code:
            raise NothingConnected(DECLINED_IN_SLACK)
        expected = await self._actor_of(attempt)
        if await self._who(code, attempt) != expected:
            _log.warning("signed_in_as_another professional=%s", attempt.professional_id)
            raise NothingConnected(SOMEONE_ELSE)
        return await self.connecting.begin(self.connecting.links.hint(expected))

    async def _actor_of(self, attempt: ConnectAttempt) -> Actor:
        async with self.connecting.store.reading() as look:
            return (await look.people.get_professional(attempt.professional_id)).actor

    async def _who(self, code: str, attempt: ConnectAttempt) -> Actor:
        try:
            return await self.slack.who(code, attempt.verifier)
        except DeliveryError as failure:
            _log.warning("not_signed_in professional=%s code=%s", attempt.professional_id, failure.code)
            raise NothingConnected(SLACK_SILENT) from failure
