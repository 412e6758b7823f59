"""A setting that changes while Zoom makes a meeting: the meeting is planned with it, whoever comes first."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain import intents, profile_intents
from bot.domain.outbox import OutboxKind
from bot.domain.preferences import Preferences, Profile
from bot.services.delivering import Delivering
from bot.services.profile_effects import Replanning
from bot.services.zoom_effects import Creating
from tests.builders import NOW, a_grant, a_meeting, a_patient, a_professional, a_zoom_user
from tests.fakes.edges import FakeClock
from tests.fakes.workers import deliver_due
from tests.fakes.zoom import FakeZoomMeetings, OpenAccess

ANA = a_professional()
LEAD = timedelta(hours=2)
MEETINGS = [
    a_meeting(id=f"meeting-{number}", nonce=str(number).rjust(20, "0"), starts_at=a_meeting().starts_at + number * LEAD)
    for number in range(8)
]


def a_worker(store, kind, effect) -> Delivering:
    return Delivering(store=store, clock=FakeClock(), effects={kind: effect}, owner=kind, spread=lambda: 0.0)


async def make_all(store) -> None:
    effect = Creating(store=store, access=OpenAccess(), zoom=FakeZoomMeetings(), clock=FakeClock())
    await deliver_due(a_worker(store, OutboxKind.ZOOM_CREATE, effect), 99)


async def choose(store) -> None:
    async with store.writing() as work:
        await work.profiles.save(ANA.id, Profile(chosen=Preferences(leads=(LEAD,))))
        await work.outbox.renew(profile_intents.replanning(ANA.id, NOW))
    await deliver_due(a_worker(store, OutboxKind.MEETINGS_REPLAN, Replanning(store=store, clock=FakeClock())), 99)


async def planned(store, meeting) -> set[timedelta]:
    async with store.reading() as look:
        entries = await look.outbox.list_of(meeting.id)
    return {meeting.starts_at - each.due_at for each in entries if each.kind is OutboxKind.MAIL_REMINDER}


@pytest.mark.parametrize("first", ["making", "choosing"])
async def test_no_meeting_misses_the_lead_time_that_was_chosen(sql_store, first):
    async with sql_store.writing() as work:
        await work.people.save_professional(ANA)
        await work.people.save_patient(a_patient())
        await work.connections.connect(ANA.id, a_grant(), a_zoom_user(), NOW)
        for meeting in MEETINGS:
            await work.meetings.add(meeting)
            await work.outbox.add(intents.creation(meeting, NOW))
    both = [make_all(sql_store), choose(sql_store)]
    await asyncio.gather(*(both if first == "making" else reversed(both)))
    assert [meeting.id for meeting in MEETINGS if LEAD not in await planned(sql_store, meeting)] == []
