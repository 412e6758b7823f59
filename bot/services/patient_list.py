"""Looking at one's own patients: those who chose, and those who were asked."""

from dataclasses import dataclass

from bot.domain.patient_list import PAGE_LENGTH, ListedPatient, PatientList
from bot.domain.people import Professional
from bot.ports import Clock
from bot.stores import Store

_MOST_AHEAD = 1000


@dataclass(frozen=True, kw_only=True)
class ListingPatients:
    store: Store
    clock: Clock

    async def show(self, professional: Professional, page: int = 0) -> PatientList:
        """Look at a page by name; one that is not there any more shows the last one that is."""
        now = self.clock.now()
        async with self.store.reading() as look:
            trusts = {trust.patient_id: trust for trust in await look.trusts.list_of(professional.id)}
            everybody = await look.people.list_trusting_patients(professional.id)
            everybody = [patient for patient in everybody if patient.id in trusts]
            last = max(0, len(everybody) - 1) // PAGE_LENGTH
            number = min(max(0, page), last)
            ahead = await look.meetings.list_upcoming(professional.id, now, _MOST_AHEAD)
            pending = await look.invitations.list_open(professional.id, now)
        next_of = {meeting.patient_id: meeting for meeting in reversed(ahead)}
        shown = everybody[number * PAGE_LENGTH : (number + 1) * PAGE_LENGTH]
        return PatientList(
            professional=professional,
            patients=tuple(
                ListedPatient(patient=each, trust=trusts[each.id], next=next_of.get(each.id)) for each in shown
            ),
            page=number,
            count=len(everybody),
            pending=tuple(pending),
            at=now,
        )
