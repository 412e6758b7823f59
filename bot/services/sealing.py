"""Sealing the audit trail: each day that is over gets its seal, and the operator its anchor by mail."""

from dataclasses import dataclass

from bot.domain.audit import GENESIS, Seal, days_to_seal, find_tampering, seal_day
from bot.domain.failures import DeliveryError
from bot.ports import Clock, OperatorMail
from bot.stores import Repositories, Store

_SUBJECT = "Consulta: audit anchor of {day}"
_TEXT = """\
This line stands for everything that Consulta has written in its audit trail to the end of {day} (UTC):

{anchor}

Keep this mail. Should the trail ever be in doubt, the command

consulta audit verify --anchor {anchor}

tells whether a row of that day or of any day before it was changed, removed, added or moved since.
"""


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """`operator` is None where no address is set: then the seals are kept, and nobody has their anchors."""

    store: Store
    clock: Clock
    operator: OperatorMail | None = None

    async def seal(self) -> None:
        """Seal what is to be sealed, and mail the anchors that were not. Done twice, it does nothing more."""
        async with self.store.writing() as work:
            await self._seal(work)
        if self.operator is not None:
            await self._tell(self.operator)

    async def verify(self, anchors: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        """Count the sealed days, and tell what does not fit them or the anchors, a line each."""
        async with self.store.reading() as look:
            seals = await look.audit.list_seals()
            first = await look.audit.first_day()
            days = {seal.day for seal in seals} | ({first} if first and seals and first < seals[0].day else set())
            rows = {day: await look.audit.rows_of(day) for day in days}
        return len(seals), find_tampering(seals, rows, anchors)

    async def _seal(self, work: Repositories) -> None:
        last = await work.audit.last_seal()
        previous = last.digest if last else GENESIS
        for day in days_to_seal(last.day if last else None, await work.audit.first_day(), self.clock.now()):
            seal = seal_day(day, await work.audit.rows_of(day), previous)
            await work.audit.add_seal(seal)
            previous = seal.digest

    async def _tell(self, operator: OperatorMail) -> None:
        """Mail, then mark; what the mail server does not take is mailed the next time. The newest stands for all."""
        async with self.store.reading() as look:
            untold = await look.audit.list_untold()
        if not untold:
            return
        try:
            await self._mail(operator, untold[-1])
        except DeliveryError:
            return
        async with self.store.writing() as work:
            await work.audit.mark_told([seal.day for seal in untold], self.clock.now())

    async def _mail(self, operator: OperatorMail, seal: Seal) -> None:
        text = _TEXT.format(day=seal.day, anchor=seal.anchor)
        await operator.tell(_SUBJECT.format(day=seal.day), text, key=f"anchor:{seal.day}")
