"""What a professional chooses for themselves: the name that patients read, and the time zone."""

import unicodedata
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain import intents
from bot.domain.people import Professional
from bot.domain.refusals import Field, FieldRefusal
from bot.ports import Clock, Waker
from bot.stores import Store

LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class Profile:
    store: Store
    clock: Clock
    waker: Waker

    async def choose(self, professional: Professional, *, name: str, zone: ZoneInfo) -> None:
        """Keep what was chosen; what stays as Slack says goes on following Slack. Raises FieldRefusal."""
        now = self.clock.now()
        async with self.store.writing() as work:
            await work.people.choose_profile(
                professional.id, name=_checked(name), zone=zone, language=professional.language
            )
            await work.outbox.renew(intents.home(professional.id, now))
            await work.audit.add(
                at=now, actor=professional.id, action="choose_profile", about=professional.id, outcome="saved"
            )
        self.waker.wake()


def _checked(name: str) -> str:
    """Take a name that a mail's header and a page can carry: one line, of letters that are seen."""
    told = " ".join(name.split())
    if not told:
        raise FieldRefusal({Field.NAME: "Write the name that your patients see."})
    if len(told) > LONGEST_NAME or any(unicodedata.category(letter).startswith("C") for letter in told):
        raise FieldRefusal({Field.NAME: f"Write a name of at most {LONGEST_NAME} letters, without special characters."})
    return told
