"""Who is a professional in this workspace, and what becomes of one who no longer is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import require_all_utc
from bot.domain.people import Professional

# For so long the members of a user group are taken as still the same.
GROUP_FRESH_FOR = timedelta(minutes=5)
# What patients read where the workspace cancels at once what a professional leaves behind.
LEAVING_REASON = "Your professional no longer holds online meetings here. Please contact the clinic."


class WhoServes(StrEnum):
    """Among full members only: guests, bots, deactivated people and strangers never are professionals."""

    MEMBERS = "members"  # all of them
    GROUP = "group"  # those in a Slack user group
    LIST = "list"  # those on the list that admins keep


class OnLeaving(StrEnum):
    """What becomes of the upcoming meetings of somebody who is no professional any more."""

    ASK = "ask"  # they are kept until an admin decides
    CANCEL = "cancel"  # they are cancelled at once, and the patients told


@dataclass(frozen=True, kw_only=True)
class UserGroup:
    """A Slack user group, as admins choose it."""

    slack_group_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the workspace has decided. `group_seen_at` is when Slack last told who is in the group."""

    who: WhoServes = WhoServes.MEMBERS
    group: UserGroup | None = None
    group_seen_at: datetime | None = None
    on_leaving: OnLeaving = OnLeaving.ASK

    def __post_init__(self) -> None:
        require_all_utc(self.group_seen_at)

    def admits(self, professional: Professional, *, is_in_group: bool) -> bool:
        if not professional.is_served:
            return False
        if self.who is WhoServes.GROUP:
            return is_in_group
        return professional.is_listed or self.who is WhoServes.MEMBERS

    def has_fresh_group(self, now: datetime) -> bool:
        """Tell whether nobody need be asked who is in the group: there is none, or it was told not long ago."""
        if self.who is not WhoServes.GROUP:
            return True
        return self.group_seen_at is not None and now - self.group_seen_at < GROUP_FRESH_FOR


@dataclass(frozen=True, kw_only=True)
class KnownProfessional:
    """Somebody with what admins may know of them; nothing of a patient.

    `upcoming` counts the meetings that still lie ahead of one who has left.
    """

    professional: Professional
    is_connected: bool
    upcoming: int = 0


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The policy and the people, as admins see them: who is a professional, and who left meetings behind."""

    policy: Policy
    professionals: tuple[KnownProfessional, ...] = ()
    departed: tuple[KnownProfessional, ...] = field(default=())
