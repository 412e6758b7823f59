"""The movable clock of the sandbox: what Slack, Zoom and the bot take for the time of the world."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class WorldClock:
    """Real time plus an offset that a person may grow; it never goes back."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """The world's time, aware UTC."""
        return datetime.now(UTC) + self.offset

    def advance(self, step: timedelta) -> None:
        """Move on by `step`; ValueError when it is negative, as mails and reminders do not unhappen."""
        if step < timedelta():
            raise ValueError("The clock only moves forward.")
        self.offset += step

    def move_to(self, instant: datetime) -> None:
        """Move on to `instant` (aware); ValueError when that has passed."""
        self.advance(instant - self.now())
