"""Being asked to choose a professional: by the professional, or by oneself through the professional's page.

Both are one thing, as both end with a mail whose link says that whoever reads this mailbox is asked.
"""

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import new_id
from bot.domain.local_time import require_all_utc
from bot.domain.people import Professional
from bot.domain.trust import HowChosen

# Mails to one address, whoever asks, and mails of one professional, within a day.
MOST_TO_ONE_ADDRESS = 3
MOST_OF_ONE_PROFESSIONAL = 50
# What comes through a page within an hour; a page is on paper in a waiting room, and nobody's robot needs more.
MOST_THROUGH_ONE_PAGE = 20
ADDRESS_WINDOW = timedelta(days=1)
PAGE_WINDOW = timedelta(hours=1)
# Who was invited may be away for a while; who asked by themselves waits for the mail.
# Both outlast the windows above: what has expired is deleted, and by then the limits no longer count it.
LIFETIMES = {HowChosen.INVITATION: timedelta(days=14), HowChosen.PAGE: timedelta(days=2)}


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by the patient
    WITHDRAWN = "withdrawn"  # by the professional


def new_token() -> str:
    """Make what the link in the mail carries: 256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Name a token in the database: whoever reads that cannot follow the link."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """`token` is sealed with name and mail; all three go when the question is settled. The link is found by its hash.

    `sendings` counts the mails, the last of which was decided at `sent_at`; `is_refused` when that was not accepted.
    """

    id: str
    slack_team_id: str
    professional_id: str
    how: HowChosen
    name: str = field(repr=False)
    mail: str = field(repr=False)
    token: str = field(repr=False)
    zone: ZoneInfo | None = None
    language: str = "en"
    state: InvitationState = InvitationState.OPEN
    sendings: int = 1
    sent_at: datetime
    expires_at: datetime
    settled_at: datetime | None = None
    is_refused: bool = False

    def __post_init__(self) -> None:
        require_all_utc(self.sent_at, self.expires_at, self.settled_at)

    def is_open(self, now: datetime) -> bool:
        return self.state is InvitationState.OPEN and now < self.expires_at

    def sent_again(self, now: datetime) -> "Invitation":
        """Ask once more by the same link, which lives anew."""
        expires_at = now + LIFETIMES[self.how]
        return replace(self, sendings=self.sendings + 1, sent_at=now, expires_at=expires_at, is_refused=False)

    def settled(self, state: InvitationState, now: datetime) -> "Invitation":
        """End the question: whom it was put to is no longer known."""
        return replace(self, state=state, settled_at=now, name="", mail="", token="")


def new_invitation(
    professional: Professional, how: HowChosen, now: datetime, *, name: str, mail: str, language: str
) -> Invitation:
    """Ask for the first time, by a link of its own."""
    return Invitation(
        id=new_id(),
        slack_team_id=professional.slack_team_id,
        professional_id=professional.id,
        how=how,
        name=name,
        mail=mail,
        token=new_token(),
        language=language,
        sent_at=now,
        expires_at=now + LIFETIMES[how],
    )
