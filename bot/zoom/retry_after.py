"""When Zoom says it may be asked again."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MOST_DIGITS = 8


def parse_retry_after(text: str, now: datetime) -> datetime | None:
    """Read `Retry-After`; None when it is none of the forms seen.

    Zoom documents an ISO 8601 date-time; HTTP dates and whole seconds have been seen as well.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return now + timedelta(seconds=int(text)) if len(text) <= _MOST_DIGITS else None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _in_utc(parse(text))
        except (ValueError, OverflowError):
            continue
    return None


def _in_utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
