"""Technical failures of the outside: each says what the caller may do, never what to tell a person."""

from datetime import datetime

TOO_LATE = "too_late"  # the deadline passed before it could be tried
FAULT = "fault"  # of ours
_LONGEST_CODE = 64  # what the outbox has room for


class Failure(Exception):
    """An effect did not happen, or may not have. `code` is short, stable and free of personal data.

    `permanent`: trying again cannot help. `reconnect`: only a new Zoom connection helps. `retry_at`: not before then,
    aware UTC, where the other side said so.
    """

    def __init__(
        self, code: str, *, permanent: bool = False, reconnect: bool = False, retry_at: datetime | None = None
    ) -> None:
        super().__init__(code)
        self.code = code[:_LONGEST_CODE]
        self.permanent = permanent
        self.reconnect = reconnect
        self.retry_at = retry_at

    @property
    def retryable(self) -> bool:
        return not self.permanent


class ZoomError(Failure):
    """Zoom refused, or its answer is unknown."""


class ZoomDailyLimitError(ZoomError):
    """Zoom's 100 creates and updates of this host are spent until 00:00 UTC; `retry_at` is set."""


class DeliveryError(Failure):
    """A mail or a Slack message was not accepted, or its fate is unknown."""


class MessageGoneError(DeliveryError):
    """The Slack message or view to change is no longer there."""

    def __init__(self, code: str) -> None:
        super().__init__(code, permanent=True)
