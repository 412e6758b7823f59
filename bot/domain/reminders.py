"""Reminders: to whom, how long before, and which of them still make sense."""

from collections.abc import Sequence
from datetime import datetime, timedelta

DEFAULT_LEADS = (timedelta(hours=24), timedelta(hours=1))


def leads_to_come(leads: Sequence[timedelta], starts_at: datetime, now: datetime) -> tuple[timedelta, ...]:
    """List the lead times whose moment is still ahead, longest first."""
    return tuple(sorted((lead for lead in leads if starts_at - lead > now), reverse=True))


def is_still_wanted(lead: timedelta, leads: Sequence[timedelta], starts_at: datetime, now: datetime) -> bool:
    """Tell whether the reminder of `lead` may leave at `now`.

    After an outage several can be due at once: then only the nearest to the start is sent, and none after the start.
    """
    due = [each for each in leads if starts_at - each <= now]
    return now < starts_at and bool(due) and lead == min(due)
