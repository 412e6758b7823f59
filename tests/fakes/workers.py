"""A worker of the outbox that a test moves by hand."""

from typing import Any

from bot.services.delivering import Delivering


def a_delivering(**parts: Any) -> Delivering:
    """Build a worker that waits before each further try for exactly as long as the rule says."""
    return Delivering(**{"owner": "worker", "spread": lambda: 0.0, **parts})


async def deliver_due(delivering: Delivering, limit: int = 10) -> int:
    """Deliver what is due, and not what follows of it; tells how much that was."""
    entries = await delivering.claim(limit)
    for entry in entries:
        await delivering.deliver(entry)
    return len(entries)


async def deliver_all(delivering: Delivering) -> None:
    """Deliver what is due, and what follows of it at once."""
    while await deliver_due(delivering, limit=100):
        pass
