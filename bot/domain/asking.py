"""One mail that asks whether somebody chooses a professional."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.invitation import Invitation
from bot.domain.local_time import require_all_utc


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What the mail is made of. `key` names it for good, as a notification's does."""

    key: str
    invitation: Invitation
    professional_name: str = field(repr=False)
    composed_at: datetime

    def __post_init__(self) -> None:
        require_all_utc(self.composed_at)
