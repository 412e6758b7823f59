"""The tie between a professional and their Zoom account."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import require_all_utc
from bot.domain.meeting import Meeting

NEEDED_SCOPES = frozenset(
    {
        "meeting:write:meeting",
        "meeting:read:meeting",
        "meeting:read:list_meetings",
        "meeting:read:past_meeting",
        "meeting:update:meeting",
        "meeting:delete:meeting",
        "meeting:update:status",
        "user:read:user",
    }
)
ATTEMPT_LIFETIME = timedelta(minutes=10)
# A token is renewed this long before it ends, so that no call leaves with one that ends under way.
REFRESH_BEFORE = timedelta(minutes=10)


class ConnectionState(StrEnum):
    CONNECTED = "connected"
    DISCONNECTING = "disconnecting"
    BROKEN = "broken"  # Zoom took the grant back, or it ended: only connecting anew helps
    DISCONNECTED = "disconnected"  # by the professional: nothing of the account is kept


@dataclass(frozen=True, kw_only=True)
class ZoomGrant:
    """What Zoom's token endpoint gave; replaced as a whole, since each refresh spends the one before."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: frozenset[str]
    expires_at: datetime

    def __post_init__(self) -> None:
        require_all_utc(self.expires_at)


@dataclass(frozen=True, kw_only=True)
class ZoomUser:
    """Whose account it is: kept only as keyed hashes, to recognise Zoom's messages about it."""

    zoom_user_id: str = field(repr=False)
    zoom_account_id: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ZoomConnection:
    """One per professional. `version` grows with every new grant.

    `grant` is None when the connection is broken or ended. `last_worked_at` is when Zoom last did what it was asked;
    `disconnecting_at` when the professional chose to end it. `zoom_user` is a keyed hash of whose account it is.
    """

    professional_id: str
    grant: ZoomGrant | None
    state: ConnectionState
    version: int
    connected_at: datetime
    last_worked_at: datetime | None = None
    disconnecting_at: datetime | None = None
    # Each store has its own key, so what two of them give is not compared.
    zoom_user: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        require_all_utc(self.connected_at, self.last_worked_at, self.disconnecting_at)

    @property
    def is_usable(self) -> bool:
        """Whether Zoom can be asked: to the end of disconnecting, for what is still to be cleared there."""
        return self.grant is not None

    def is_of(self, meeting: Meeting) -> bool:
        """Whether the meeting is in this account, as far as is known: Zoom tells nothing true of others' meetings."""
        return not (self.zoom_user and meeting.zoom_user) or self.zoom_user == meeting.zoom_user

    def is_surely_of(self, meeting: Meeting) -> bool:
        """Whether what this account says of it counts: of old meetings it is not known in whose account they are."""
        return self.is_of(meeting) and (bool(meeting.zoom_user) or meeting.created_at >= self.connected_at)

    @property
    def is_ending(self) -> bool:
        """Whether the professional has chosen to end it, and the grant has not gone yet."""
        return self.disconnecting_at is not None and self.state is not ConnectionState.DISCONNECTED

    @property
    def lets_manage(self) -> bool:
        """Whether the professional may manage meetings."""
        return self.grant is not None and self.state is ConnectionState.CONNECTED


@dataclass(frozen=True, kw_only=True)
class ConnectAttempt:
    """A journey to Zoom and back, begun by *Yes, continue to Zoom*; single-use, bound to the browser.

    `state_hash` and `browser_hash` are SHA-256 digests in hexadecimal of what Zoom carries and of the cookie.
    """

    state_hash: str
    browser_hash: str
    professional_id: str
    verifier: str = field(repr=False)
    expires_at: datetime

    def __post_init__(self) -> None:
        require_all_utc(self.expires_at)
