"""What Zoom has to tell the app, and how far it has got."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One event as it is sent; a repetition is the same to the byte. `due_at` is None once there are no more tries."""

    event: str
    body: bytes = field(repr=False)
    timestamp: str
    tries: int = 0
    due_at: datetime | None = None
    is_acknowledged: bool = False
