"""Addresses of the product's own pages, and the signed hint of who asks to connect."""

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.domain.people import Actor

_PURPOSE = b"consulta connect hint\0"


@dataclass(frozen=True, kw_only=True)
class Links:
    """`public_url` has no trailing slash; `key` is 32 bytes and signs hints only by way of a purpose."""

    public_url: str
    key: bytes = field(repr=False)

    @property
    def support(self) -> str:
        return f"{self.public_url}/support"

    @property
    def privacy(self) -> str:
        return f"{self.public_url}/privacy"

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

    def _signature(self, who: str) -> str:
        return hmac.new(self.key, _PURPOSE + who.encode(), hashlib.sha256).hexdigest()
