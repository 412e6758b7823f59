"""What is still to be done at Zoom before the grant of a connection that is ending may go."""

from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.domain.zoom_codes import ZoomCode
from bot.ports import Clock
from bot.stores import Repositories

_CLEARED_FIRST = (
    OutboxKind.ZOOM_CREATE,
    OutboxKind.ZOOM_DELETE,
    OutboxKind.ZOOM_END,
    OutboxKind.ZOOM_RESTORE,
    OutboxKind.ZOOM_UPDATE,
)
# With this grant it never will be done.
_HOPELESS = (ZoomCode.OTHER_ACCOUNT,)


async def is_clearing(look: Repositories, professional_id: str, besides: OutboxEntry | None = None) -> bool:
    """Tell whether anything waits to be done at Zoom, `besides` this."""
    return await look.outbox.has_waiting(professional_id, _CLEARED_FIRST, besides=besides, hopeless=_HOPELESS)


async def let_grant_go(work: Repositories, entry: OutboxEntry, clock: Clock) -> None:
    """Have the grant of a connection that is ending go, when this was the last thing to do at Zoom, done or not.

    To be called last, with the connection locked since right after the meeting: of two last things one then sees the
    other's end.
    """
    if not await is_clearing(work, entry.professional_id, besides=entry):
        await work.outbox.hasten(entry.professional_id, (OutboxKind.ZOOM_REVOKE,), clock.now())
