"""What comes back from the app within Slack's three seconds, whichever way the request went."""

from dataclasses import dataclass
from typing import Any

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """`trouble` is "" or Slack's word for what went wrong, `body` the decoded JSON, text or None."""

    status: int = 0
    body: Any = None
    trouble: str = ""
