"""The ports of the edges: what the services need from outside but the database, each with its contract.

For all of them: times are aware UTC, of the product's clock unless said otherwise. Network ports raise `ZoomError` or
`DeliveryError` and nothing else for what the other side does.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.admission import UserGroup
from bot.domain.asking import Asking
from bot.domain.card import MeetingCard
from bot.domain.day_message import MessagePlace
from bot.domain.home import HomeFacts
from bot.domain.meeting import CardPlace
from bot.domain.notices import Notice
from bot.domain.notification import Notification
from bot.domain.own_meeting import OwnMeeting
from bot.domain.parting import PartingStep
from bot.domain.people import Actor, Member
from bot.domain.zoom_connection import ZoomGrant, ZoomUser
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ListedMeeting, ZoomOutcome, ZoomSight


class Clock(Protocol):
    """The only reader of the time."""

    def now(self) -> datetime: ...

    async def refresh(self) -> None:
        """Learn anew how far the clock was moved (the sandbox's); costs nothing on real time."""


class TimeZones(Protocol):
    """The time zone data by which wall times become instants."""

    def version(self) -> str:
        """Name the release, "" where it cannot be told."""

    def keep_to(self, version: str) -> None:
        """Forget the zones that this process has read of another release than this, or of one that cannot be told."""


class Waker(Protocol):
    """Tells the worker that there is something to do."""

    def wake(self) -> None: ...


class ZoomOAuth(Protocol):
    """Zoom's authorization server."""

    def authorize_url(self, state: str, challenge: str) -> str:
        """Build the address to send the professional to; `challenge` is PKCE's S256."""

    async def exchange(self, code: str, verifier: str) -> ZoomGrant:
        """Trade a code for a grant. ZoomError with code `not_open` where the app is closed to this account."""

    async def refresh(self, grant: ZoomGrant) -> ZoomGrant:
        """Trade the refresh token for a new grant. ZoomError with `reconnect` when it is spent or revoked."""

    async def revoke(self, grant: ZoomGrant) -> None: ...

    async def whose(self, grant: ZoomGrant) -> ZoomUser: ...


class ZoomMeetings(Protocol):
    """Zoom's meetings of the professional to whom the grant belongs. ZoomError code `token` asks for a fresh grant."""

    async def create(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting: ...

    async def find(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting | None:
        """Look through the host's meetings for the one with the plan's nonce.

        One that is not as planned is deleted, and counts as not found.
        """

    async def start_url(self, grant: ZoomGrant, zoom_meeting_id: int) -> str:
        """Ask for a fresh address at which the host starts it: a secret, for one click, on Zoom's own site."""

    async def end(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        """Close the running call for everyone; not running or already gone is success."""

    async def outcome(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomOutcome:
        """Ask whether it is open, or was held."""

    async def delete(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        """Delete it, silently on Zoom's side; already gone or ended is success."""


class ZoomUpkeep(Protocol):
    """What keeps Zoom's side as it is here. It raises what `ZoomMeetings` does."""

    async def look(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomSight | None:
        """Look how the meeting stands; None when Zoom has it no longer."""

    async def recover(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> ZoomMeeting | None:
        """Bring back what was deleted, under its old link; None when that is not possible any more."""

    async def update(self, grant: ZoomGrant, plan: ZoomPlan, zoom_meeting_id: int) -> None:
        """Set time and length as planned. ZoomError `gone` when there is no such meeting."""

    async def list_ours(self, grant: ZoomGrant) -> list[ListedMeeting]:
        """List the host's meetings that have a reference of ours, and no stranger's."""


class Mailer(Protocol):
    async def send(self, notification: Notification) -> None:
        """Hand the mail to the mail server. DeliveryError, `permanent` when the server refused for good."""

    async def ask(self, asking: Asking) -> None:
        """Hand over the mail that asks whom somebody chooses; DeliveryError as for others."""


class OperatorMail(Protocol):
    async def tell(self, subject: str, text: str, *, key: str) -> None:
        """Mail whoever runs this installation; `key` names the mail. DeliveryError when it was not taken."""


class SlackSignIn(Protocol):
    """Sign in with Slack."""

    def authorize_url(self, state: str, nonce: str) -> str: ...

    async def who(self, code: str, nonce: str) -> Actor:
        """Ask Slack who came back with this code; `nonce` is of the journey. Raises DeliveryError."""


class SlackDirectory(Protocol):
    async def find_member(self, slack_user_id: str) -> Member | None:
        """Ask Slack who that is; None when Slack knows nobody. DeliveryError when it does not answer in a second."""

    async def list_group(self, slack_group_id: str) -> frozenset[str]:
        """Ask Slack who is in the user group, by Slack user id. DeliveryError as above, and for no such group."""

    async def list_groups(self) -> list[UserGroup]:
        """Ask Slack which user groups there are. DeliveryError as above."""


class Messenger(Protocol):
    """Slack, as far as the worker speaks to it. The payloads are made in bot/slack from the values given here."""

    async def post_card(self, card: MeetingCard) -> CardPlace:
        """Post it anew in the professional's direct messages with the app."""

    async def update_card(self, place: CardPlace, card: MeetingCard) -> None:
        """Change it in place. MessageGoneError when it is no longer there."""

    async def delete_message(self, place: CardPlace | MessagePlace) -> None:
        """Take a message away, whatever it says. MessageGoneError when it is no longer there."""

    async def update_result(self, slack_view_id: str, card: MeetingCard) -> None:
        """Show the outcome in the still open form. MessageGoneError when it was closed."""

    async def update_parting(self, slack_view_id: str, step: PartingStep) -> None:
        """Show how far disconnecting has come, in the modal that asked. MessageGoneError when it was closed."""

    async def show_home(self, home: HomeFacts) -> None: ...

    async def post_notice(self, notice: Notice) -> None: ...

    async def post_nudge(self, own: OwnMeeting) -> MessagePlace:
        """Say that the meeting starts."""

    async def post_waiting(self, own: OwnMeeting) -> MessagePlace:
        """Say that the patient waits."""


class Randomness(Protocol):
    def __call__(self) -> float:
        """Give a number in [0, 1), for spreading retries."""
