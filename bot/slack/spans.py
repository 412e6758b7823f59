"""Moments and spans of time in what travels with a list: read back as the user input that they are."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.meeting_list import LONGEST_SEARCH, Span


def read_moment(moment: object) -> datetime | None:
    """Read seconds since 1970, None when they are not."""
    try:
        return datetime.fromtimestamp(float(str(moment)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def span_metadata(span: Span) -> dict[str, Any]:
    ends = {"since": span.since, "until": span.until}
    return {"words": span.words, **{name: end.timestamp() for name, end in ends.items() if end is not None}}


def read_span(told: object) -> Span | None:
    """Read a span, None when it is not ours."""
    if not isinstance(told, Mapping):
        return None
    since, until = read_moment(told.get("since")), read_moment(told.get("until"))
    return Span(since=since, until=until, words=str(told.get("words", ""))[:LONGEST_SEARCH])
