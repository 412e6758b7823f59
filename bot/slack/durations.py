"""How long a meeting can be chosen to last."""

from datetime import timedelta

from bot.domain.local_time import in_minutes
from bot.slack.blocks import Block, option
from bot.slack.elements import one_of

DURATIONS = tuple(timedelta(minutes=minutes) for minutes in (15, 20, 30, 45, 50, 60, 90, 120))


def duration_select(duration: timedelta) -> Block:
    """Offer the usual lengths, and the one that is given where it is none of them."""
    return one_of("static_select", {each: _option(each) for each in sorted({*DURATIONS, duration})}, duration)


def _option(duration: timedelta) -> Block:
    minutes = in_minutes(duration)
    return option(f"{minutes} minutes", str(minutes))
