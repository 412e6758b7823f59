"""The people: professionals, who are known through Slack, and their patients, who are reached by mail only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.domain.local_time import require_all_utc
from bot.domain.preferences import Habits, Profile, WorkspaceDefaults

UTC_ZONE = ZoneInfo("UTC")
_CODES = "P-"


class Standing(StrEnum):
    """What a Slack account is in its workspace; only a full member can be a professional."""

    UNSEEN = "unseen"  # known by id only, from an import
    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who asks, as Slack's signed request names them."""

    slack_team_id: str
    slack_user_id: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """What Slack's `users.info` says of a person; kept on the professional for a day."""

    slack_team_id: str
    slack_user_id: str
    name: str = field(repr=False)
    zone: ZoneInfo
    language: str
    standing: Standing
    is_admin: bool = False


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """The one Slack workspace served: the bot token's."""

    slack_team_id: str
    name: str
    slack_app_id: str


@dataclass(frozen=True, kw_only=True)
class Professional:
    """Who hosts meetings. `name` is what patients read; `seen_at` is when Slack was last asked about them.

    Name, zone and language are Slack's until the professional chooses others; `has_chosen_...` tell which they did.
    `profile` is what they chose else, `defaults` what holds in their workspace where they did not. `is_listed` puts
    them on the list that admins keep. `left_at` is since when they, who once met patients, are no professional any
    more; `left_settled_at` when an admin decided what becomes of their meetings. `assisted_by` is not stored: it names
    the assistant who acts for them at this moment.
    """

    id: str
    slack_team_id: str
    slack_user_id: str
    name: str = field(default="", repr=False)
    zone: ZoneInfo = UTC_ZONE
    language: str = "en"
    standing: Standing = Standing.UNSEEN
    seen_at: datetime | None = None
    has_chosen_name: bool = False
    has_chosen_zone: bool = False
    has_chosen_language: bool = False
    is_admin: bool = False
    is_listed: bool = False
    left_at: datetime | None = None
    left_settled_at: datetime | None = None
    assisted_by: str = ""
    profile: Profile = field(default_factory=Profile)
    defaults: WorkspaceDefaults = field(default_factory=WorkspaceDefaults)

    def __post_init__(self) -> None:
        require_all_utc(self.seen_at, self.left_at, self.left_settled_at)

    @property
    def actor(self) -> Actor:
        return Actor(slack_team_id=self.slack_team_id, slack_user_id=self.slack_user_id)

    @property
    def doer_id(self) -> str:
        """Who acts at this moment: they themselves, or their assistant."""
        return self.assisted_by or self.id

    @property
    def on_behalf_of(self) -> str:
        """For whom the audit says it was done; "" where nobody acts for another."""
        return self.id if self.assisted_by else ""

    @property
    def is_served(self) -> bool:
        return self.standing is Standing.MEMBER

    @property
    def habits(self) -> Habits:
        """How things are done for them."""
        return self.profile.habits(self.defaults)


@dataclass(frozen=True, kw_only=True)
class Patient:
    """Who is invited. `zone` is None when nobody said where they live; then the meeting's zone is used.

    `external_id` is what the clinic's own records call them, "" for whoever is in none.

    With `erased_at` nothing says any more who it was: nobody is written to.
    """

    id: str
    slack_team_id: str
    name: str = field(repr=False)
    mail: str = field(repr=False)
    zone: ZoneInfo | None = None
    language: str = "en"
    external_id: str = field(default="", repr=False)
    erased_at: datetime | None = None

    @property
    def initials(self) -> str:
        """Write "M. G." for "María García López": never the full name, for messages in Slack."""
        return initials_of(self.name)

    @property
    def code(self) -> str:
        """Write "P-3F9A2C": what tells patients apart where not even initials are shown."""
        return patient_code(self.id)

    def searched(self, typed: str) -> str:
        """Give what typed words are looked for in: the name, and the code where one is typed; it is like any number."""
        return f"{self.name} {self.code}" if types_code(typed) else self.name


def initials_of(name: str) -> str:
    words = name.split()
    return " ".join(f"{word[0].upper()}." for word in words[:2]) if words else "A patient"


def patient_code(patient_id: str) -> str:
    return f"{_CODES}{sha256(patient_id.encode()).hexdigest()[:6].upper()}"


def types_code(typed: str) -> bool:
    """Tell whether a code is among the words, or begins there."""
    return _CODES in typed.upper()
