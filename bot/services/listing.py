"""What a professional sees of their own: meetings to come, patients, Home."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from bot.domain.home import HomeFacts
from bot.domain.meeting import Meeting
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.ports import Clock
from bot.stores import Repositories, Store

MOST_PATIENTS = 100
_MOST_COUNTED = 100


@dataclass(frozen=True, kw_only=True)
class Listing:
    store: Store
    clock: Clock

    async def upcoming(self, professional: Professional, limit: int = 20) -> list[OwnMeeting]:
        """List the professional's meetings whose end lies ahead, soonest first."""
        now = self.clock.now()
        async with self.store.reading() as look:
            meetings = await look.meetings.list_upcoming(professional.id, now, limit)
            return [await as_own(look, meeting, professional, now) for meeting in meetings]

    async def patients(self, professional: Professional, typed: str) -> list[Patient]:
        """List the professional's own patients whose name has all the words typed, whatever their case and accents."""
        async with self.store.reading() as look:
            patients = await look.people.list_trusting_patients(professional.id)
        words = fold(typed).split()
        return [patient for patient in patients if all(word in fold(patient.name) for word in words)][:MOST_PATIENTS]

    async def is_connected(self, professional: Professional) -> bool:
        async with self.store.reading() as look:
            return await is_connected(look, professional)

    async def home(self, professional: Professional) -> HomeFacts:
        async with self.store.reading() as look:
            return await home_facts(look, self.clock, professional)


async def as_own(look: Repositories, meeting: Meeting, professional: Professional, now: datetime) -> OwnMeeting:
    """Put the meeting beside its people, as it is seen now."""
    patient = await look.people.get_patient(meeting.patient_id)
    return OwnMeeting(meeting=meeting, patient=patient, professional=professional, at=now)


async def is_connected(look: Repositories, professional: Professional) -> bool:
    connection = await look.connections.find(professional.id)
    return connection is not None and connection.lets_manage


async def home_facts(look: Repositories, clock: Clock, professional: Professional) -> HomeFacts:
    """Gather what Home shows, for the person who opens it and for the worker who redraws it."""
    upcoming = await look.meetings.list_upcoming(professional.id, clock.now(), _MOST_COUNTED)
    return HomeFacts(
        professional=professional,
        is_connected=await is_connected(look, professional),
        has_patients=await look.people.has_trusting_patients(professional.id),
        upcoming=sum(meeting.zoom_meeting_id is not None for meeting in upcoming),
    )


def fold(text: str) -> str:
    """Take case and accents away: "García" and "garcia" are the same word to a person who types."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
