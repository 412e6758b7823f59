"""The one message about a meeting on its day: the next replaces it, and it goes when the meeting is over."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MessagePlace:
    """Where it stands in Slack."""

    channel: str
    ts: str
