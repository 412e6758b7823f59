"""The stream that tells an open page what to look at again, and nothing of what is there to be seen."""

import json
from collections.abc import AsyncIterator

from sandbox.control.answers import plain
from sandbox.page.around import surroundings
from sandbox.page.seen import slack_of
from sandbox.world import World


async def word_of_changes(world: World, user_id: str) -> AsyncIterator[str]:
    """Server-sent events: "slack" when what this person sees has changed, "world" when anything around it has.

    Each is sent once at the beginning. A change of another person's Slack alone is no word to this one.
    """
    known: dict[str, str] = {}
    count = world.changes.count
    while not world.changes.is_over:
        for name, now in _states(world, user_id).items():
            if known.get(name) != now:
                known[name] = now
                yield f"event: {name}\ndata: {{}}\n\n"
        count = await world.changes.after(count)


def _states(world: World, user_id: str) -> dict[str, str]:
    now = {"slack": slack_of(world, user_id), "world": surroundings(world)}
    return {name: json.dumps(plain(state)) for name, state in now.items()}
