"""The professional's own page: made when it is first looked at, switched off and on."""

import secrets
from dataclasses import dataclass

from bot.domain.own_page import OwnPage
from bot.domain.people import Professional
from bot.ports import Clock
from bot.stores import Store

# Typed from paper: without letters that look like others. 16 of them hold 78 random bits.
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


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
        page = OwnPage(professional_id=professional.id, slug=_new_slug(), is_on=is_on)
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


def _new_slug() -> str:
    """Make an address that nobody guesses and anybody can type: "k7mq-4xw2-p9ta-c3hz"."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
