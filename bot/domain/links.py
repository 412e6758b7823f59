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
_LEAVE = b"consulta leave professional\0"
_ERASE = b"consulta erase patient\0"


@dataclass(frozen=True, kw_only=True)
class StartLink:
    """Who may start which meeting by this link, until when (aware UTC)."""

    actor: Actor
    meeting_id: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class LeaveLink:
    """Which patient may leave which professional by this link; it lasts, as mails are kept."""

    patient_id: str
    professional_id: str


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
        return f"{who}.{self._signature(who, _CONNECT)}"

    def read_hint(self, hint: str) -> Actor | None:
        """Return who asks, None when the hint is not ours."""
        who = self._signed(hint, _CONNECT)
        if who is None:
            return None
        team, _, user = who.partition(".")
        return Actor(slack_team_id=team, slack_user_id=user)

    def start(self, link: StartLink) -> str:
        """Build the address that starts the meeting; it dies at the moment it carries."""
        actor = link.actor
        what = f"{actor.slack_team_id}.{actor.slack_user_id}.{link.meeting_id}.{int(link.until.timestamp())}"
        return f"{self.public_url}/start?with={quote(what)}.{self._signature(what, _START)}"

    def read_start(self, text: str) -> StartLink | None:
        """Return what a start link grants, whether or not it has run out; None when it is not ours."""
        what = self._signed(text, _START)
        if what is None:
            return None
        team, user, meeting_id, until = what.split(".")
        return StartLink(
            actor=Actor(slack_team_id=team, slack_user_id=user),
            meeting_id=meeting_id,
            until=datetime.fromtimestamp(int(until), UTC),
        )

    def choose(self, token: str) -> str:
        """Build the address at which a patient answers whether they choose the professional who asks."""
        return f"{self.public_url}/choose?with={quote(token)}"

    def own_page(self, slug: str) -> str:
        """Build the address that a professional hands out."""
        return f"{self.public_url}/with/{quote(slug)}"

    def hand_out(self, slug: str) -> str:
        """Build the address of the sheet to print: the same link, as a code to point a phone at."""
        return f"{self.own_page(slug)}/sheet"

    def leave(self, link: LeaveLink) -> str:
        """Build the address at which the patient leaves the professional."""
        what = f"{link.patient_id}.{link.professional_id}"
        return f"{self.public_url}/leave?with={quote(what)}.{self._signature(what, _LEAVE)}"

    def read_leave(self, text: str) -> LeaveLink | None:
        """Return who leaves whom, None when the link is not ours."""
        what = self._signed(text, _LEAVE)
        if what is None:
            return None
        patient_id, _, professional_id = what.partition(".")
        return LeaveLink(patient_id=patient_id, professional_id=professional_id)

    def erase(self, patient_id: str) -> str:
        """Build the address at which the patient has their data erased."""
        return f"{self.public_url}/erase?with={quote(patient_id)}.{self._signature(patient_id, _ERASE)}"

    def read_erase(self, text: str) -> str | None:
        """Return whose data is to be erased, None when the link is not ours."""
        return self._signed(text, _ERASE)

    def _signed(self, text: str, purpose: bytes) -> str | None:
        what, _, signature = text.rpartition(".")
        is_ours = hmac.compare_digest(signature.encode(), self._signature(what, purpose).encode())
        return what if is_ours else None

    def _signature(self, what: str, purpose: bytes) -> str:
        return hmac.new(self.key, purpose + what.encode(), hashlib.sha256).hexdigest()
