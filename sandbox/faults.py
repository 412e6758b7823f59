"""Faults that a person or a test switches on by name, and that Slack, Zoom and the mail server then show."""

from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    ZOOM_DOWN = "zoom_down"  # every Zoom answer is a 503 with an HTML body
    ZOOM_RATE_LIMITED = "zoom_rate_limited"  # 429, per second, Retry-After as ISO 8601
    ZOOM_DAILY_LIMIT = "zoom_daily_limit"  # 429, the 100 creates and updates a day are spent
    ZOOM_REVOKED = "zoom_revoked"  # access tokens answer 124, refresh answers invalid_grant
    ZOOM_CREATE_THEN_CUT = "zoom_create_then_cut"  # the meeting is made, the connection is cut before the answer
    ZOOM_REFUSES = "zoom_refuses"  # creating answers 400 with code 3161
    ZOOM_WEBHOOKS_LOST = "zoom_webhooks_lost"  # what happens is told to nobody, not even later
    MAIL_REFUSED = "mail_refused"  # 550 for every recipient
    MAIL_GREYLISTED = "mail_greylisted"  # 451 for every recipient
    MAIL_CUT_AFTER_DATA = "mail_cut_after_data"  # the mail is kept, the connection is cut before the 250
    SLACK_RATE_LIMITED = "slack_rate_limited"  # 429 with Retry-After for chat.* and views.*
    SLACK_DOWN = "slack_down"  # every Web API answer is a 503
    SLACK_SLOW = "slack_slow"  # a Web API call waits longer than a trigger or an acknowledgement may take


@dataclass
class Faults:
    """The faults that are on, each with how many more times it shows (None: until switched off)."""

    _on: dict[Fault, int | None] = field(default_factory=dict)

    def switch_on(self, fault: Fault, times: int | None = None) -> None:
        self._on[fault] = times

    def switch_off(self, fault: Fault) -> None:
        self._on.pop(fault, None)

    def shows(self, fault: Fault) -> bool:
        """Tell whether `fault` strikes now, and count that it did."""
        if fault not in self._on:
            return False
        left = self._on[fault]
        if left is None:
            return True
        if left <= 1:
            del self._on[fault]
        else:
            self._on[fault] = left - 1
        return True

    def listed(self) -> dict[str, int | None]:
        return {fault.value: times for fault, times in self._on.items()}
