"""The patient has their data erased: what lies ahead is called off, and the rest goes once all mails have left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import intents
from bot.domain.failures import Failure
from bot.domain.meeting import UPCOMING, Meeting, MeetingStatus
from bot.domain.notices import NoticeKind
from bot.domain.outbox import MAILS, EntryState, OutboxEntry
from bot.domain.parting import lying_ahead
from bot.domain.people import Patient, Professional
from bot.ports import Clock, Waker
from bot.services.calling_off import call_off
from bot.services.deleting import remove_at_zoom
from bot.services.delivering import SUPERSEDED, Settlement
from bot.services.trusting import AS_THE_PATIENT_ASKED, show_choice, tell_choice
from bot.stores import Repositories, Store

# What is being held, or is over and not yet known to be: it settles by itself.
_UNSETTLED = frozenset({MeetingStatus.PENDING, MeetingStatus.SCHEDULED, MeetingStatus.STARTED})


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What erasing touches."""

    patient: Patient
    professionals: tuple[Professional, ...] = ()
    ahead: tuple[Meeting, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Erasing:
    store: Store
    clock: Clock
    waker: Waker

    async def look(self, patient_id: str) -> Erasure:
        """Look at what erasing would touch; nothing is written. LookupError for who was never stored."""
        now = self.clock.now()
        async with self.store.reading() as look:
            ahead = lying_ahead(await look.meetings.list_upcoming_of(patient_id, now), now)
            trusts = await look.trusts.list_by(patient_id)
            found = sorted({*(each.professional_id for each in trusts), *(each.professional_id for each in ahead)})
            return Erasure(
                patient=await look.people.get_patient(patient_id),
                professionals=tuple([await look.people.get_professional(each) for each in found]),
                ahead=tuple(ahead),
            )

    async def begin(self, patient_id: str, *, actor: str = "") -> None:
        """Let the patient leave everybody at once, call off what lies ahead, and have the rest erased soon.

        `actor` is who asks for it, for the audit, where it is not the patient.
        """
        now = self.clock.now()
        async with self.store.writing() as work:
            # The meetings before the choices, and once more after them, for what was made until then.
            await work.meetings.list_upcoming_of(patient_id, now)
            patient = await work.people.get_patient(patient_id)
            if patient.erased_at is not None:
                return
            left = await _leave_all(work, patient_id, now)
            ahead = lying_ahead(await work.meetings.list_upcoming_of(patient_id, now), now)
            if ahead:
                await call_off(work, ahead, AS_THE_PATIENT_ASKED, now)
            for professional_id in sorted({*left, *(meeting.professional_id for meeting in ahead)}):
                await tell_choice(work, NoticeKind.ERASED, professional_id, patient_id, now)
                await show_choice(work, professional_id, now)
            await work.outbox.add(intents.erasure(patient_id, now))
            await work.audit.add(at=now, actor=actor or patient_id, action="erase", about=patient_id, outcome="asked")
        self.waker.wake()


@dataclass(frozen=True, kw_only=True)
class ErasingPatient:
    """The worker's part: waits for the mails that need the address and for what is being held, 72 hours at most."""

    store: Store
    clock: Clock

    async def perform(self, entry: OutboxEntry) -> Settlement:
        patient_id = str(entry.ids["patient_id"])
        async with self.store.reading() as look:
            if (await look.people.get_patient(patient_id)).erased_at is not None:
                return SUPERSEDED
            if await _is_still_needed(look, patient_id):
                raise Failure("patient_still_needed")

        async def erase(work: Repositories) -> None:
            await self._erase(work, patient_id)

        return Settlement(then=erase)

    async def hold_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:
        """Wait: nobody is promised an hour."""

    async def give_up(self, entry: OutboxEntry, failure: Failure, work: Repositories) -> None:  # noqa: ARG002 - a port
        """Erase in any case: the patient was promised so."""
        await self._erase(work, str(entry.ids["patient_id"]))

    async def _erase(self, work: Repositories, patient_id: str) -> None:
        now = self.clock.now()
        # The meetings first, and once more after the choices, for what was made until then. The questions before the
        # choices, as whoever answers one at this moment.
        await work.meetings.list_all_of(patient_id)
        await work.invitations.forget((await work.people.get_patient(patient_id)).mail)
        left = await _leave_all(work, patient_id, now)
        meetings = await _called_off(work, await work.meetings.list_all_of(patient_id), now)
        for meeting in meetings:
            await work.meetings.save(meeting.deleted(now))
            await remove_at_zoom(work, meeting, now)
            await work.outbox.renew(intents.card(meeting, now))
        for professional_id in sorted({*left, *(meeting.professional_id for meeting in meetings)}):
            await show_choice(work, professional_id, now)
        await work.people.erase_patient(patient_id, now)
        await work.audit.add(at=now, actor=patient_id, action="erase", about=patient_id, outcome="erased")


async def _leave_all(work: Repositories, patient_id: str, now: datetime) -> list[str]:
    """End all choices of the patient; names the professionals."""
    trusts = sorted(await work.trusts.list_by(patient_id), key=lambda trust: trust.professional_id)
    return [
        each.professional_id for each in trusts if await work.trusts.withdraw(each.professional_id, patient_id, now)
    ]


async def _called_off(work: Repositories, meetings: Sequence[Meeting], now: datetime) -> list[Meeting]:
    """Call off what still stands in the list of upcoming meetings, and return all of them as they are then."""
    standing = [meeting for meeting in meetings if meeting.status in UPCOMING]
    cancelled = [each for each, _ in await call_off(work, standing, AS_THE_PATIENT_ASKED, now)] if standing else []
    return [*(meeting for meeting in meetings if meeting.status not in UPCOMING), *cancelled]


async def _is_still_needed(look: Repositories, patient_id: str) -> bool:
    meetings = await look.meetings.list_all_of(patient_id)
    if any(meeting.status in _UNSETTLED for meeting in meetings):
        return True
    entries = [entry for meeting in meetings for entry in await look.outbox.list_of(meeting.id)]
    return any(entry.kind in MAILS and entry.state is EntryState.WAITING for entry in entries)
