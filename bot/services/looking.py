"""Meetings beside their people, as professionals look at them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.card import MeetingCard, describe
from bot.domain.folding import has_all_words
from bot.domain.mail_step import latest_mail, mail_step
from bot.domain.meeting import Meeting
from bot.domain.outbox import OutboxEntry
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.stores import Repositories


async def with_people(
    look: Repositories, professional: Professional, meetings: Sequence[Meeting], now: datetime
) -> tuple[OwnMeeting, ...]:
    """Put each meeting beside its patient and its mail, with one read for all."""
    patients = {each.id: each for each in await look.people.list_patients({each.patient_id for each in meetings})}
    mails = await _mails(look, meetings)
    return tuple(
        OwnMeeting(
            meeting=meeting,
            patient=patients[meeting.patient_id],
            professional=professional,
            at=now,
            mail=mail_step(latest_mail(meeting, mails[meeting.id])),
        )
        for meeting in meetings
    )


async def _mails(look: Repositories, meetings: Sequence[Meeting]) -> Mapping[str, list[OutboxEntry]]:
    mails: dict[str, list[OutboxEntry]] = defaultdict(list)
    for entry in await look.outbox.list_mails([each.id for each in meetings]):
        mails[entry.its_meeting_id].append(entry)
    return mails


async def describe_meeting(look: Repositories, meeting: Meeting, now: datetime) -> MeetingCard:
    """Put the meeting beside its people and all its receipts."""
    professional = await look.people.get_professional(meeting.professional_id)
    card = describe(
        meeting,
        professional,
        await look.people.get_patient(meeting.patient_id),
        await look.outbox.list_of(meeting.id),
        professional.habits.leads,
        now,
    )
    if meeting.assistant_id is not None:
        card = replace(card, assistant=await look.people.get_professional(meeting.assistant_id))
    connection = await look.connections.find(meeting.professional_id)
    return card if connection is None or connection.is_of(meeting) else card.elsewhere()


async def matching(look: Repositories, batch: Sequence[Meeting], typed: str) -> list[Meeting]:
    """Keep the meetings that have all the words typed in their texts, their patient's name or code, or reference."""
    patients = await look.people.list_patients({each.patient_id for each in batch})
    names = {patient.id: patient.searched(typed) for patient in patients}
    return [
        meeting
        for meeting in batch
        if has_all_words(typed, meeting.topic, meeting.description, names[meeting.patient_id], meeting.reference)
    ]
