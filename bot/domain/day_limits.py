"""How much one professional may send off in a day: who has stolen a Slack account must not mail the world with it."""

from dataclasses import dataclass
from datetime import timedelta

DAY = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class DayLimits:
    """In any 24 hours: `meetings` that a professional asks for (Zoom itself allows 100 changes a day), and `mails` to
    one address about meetings made and called off. Reminders and changes are not counted: they follow from those.
    """

    meetings: int = 60
    mails: int = 10

    @property
    def meetings_reply(self) -> str:
        return f"You have scheduled {self.meetings} meetings in 24 hours, the most there can be. Try again later."

    @property
    def mails_reply(self) -> str:
        return f"This address has had {self.mails} emails in 24 hours, the most there can be. Try again later."


BY_DEFAULT = DayLimits()
