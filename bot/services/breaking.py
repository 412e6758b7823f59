"""The end of a connection on Zoom's side, however we hear of it: one state, and one message with what is at risk."""

import logging
from datetime import datetime

from bot.domain import intents, zoom_intents
from bot.domain.zoom_connection import ZoomConnection
from bot.stores import Repositories

_log = logging.getLogger("consulta.zoom_access")


async def break_connection(work: Repositories, connection: ZoomConnection, now: datetime) -> None:
    """Delete the lost grant and tell the professional, once; nothing when there is a newer one by now.

    What waits for Zoom goes on waiting: connecting anew hastens it.
    """
    professional_id = connection.professional_id
    # The meeting first: whoever changes one takes it before the connection.
    upcoming = await work.meetings.list_upcoming(professional_id, now, 1)
    if not await work.connections.mark_broken(professional_id, connection.version):
        return
    if not connection.is_ending:
        await work.outbox.add(zoom_intents.reconnect(connection, next(iter(upcoming), None), now))
    await work.outbox.renew(intents.home(professional_id, now))
    await work.audit.add(at=now, actor="zoom", action="disconnect", about=professional_id, outcome="broken")
    _log.warning("connection_broken professional=%s version=%s", professional_id, connection.version)
