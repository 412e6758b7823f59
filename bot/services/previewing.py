"""Looking at a meeting before it is sent: what the New meeting form shows while it is filled in."""

from dataclasses import dataclass, replace

from bot.domain.naming import find_named
from bot.domain.people import Patient, Professional
from bot.domain.preview import MOST_OVERLAPS, Draft, Preview, look_at
from bot.ports import Clock
from bot.services.looking import with_people
from bot.stores import Repositories, Store


@dataclass(frozen=True, kw_only=True)
class Previewing:
    store: Store
    clock: Clock

    async def begin(self, professional: Professional, draft: Draft, words: str) -> Preview:
        """Look at a draft that was typed as words: those that name one's own patient choose them, the others are
        its topic.
        """
        async with self.store.reading() as look:
            patients = await look.people.list_trusting_patients(professional.id) if words else []
            patient, topic = find_named(words, patients)
            named = replace(draft, topic=topic, patient_id=patient.id if patient else "")
            return await _preview(look, professional, named, self.clock)

    async def preview(self, professional: Professional, draft: Draft) -> Preview:
        """Look at a draft; a patient who is not (or no longer) one's own is nobody."""
        async with self.store.reading() as look:
            return await _preview(look, professional, draft, self.clock)

    async def patient(self, professional: Professional, patient_id: str) -> Patient | None:
        """Find one's own patient."""
        async with self.store.reading() as look:
            return await _own(look, professional, patient_id)


async def _own(look: Repositories, professional: Professional, patient_id: str) -> Patient | None:
    return await look.people.find_trusting_patient(professional.id, patient_id) if patient_id else None


async def _preview(look: Repositories, professional: Professional, draft: Draft, clock: Clock) -> Preview:
    now = clock.now()
    preview = look_at(draft, professional, await _own(look, professional, draft.patient_id), now)
    if preview.starts_at is None:
        return preview
    span = (preview.starts_at, preview.starts_at + draft.duration)
    meetings = await look.meetings.list_overlapping(professional.id, *span, MOST_OVERLAPS)
    return replace(preview, overlaps=await with_people(look, professional, meetings, now))
