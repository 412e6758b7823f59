"""Addresses of the product's own pages: the signed hint of who asks to connect, the signed right to start."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

from bot.domain.people import Actor

# Where Slack brings back who signed in.
SIGN_IN_PATH = "/slack/signed-in"
# What a signature is for is signed with it: a link for one purpose opens nothing else.
_CONNECT = b"consulta connect hint\0"
_START = b"consulta start meeting\0"


@dataclass(frozen=True, kw_only=True)
class StartLink:
    """Who may start which meeting by this link, until when (aware UTC)."""

    actor: Actor
    meeting_id: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Links:
    """`public_url` has no trailing slash; `key` is 32 bytes and signs only by way of a purpose."""

    public_url: str
    key: bytes = field(repr=False)

    @property
    def support(self) -> str:
        return f"{self.public_url}/support"

    @property
    def privacy(self) -> str:
        return f"{self.public_url}/privacy"

    @property
    def signed_in(self) -> str:
        return f"{self.public_url}{SIGN_IN_PATH}"

    @property
    def zoom_callback(self) -> str:
        return f"{self.public_url}/zoom/callback"

    def connect(self, actor: Actor) -> str:
        """Build the lasting address of the connect page; it tells who asks and grants nothing."""
        return f"{self.public_url}/connect?who={quote(self.hint(actor))}"

    def hint(self, actor: Actor) -> str:
        who = f"{actor.slack_team_id}.{actor.slack_user_id}"
        return f"{who}.{self._signature(who)}"

    def read_hint(self, hint: str) -> Actor | None:
        """Return who asks, None when the hint is not ours."""
        team, _, rest = hint.partition(".")
        user, _, signature = rest.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(f"{team}.{user}").encode()):
            return None
        return Actor(slack_team_id=team, slack_user_id=user)

    def start(self, link: StartLink) -> str:
        """Build the address that starts the meeting; it dies at the moment it carries."""
        actor = link.actor
        what = f"{actor.slack_team_id}.{actor.slack_user_id}.{link.meeting_id}.{int(link.until.timestamp())}"
        return f"{self.public_url}/start?with={quote(what)}.{self._signature(what, _START)}"

    def read_start(self, text: str) -> StartLink | None:
        """Return what a start link grants, whether or not it has run out; None when it is not ours."""
        what, _, signature = text.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(what, _START).encode()):
            return None
        team, user, meeting_id, until = what.split(".")
        return StartLink(
            actor=Actor(slack_team_id=team, slack_user_id=user),
            meeting_id=meeting_id,
            until=datetime.fromtimestamp(int(until), UTC),
        )

    def _signature(self, what: str, purpose: bytes = _CONNECT) -> str:
        return hmac.new(self.key, purpose + what.encode(), hashlib.sha256).hexdigest()
