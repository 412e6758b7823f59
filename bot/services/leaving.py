"""The patient leaves a professional, and says what becomes of the meetings that lie ahead."""

from dataclasses import dataclass

from bot.domain.links import LeaveLink
from bot.domain.meeting import Meeting
from bot.domain.parting import Fate
from bot.domain.people import Patient, Professional
from bot.domain.refusals import Field, FieldRefusal
from bot.ports import Clock, Waker
from bot.services.trusting import ahead_with, leave
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class PatientLeave:
    """Who leaves whom, and what lies ahead with them; `has_chosen` is False for who has left already."""

    patient: Patient
    professional: Professional
    has_chosen: bool
    ahead: tuple[Meeting, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Leaving:
    store: Store
    clock: Clock
    waker: Waker

    async def look(self, link: LeaveLink) -> PatientLeave:
        """Look at what leaving would touch; nothing is written. LookupError for who was never stored."""
        async with self.store.reading() as look:
            return await self._look(look, link)

    async def leave(self, link: LeaveLink, fate: Fate | None) -> PatientLeave:
        """Leave; a second time changes nothing. Returns what it touched.

        Raises FieldRefusal when meetings lie ahead and nobody said what becomes of them; then nothing was written.
        """
        now = self.clock.now()
        async with self.store.writing() as work:
            found = await self._look(work, link)
            if found.has_chosen and found.ahead and fate is None:
                raise FieldRefusal({Field.UPCOMING: "Say what happens to your meetings."})
            patient_id, professional_id = link.patient_id, link.professional_id
            await leave(work, patient_id, professional_id, fate or Fate.KEEP, now, actor=patient_id)
        self.waker.wake()
        return found

    async def _look(self, look: Repositories, link: LeaveLink) -> PatientLeave:
        # The meetings before the choice, as everybody who locks both.
        ahead = await ahead_with(look, link.patient_id, link.professional_id, self.clock.now())
        trust = await look.trusts.find(link.professional_id, link.patient_id)
        return PatientLeave(
            patient=await look.people.get_patient(link.patient_id),
            professional=await look.people.get_professional(link.professional_id),
            has_chosen=trust is not None,
            ahead=tuple(ahead),
        )
