"""The professional's own page: made when it is first looked at, switched off and on."""

import secrets
from dataclasses import dataclass

from bot.domain.own_page import OwnPage
from bot.domain.people import Professional
from bot.ports import Clock
from bot.stores import Store

_SLUG_BYTES = 9  # 72 random bits in 12 letters: short enough to be typed from paper


@dataclass(frozen=True, kw_only=True)
class OwnPages:
    store: Store
    clock: Clock

    async def show(self, professional: Professional) -> OwnPage:
        """Look at it. Until it is switched on for the first time it is off, and nobody has its address."""
        async with self.store.reading() as look:
            found = await look.own_pages.find_of(professional.id)
        return found or OwnPage(professional_id=professional.id, slug="", is_on=False)

    async def switch(self, professional: Professional, *, is_on: bool) -> OwnPage:
        now = self.clock.now()
        page = OwnPage(professional_id=professional.id, slug=secrets.token_urlsafe(_SLUG_BYTES), is_on=is_on)
        async with self.store.writing() as work:
            stored = await work.own_pages.save(page)
            await work.audit.add(
                at=now,
                actor=professional.id,
                action="switch_page",
                about=professional.id,
                outcome="on" if is_on else "off",
            )
        return stored
