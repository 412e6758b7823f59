"""What is still to be done at Zoom before the grant of a connection that is ending may go."""

from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.ports import Clock
from bot.stores import Repositories

_CLEARED_FIRST = (
    OutboxKind.ZOOM_CREATE,
    OutboxKind.ZOOM_DELETE,
    OutboxKind.ZOOM_END,
    OutboxKind.ZOOM_RESTORE,
    OutboxKind.ZOOM_UPDATE,
)


async def is_clearing(look: Repositories, professional_id: str, besides: OutboxEntry | None = None) -> bool:
    """Tell whether anything waits to be done at Zoom, `besides` this."""
    return await look.outbox.has_waiting(professional_id, _CLEARED_FIRST, besides=besides)


async def note_done_at_zoom(work: Repositories, entry: OutboxEntry, clock: Clock) -> None:
    """Write that Zoom did what it was asked; the grant of a connection that is ending goes after the last such thing.

    To be called last: the first write locks the connection, so that of two last things one sees the other's end, and
    whoever locks a meeting does so before.
    """
    now = clock.now()
    await work.connections.note_worked(entry.professional_id, now)
    if not await is_clearing(work, entry.professional_id, besides=entry):
        await work.outbox.hasten(entry.professional_id, (OutboxKind.ZOOM_REVOKE,), now)
