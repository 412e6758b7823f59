"""A professional's patients, as they see them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.invitation import Invitation
from bot.domain.meeting import Meeting
from bot.domain.people import Patient, Professional
from bot.domain.trust import Trust

PAGE_LENGTH = 10
MOST_PENDING = 10


@dataclass(frozen=True, kw_only=True)
class ListedPatient:
    """`next` is their next meeting with this professional."""

    patient: Patient
    trust: Trust
    next: Meeting | None = None


@dataclass(frozen=True, kw_only=True)
class PatientList:
    """Page `page` (from 0) of `count` patients, and whom the professional has asked without an answer yet."""

    professional: Professional
    patients: tuple[ListedPatient, ...] = ()
    page: int = 0
    count: int = 0
    pending: tuple[Invitation, ...] = ()
    at: datetime

    @property
    def has_next(self) -> bool:
        return (self.page + 1) * PAGE_LENGTH < self.count
