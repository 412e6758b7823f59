"""The list and its search, with a thousand, a hundred thousand and a million meetings, on both databases."""

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from bench.identities import TEAM
from bench.report import Figure, Section
from bench.world import World, a_professional, furnish
from bot.clock import SystemClock
from bot.domain.home import ShownList
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import Cursor, ListFilter, ListView, StatusGroup
from bot.domain.people import Patient, Professional
from bot.services.browsing import Browsing, home_facts, view_in_home
from storage.engine import Engines, open_engines
from storage.tables import meeting
from storage.unit_of_work import SqlStore

SIZES = (1_000, 100_000, 1_000_000)
_SEARCHED = 1_000
_BATCH = 20_000
_PATIENTS = 100
_TIMES = 30
_MOST_GROWTH = 1.5
_MS = 1000
NOWHERE = ListFilter(group=StatusGroup.ALL, search="nowhere to be found")
ANA = a_professional()
BEN = a_professional("U0BEN000001")
_PAST = (MeetingStatus.ENDED,) * 7 + (MeetingStatus.CANCELLED, MeetingStatus.MISSED, MeetingStatus.FAILED)
_STEP = timedelta(minutes=1)
_UPCOMING_OF = 50  # one of so many is still to come

Look = Callable[[], Awaitable[ShownList]]


async def measure_lists(database: str, url: str, sizes: Sequence[int] = SIZES) -> Section:
    """Fill the database step by step, and look at the list at each size."""
    world = World(url=url)
    await furnish(world)
    async with open_engines(url) as engines:
        store = SqlStore(engines=engines, vault=world.vault, lease=timedelta(seconds=30))
        await _add_people(store)
        browsing = Browsing(store=store, clock=SystemClock())
        await _fill(engines, world, BEN, range(_SEARCHED))
        seen: list[dict[str, float]] = []
        for before, size in zip((0, *sizes), sizes, strict=False):
            await _fill(engines, world, ANA, range(before, size))
            await _analyze(engines)
            await browsing.set_home(ANA, ListView(filter=NOWHERE))
            seen.append({name: await _median_seconds(look) for name, look in _looks(browsing, size).items()})
    return Section(title=f"List and search, {database}", figures=tuple(_figures(sizes, seen)))


def _figures(sizes: Sequence[int], seen: Sequence[dict[str, float]]) -> Iterator[Figure]:
    for name in seen[0]:
        for size, found in zip(sizes, seen, strict=True):
            yield Figure(what=f"{name}, {size:,} meetings", value=found[name] * _MS, unit="ms")
        growth = seen[-1][name] / seen[0][name]
        yield Figure(what=f"{name}: {sizes[-1]:,} against {sizes[0]:,}", value=growth, unit="x", aim=_MOST_GROWTH)


def _looks(browsing: Browsing, size: int) -> dict[str, Look]:
    """Name each way to look at the list."""
    middle = Cursor(starts_at=_starts_at(size // 2), meeting_id="m")
    all_of_them = ListFilter(group=StatusGroup.ALL)

    def look(view: ListView, professional: Professional = ANA) -> Look:
        return lambda: browsing.show(professional, view)

    async def draw_home_anew() -> ShownList:
        async with browsing.store.reading() as look:
            now = browsing.clock.now()
            return (await home_facts(look, ANA, await view_in_home(look, ANA, now), now)).shown

    return {
        "first page": look(ListView()),
        "page in the middle": look(ListView(filter=all_of_them, cursor=middle)),
        "page of one status": look(ListView(filter=ListFilter(group=StatusGroup.MISSED))),
        "page of one patient": look(ListView(filter=replace(all_of_them, patient_id="patient-7"))),
        "search of 1,000 meetings of one professional": look(ListView(filter=NOWHERE), BEN),
        "Home drawn anew while a search is kept in it": draw_home_anew,
    }


async def _median_seconds(look: Look) -> float:
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        await look()
        taken.append(time.perf_counter() - began)
    return median(taken)


async def _add_people(store: SqlStore) -> None:
    async with store.writing() as work:
        await work.people.save_professional(BEN)
        for number in range(_PATIENTS):
            await work.people.save_patient(
                Patient(
                    id=f"patient-{number}",
                    slack_team_id=TEAM,
                    name=f"Patient {number}",
                    mail=f"p{number}@patients.example",
                )
            )


async def _fill(engines: Engines, world: World, professional: Professional, numbers: range) -> None:
    for first in range(numbers.start, numbers.stop, _BATCH):
        batch = range(first, min(first + _BATCH, numbers.stop))
        async with engines.writer.begin() as connection:
            await connection.execute(meeting.insert(), [_row(world, professional, number) for number in batch])


def _row(world: World, professional: Professional, number: int) -> dict[str, Any]:
    meeting_id = f"{professional.slack_user_id}-{number:08}"
    is_upcoming = number % _UPCOMING_OF == 0
    starts_at = _starts_at(number) + (timedelta(days=4000) if is_upcoming else timedelta(0))
    texts = {
        "topic": f"Visit {number}",
        "description": "",
        "reason": "",
        "join_url": "https://zoom.example/j/1?pwd=abc",
    }
    return {
        "id": meeting_id,
        "slack_team_id": TEAM,
        "professional_id": professional.id,
        "patient_id": f"patient-{number % _PATIENTS}",
        "sealed": world.vault.seal(meeting.name, meeting_id, texts),
        "shares_topic": False,
        "wall_start": starts_at.replace(tzinfo=None),
        "zone": professional.zone,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=50),
        "duration": timedelta(minutes=50),
        "status": MeetingStatus.SCHEDULED if is_upcoming else _PAST[number % len(_PAST)],
        "version": 1,
        "nonce": f"{professional.slack_user_id[2:5].lower()}{number:017}",
        "ical_sequence": 0,
        "failure": "",
        "created_at": starts_at,
    }


_FIRST = SystemClock().now() - timedelta(days=2000)


def _starts_at(number: int) -> datetime:
    return _FIRST + number * _STEP


async def _analyze(engines: Engines) -> None:
    """Let the database count what it has, as it does by itself after a while."""
    async with engines.writer.begin() as connection:
        await connection.exec_driver_sql("ANALYZE")
