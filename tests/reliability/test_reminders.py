"""Reminders that are all due in the same minute, while processes are killed and meetings are cancelled and moved."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select, update

from bot.domain import intents
from bot.domain.local_time import wall_of
from bot.domain.meeting import Meeting
from bot.domain.outbox import EntryState, OutboxKind
from bot.services.calling_off import call_off
from bot.stores import Repositories
from storage.tables import meeting as meeting_table
from storage.tables import outbox
from tests.builders import MADRID
from tests.reliability.conftest import kind_of
from tests.reliability.furniture import add_meeting
from tests.reliability.rig import Rig, open_rig, until
from tests.reliability.size import DICE, sized
from tests.reliability.table import Row

MEETINGS, KILLS = sized(100, 10_000), sized(5, 200)
HOSTS = sized(5, 50)
IN_FLIGHT = 4  # a lane's deliveries at once
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Course:
    """What was done meanwhile. Changes that came before a claim of the reminder are `in_time`."""

    kills: int = 0
    cancelled: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    in_time: set[str] = field(default_factory=set)


async def add_meetings(rig: Rig) -> list[Meeting]:
    """Meetings in fifty minutes, whose reminders of an hour before are due by now; each has a patient of its own."""
    starts_at = rig.now() + timedelta(minutes=50)
    meetings = []
    async with rig.store.writing() as work:
        for number in range(MEETINGS):
            meeting = await add_meeting(work, rig.world, rig.hosts[number % HOSTS], number, starts_at)
            await work.outbox.add(*intents.reminders(meeting, [HOUR], starts_at - 2 * HOUR))
            meetings.append(meeting)
    return meetings


async def change_some(rig: Rig, meetings: Sequence[Meeting], course: Course) -> None:
    """Cancel a fifth and move a fifth, spread over the whole run."""
    chosen = DICE.sample(list(meetings), 2 * len(meetings) // 5)
    for number, meeting in enumerate(chosen):
        wanted = number * MEETINGS // len(chosen)
        await until(lambda wanted=wanted: len(rig.world.mail.messages) >= min(wanted, MEETINGS // 2), "the next moment")
        change = cancel if number % 2 else move
        async with rig.store.writing() as work:
            is_unclaimed = await change(rig, work, meeting.id)
        (course.cancelled if change is cancel else course.moved).add(meeting.id)
        if is_unclaimed:
            course.in_time.add(meeting.id)


async def cancel(rig: Rig, work: Repositories, meeting_id: str) -> bool:
    meeting = await work.meetings.get(meeting_id)
    is_unclaimed = await nobody_has_claimed(work, meeting)
    await call_off(work, [meeting], "A strike.", rig.now())
    return is_unclaimed


async def move(rig: Rig, work: Repositories, meeting_id: str) -> bool:
    """Move it by a day as a transaction that reschedules does: a new version, with a reminder of its own."""
    meeting = await work.meetings.get(meeting_id)
    is_unclaimed = await nobody_has_claimed(work, meeting)
    starts_at = meeting.starts_at + DAY
    moved = replace(meeting, version=meeting.version + 1, starts_at=starts_at, wall_start=wall_of(starts_at, MADRID))
    times = {"starts_at": starts_at, "ends_at": moved.ends_at, "wall_start": moved.wall_start}
    await work.connection.execute(update(meeting_table).where(meeting_table.c.id == meeting.id).values(times))
    await work.meetings.save(moved)
    await work.outbox.add(*intents.reminders(moved, [HOUR], rig.now()))
    return is_unclaimed


async def nobody_has_claimed(work: Repositories, meeting: Meeting) -> bool:
    """Tell whether the reminder was never claimed; locked, so that a claim comes after this transaction."""
    is_its = (outbox.c.meeting_id == meeting.id) & (outbox.c.kind == OutboxKind.MAIL_REMINDER)
    found = await work.connection.execute(select(outbox.c.attempts, outbox.c.state).where(is_its).with_for_update())
    return found.one() == (0, EntryState.WAITING)


async def kill_again_and_again(rig: Rig, course: Course) -> None:
    """Kill all processes, each in the very moment in which the mail server has taken some mail and not yet said so."""
    while course.kills < KILLS and (left := await rig.waiting(OutboxKind.MAIL_REMINDER)):
        step = max(1, left * len(rig.replicas) // (KILLS - course.kills) // 2)
        for victim in rig.replicas:
            rig.world.traffic.after(DICE.randint(1, step), victim.strike)
        await until(lambda: are_down(rig), "the kills")
        rig.world.traffic.forget()
        course.kills += sum(not replica.is_running for replica in rig.replicas)
        await rig.start()


async def are_down(rig: Rig) -> bool:
    return not any(replica.is_running for replica in rig.replicas) or not await rig.waiting(OutboxKind.MAIL_REMINDER)


def recipients(meetings: Sequence[Meeting], of: set[str]) -> set[str]:
    return {f"p{10_000 + number:05}@patients.example" for number, each in enumerate(meetings) if each.id in of}


async def none_waits(rig: Rig) -> bool:
    return await rig.waiting(*(kind for kind in OutboxKind if kind.startswith("mail."))) == 0


async def test_no_reminder_is_lost_or_sent_for_what_no_longer_holds(database, tmp_path, tell):
    replicas = 1 if database.startswith("sqlite") else 2
    async with open_rig(tmp_path, database, replicas=replicas, hosts=HOSTS) as rig:
        meetings, course = await add_meetings(rig), Course()
        await rig.start()
        await asyncio.gather(change_some(rig, meetings, course), kill_again_and_again(rig, course))
        await until(lambda: none_waits(rig), "the last reminder", seconds=900)
        first = Counter(rig.mails("Reminder"))
        rig.world.clock.advance(DAY)
        await until(lambda: none_waits(rig), "the reminders of what was moved", seconds=900)
        every = Counter(rig.mails("Reminder"))
    told, told_again = {who for who, _ in first}, {who for who, _ in (every - first)}
    all_of_them = {meeting.id for meeting in meetings}
    stands = recipients(meetings, all_of_them - course.cancelled - course.moved)
    moved = recipients(meetings, course.moved)
    lost = len(stands - told) + len(moved - told_again)
    wrong = len(told & recipients(meetings, course.in_time))
    copies = every.total() - len(every)
    tell(
        Row(
            promise="reminders due in one minute",
            done=f"{MEETINGS:,} on {kind_of(database)}, {replicas} replicas, {course.kills} kills, "
            f"{len(course.cancelled):,} cancelled and {len(course.moved):,} moved meanwhile",
            figure=f"{lost} lost; {wrong} for what was changed before the claim; {copies} copies",
            required=f"0 lost; 0; at most {course.kills} x {IN_FLIGHT} copies, with the same Message-ID",
            is_kept=not lost and not wrong and copies <= course.kills * IN_FLIGHT,
        )
    )
