"""Slack's pauses, kept: a method that Slack slowed down in one channel is not asked there again before its time."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.failures import DeliveryError
from bot.slack.web_api import RATE_LIMITED


@dataclass
class Pauses:
    """Slack limits each method for each workspace, and messages for each channel as well."""

    _until: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def require_none(self, method: str, channel: str, now: datetime) -> None:
        """Raise what Slack would answer while the pause it asked for lasts, without asking it."""
        until = self._until.get((method, channel))
        if until is None:
            return
        if until > now:
            raise DeliveryError(RATE_LIMITED, retry_at=until)
        del self._until[method, channel]

    def note(self, method: str, channel: str, failure: DeliveryError) -> None:
        if failure.code == RATE_LIMITED and failure.retry_at is not None:
            self._until[method, channel] = failure.retry_at
