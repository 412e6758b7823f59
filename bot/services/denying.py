"""What is refused for want of a right is written down."""

import re
from dataclasses import dataclass

from bot.domain.people import Professional
from bot.ports import Clock
from bot.stores import Store

_AN_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Denying:
    """Another's meeting and one that there is not are written down alike: neither the answer nor its time tells them
    apart.
    """

    store: Store
    clock: Clock

    async def note(self, professional: Professional, asked_for: str, meeting_id: str) -> None:
        """Write down who asked for what with which meeting; the id is what they sent, and may be anything."""
        about = meeting_id if _AN_ID.fullmatch(meeting_id) else _UNREADABLE
        async with self.store.writing() as work:
            await work.audit.add(
                at=self.clock.now(), actor=professional.id, action=asked_for, about=about, outcome="denied"
            )
