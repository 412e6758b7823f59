"""Random histories of Zoom, reported in any order, several times, with gaps: the record ends the same."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.waiting_room import waiting_since
from bot.domain.zoom_reports import ZoomEvent
from bot.services.zoom_events import ZoomEvents
from tests.builders import NOW, a_patient, a_professional, a_zoom_user
from tests.fakes.edges import FakeWaker
from tests.fakes.store import FakeStore
from tests.fakes.zoom_upkeep import a_sight
from tests.services.astray import MEETING, MINUTE, Astray
from tests.sizes import at_size

histories = settings(max_examples=at_size(small=150, full=5000), deadline=None)
KINDS = st.sampled_from(FactKind)
INSTANCES = {FactKind.STARTED: ("one", "two"), FactKind.ENDED: ("one", "two")}
GUESTS = {FactKind.WAITING: ("noah", "parent"), FactKind.LEFT: ("noah", "parent")}


@st.composite
def events(draw) -> ZoomEvent:
    """One report, at a whole minute around the meeting's day."""
    kind = draw(KINDS)
    named = draw(st.sampled_from({**INSTANCES, **GUESTS}.get(kind, ("",))))
    at = MEETING.starts_at + draw(st.integers(-300, 120)) * MINUTE
    user = a_zoom_user().zoom_user_id
    return ZoomEvent(kind=kind, zoom_meeting_id=MEETING.zoom_meeting_id or 0, zoom_uuid=named, zoom_user_id=user, at=at)


async def astray() -> Astray:
    store = FakeStore()
    async with store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
    made = Astray(store)
    await made.given()
    return made


async def told(reports: list[ZoomEvent], now: timedelta) -> tuple[object, ...]:
    """What is known in the end of a history that was reported so."""
    world = await astray()
    world.clock.instant = MEETING.starts_at + now
    taking = ZoomEvents(store=world.store, clock=world.clock, waker=FakeWaker())
    for report in reports:
        await taking.take(report)
    async with world.store.reading() as look:
        meeting = await look.meetings.get("meeting-one")
        waits = waiting_since(await look.facts.list_of("meeting-one"), world.clock.now())
    return meeting.status, meeting.started_at, meeting.ended_at, waits


@histories
@given(data=st.data(), reports=st.lists(events(), max_size=8), minutes=st.integers(-300, 120))
def test_order_and_number_of_reports_change_nothing(data, reports, minutes):
    now = minutes * MINUTE
    again = data.draw(st.lists(st.sampled_from(reports), max_size=5)) if reports else []
    shuffled = data.draw(st.permutations([*reports, *again]))
    assert asyncio.run(told(shuffled, now)) == asyncio.run(told(reports, now))


@histories
@given(acts=st.lists(st.tuples(st.sampled_from(["delete", "recover", "move", "move back"]), st.booleans()), max_size=8))
def test_what_was_reported_or_not_one_look_makes_good(acts):
    asyncio.run(_one_look_makes_good(acts))


async def _one_look_makes_good(acts: list[tuple[str, bool]]) -> None:
    """Do these in Zoom, each reported or lost, then look once: our record is Zoom's, the patient knows of nothing."""
    world = await astray()
    is_there, later = True, a_sight(starts_at=MEETING.starts_at + timedelta(days=1))
    stands = a_sight()
    for act, is_reported in acts:
        world.clock.advance(MINUTE)
        is_there = {"delete": False, "recover": True}.get(act, is_there)
        stands = {"move": later, "move back": a_sight()}.get(act, stands)
        world.upkeep.sight = stands if is_there else None
        if is_reported and act in {"delete", "recover"}:
            kind = FactKind.DELETED if act == "delete" else FactKind.RECOVERED
            await ZoomEvents(store=world.store, clock=world.clock, waker=FakeWaker()).take(
                ZoomEvent(
                    kind=kind,
                    zoom_meeting_id=MEETING.zoom_meeting_id or 0,
                    zoom_uuid="",
                    zoom_user_id=a_zoom_user().zoom_user_id,
                    at=world.clock.now(),
                )
            )
    await world.look()
    meeting = await world.meeting()
    wanted = MeetingStatus.SCHEDULED if is_there else MeetingStatus.CANCELLED_ON_ZOOM
    assert meeting.status is wanted
    if is_there:
        assert (meeting.zoom_move is not None) == (stands == later)
    assert (meeting.starts_at, world.mailed(), world.clock.now() >= NOW) == (MEETING.starts_at, ["invitation"], True)
