"""Rate limits of the Web API: a bucket per method, and one per channel for chat.postMessage.

Docs: tier 2 allows about 20 calls a minute, tier 3 50, tier 4 100, and posting one message a second per channel with
short bursts. A bucket holds a whole minute's calls (posting: 30), as Slack lets bursts pass.
"""

import math

from sandbox.faults import Fault
from sandbox.world import World

POSTING_BURST = 30
FAULT_SECONDS = 1


def seconds_to_wait(world: World, method: str, per_minute: int, channel: str) -> int:
    """How long the caller must wait (`Retry-After`), 0 when the call may go on."""
    if method.startswith(("chat.", "views.")) and world.faults.shows(Fault.SLACK_RATE_LIMITED):
        return FAULT_SECONDS
    if method == "chat.postMessage":
        return _take(world, f"{method} {channel}", 60, POSTING_BURST)
    return _take(world, method, per_minute, per_minute)


def _take(world: World, bucket: str, per_minute: int, size: int) -> int:
    now = world.slack.real_now()
    left, at = world.slack.spent.get(bucket, (float(size), now))
    left = min(float(size), left + (now - at) * per_minute / 60)
    if left < 1:
        world.slack.spent[bucket] = (left, now)
        return math.ceil((1 - left) * 60 / per_minute)
    world.slack.spent[bucket] = (left - 1, now)
    return 0
