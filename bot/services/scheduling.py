"""Scheduling a meeting: one transaction decides it, the worker brings it about."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.day_limits import BY_DEFAULT, DAY, DayLimits
from bot.domain.ids import submission_key
from bot.domain.meeting import Meeting
from bot.domain.outbox import OutboxKind
from bot.domain.people import Professional
from bot.domain.planning import ScheduleMeeting, plan
from bot.domain.preview import MOST_OVERLAPS, AlreadyBooked
from bot.domain.refusals import Field, FieldRefusal, NoPatients, NotConnected, PatientWithdrew
from bot.ports import Clock, Waker
from bot.services.acting import load_for, note_act
from bot.services.listing import is_connected
from bot.services.looking import with_people
from bot.stores import Repositories, Store
from bot.work_stores import AlreadyTakenIn

_log = logging.getLogger("consulta.scheduling")


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    store: Store
    clock: Clock
    waker: Waker
    limits: DayLimits = BY_DEFAULT

    async def open_form(self, professional: Professional) -> None:
        """Raise NotConnected or NoPatients where the form could lead nowhere."""
        async with self.store.reading() as look:
            if not await is_connected(look, professional):
                raise NotConnected
            if not await look.people.has_trusting_patients(professional.id):
                raise NoPatients

    async def schedule(self, professional: Professional, request: ScheduleMeeting, *, slack_view_id: str) -> Meeting:
        """Accept what the form asks for; the same view submitted again gives the meeting it made.

        Raises FieldRefusal, DoubledHour, AlreadyBooked and NotConnected; then nothing was written.
        """
        made = await self._made_by(professional, slack_view_id)
        if made is not None:
            return made
        try:
            meeting = await self._accept(professional, request, slack_view_id)
        except AlreadyTakenIn:
            # The same submission, delivered twice at the same moment: the other one has made the meeting.
            made = await self._made_by(professional, slack_view_id)
            if made is None:
                raise
            return made
        self.waker.wake()
        return meeting

    async def try_again(self, professional: Professional, meeting_id: str) -> Meeting:
        """Ask Zoom once more for a meeting that it did not make.

        Raises NotInYourList, AlreadyOver (a second click finds it pending), NotConnected and PatientWithdrew.
        """
        now = self.clock.now()
        async with self.store.writing() as work:
            failed = await load_for(Act.RETRY, work, professional, meeting_id, now)
            if await work.people.find_trusting_patient(professional.id, failed.patient_id) is None:
                raise PatientWithdrew
            meeting = failed.retried()
            await work.meetings.save(meeting)
            # What may have been made before is looked for by the new attempt, and no longer deleted. A deletion that is
            # under way cannot be called back: the new attempt waits for its end.
            await work.outbox.supersede_idle(meeting.id, OutboxKind.ZOOM_DELETE, now)
            await work.outbox.add(intents.creation(meeting, now))
            await work.outbox.renew(intents.card(meeting, now))
            await work.outbox.renew(intents.home(professional.id, now))
            await note_act(work, professional, "try_again", meeting, meeting.status, now)
        self.waker.wake()
        return meeting

    async def _made_by(self, professional: Professional, slack_view_id: str) -> Meeting | None:
        async with self.store.reading() as look:
            meeting_id = await look.inbox.find(submission_key(slack_view_id))
            return await look.meetings.load(meeting_id, professional.actor) if meeting_id else None

    async def _accept(self, professional: Professional, request: ScheduleMeeting, slack_view_id: str) -> Meeting:
        now = self.clock.now()
        async with self.store.writing() as work:
            await self._check_rights(work, professional, request)
            planned = plan(request, professional, now)
            meeting = replace(planned, assistant_id=professional.assisted_by or None)
            await self._check_limits(work, professional, meeting, now)
            await _check_overlaps(work, professional, meeting, request.accepted_overlaps)
            await work.inbox.add(submission_key(slack_view_id), meeting.id, now)
            await work.meetings.add(meeting)
            await work.outbox.add(intents.creation(meeting, now, slack_view_id))
            await work.outbox.renew(intents.card(meeting, now + intents.CARD_PATIENCE))
            await work.outbox.renew(intents.home(professional.id, now))
            await note_act(work, professional, "schedule", meeting, meeting.status, now)
        return meeting

    async def _check_limits(
        self, work: Repositories, professional: Professional, meeting: Meeting, now: datetime
    ) -> None:
        """Refuse what nobody schedules in a day; the operator finds it in the log."""
        if await work.upkeep.count_made(professional.id, now - DAY) >= self.limits.meetings:
            _log.warning("limit_reached limit=meetings professional=%s", professional.id)
            raise FieldRefusal({Field.PATIENT: self.limits.meetings_reply})
        if await work.upkeep.count_told(meeting.patient_id, now - DAY) >= self.limits.mails:
            _log.warning("limit_reached limit=mails professional=%s", professional.id)
            raise FieldRefusal({Field.PATIENT: self.limits.mails_reply})

    async def _check_rights(self, work: Repositories, professional: Professional, request: ScheduleMeeting) -> None:
        if not await is_connected(work, professional):
            raise NotConnected
        if await work.people.find_trusting_patient(professional.id, request.patient_id) is None:
            raise FieldRefusal({Field.PATIENT: "This patient is no longer on your list. Choose another."})


async def _check_overlaps(
    work: Repositories, professional: Professional, meeting: Meeting, accepted: frozenset[str]
) -> None:
    span = (meeting.starts_at, meeting.ends_at)
    found = await work.meetings.list_overlapping(professional.id, *span, MOST_OVERLAPS)
    if not accepted.issuperset(each.id for each in found):
        raise AlreadyBooked(await with_people(work, professional, found, meeting.created_at))
