"""What was moved in Zoom: seen, asked about, accepted or put back."""

from datetime import timedelta

import pytest

from bot.domain import zoom_intents
from bot.domain.acts import Act, allowed_acts
from bot.domain.failures import ZoomError
from bot.domain.meeting import ZoomMove
from bot.domain.meeting_facts import FactKind
from bot.domain.notices import NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.refusals import AlreadyOver
from tests.builders import NOW, a_fact
from tests.fakes.zoom_upkeep import a_sight
from tests.services.astray import ANA, HOUR, MEETING, MINUTE, START, Astray

LATER = START + timedelta(days=1)
MOVE = ZoomMove(starts_at=LATER, duration=30 * MINUTE)
MOVED = a_sight(starts_at=MOVE.starts_at, duration=MOVE.duration)
ASKED = NoticeKind.MOVED_IN_ZOOM


@pytest.fixture
async def astray(store):
    astray = Astray(store)
    await astray.given()
    return astray


@pytest.fixture
async def moved(astray):
    astray.upkeep.sight = MOVED
    await astray.look()
    return astray


async def test_what_stands_as_agreed_asks_nothing(astray):
    await astray.look()
    assert (await astray.meeting(), astray.told()) == (MEETING, [])


async def test_a_move_is_asked_about_once_and_the_patient_keeps_what_they_know(moved):
    await moved.look()
    meeting = await moved.meeting()
    assert (meeting.zoom_move, meeting.starts_at, moved.told(), moved.mailed()) == (
        MOVE,
        START,
        [ASKED],
        ["invitation"],
    )


async def test_moved_on_it_is_asked_about_anew_and_moved_back_it_is_forgotten(moved):
    moved.upkeep.sight = a_sight(starts_at=LATER + HOUR)
    await moved.look()
    moved.upkeep.sight = a_sight()
    await moved.look()
    assert (await moved.meeting(), moved.told()) == (MEETING, [ASKED, ASKED])


async def test_accepted_it_holds_and_all_that_hangs_on_the_time_moves_with_it(moved):
    await moved.moves.accept(ANA, "meeting-one")
    await moved.deliver()
    meeting = await moved.meeting()
    assert meeting == MEETING.at_time(LATER, 30 * MINUTE)
    assert (meeting.version, meeting.ical_sequence, moved.mailed()) == (2, 1, ["invitation", "change"])
    assert moved.mailer.sent[-1].was == START
    waiting = [each for each in await moved.entries(OutboxKind.MAIL_REMINDER) if each.state is EntryState.WAITING]
    assert [entry.due_at for entry in waiting] == [LATER - timedelta(hours=24), LATER - HOUR]


async def test_who_had_not_been_told_of_it_is_invited_to_the_new_time(store):
    astray = Astray(store)
    await astray.given(is_told=False)
    astray.upkeep.sight = MOVED
    await astray.look()
    await astray.moves.accept(ANA, "meeting-one")
    await astray.deliver()
    assert astray.mailed() == ["invitation"]


async def test_put_back_zoom_is_told_the_time_that_was_agreed(moved):
    await moved.moves.put_back(ANA, "meeting-one")
    await moved.deliver()
    assert (moved.upkeep.updated, await moved.meeting()) == ([MEETING.zoom_plan], MEETING)
    assert moved.mailed() == ["invitation"]


async def test_the_echo_of_our_own_change_is_not_asked_about(moved):
    moved.upkeep.failures = [ZoomError("unknown")]
    await moved.moves.put_back(ANA, "meeting-one")
    await moved.deliver()
    await moved.look()  # Zoom still has the other time, as our change is on its way
    assert (moved.told(), (await moved.meeting()).zoom_move) == ([ASKED], None)
    await moved.wait(MINUTE)
    moved.upkeep.sight = a_sight()
    await moved.look()
    assert (moved.told(), await moved.meeting()) == ([ASKED], MEETING)


async def test_what_gave_up_setting_it_right_looks_and_asks_again(moved):
    moved.upkeep.failures = [ZoomError("refused", permanent=True)]
    await moved.moves.put_back(ANA, "meeting-one")
    await moved.deliver()
    assert ((await moved.meeting()).zoom_move, moved.told()) == (MOVE, [ASKED, ASKED])


async def test_a_time_that_has_passed_can_only_be_put_back(astray):
    astray.upkeep.sight = a_sight(starts_at=NOW - HOUR)
    await astray.look()
    acts = allowed_acts(await astray.meeting(), NOW)
    assert (Act.ACCEPT_MOVE in acts, Act.PUT_BACK in acts) == (False, True)
    with pytest.raises(AlreadyOver):
        await astray.moves.accept(ANA, "meeting-one")


async def test_what_changed_here_while_zoom_was_asked_is_newer_than_what_was_seen(astray):
    async with astray.store.writing() as work:
        await work.outbox.renew(zoom_intents.look(MEETING, NOW))
    (entry,) = await astray.delivering.claim(1)
    astray.upkeep.sight = MOVED
    settlement = await astray.delivering.effects[entry.kind].perform(entry)
    await astray.change(MEETING.at_time(LATER, 30 * MINUTE))
    async with astray.store.writing() as work:
        await settlement.then(work)
    assert ((await astray.meeting()).zoom_move, astray.told()) == (None, [])


@pytest.mark.parametrize("kind", [FactKind.DELETED, FactKind.STARTED])
async def test_once_removed_or_opened_it_is_no_longer_asked_to_which_time_it_was_moved(moved, kind):
    await moved.report(a_fact(kind=kind, zoom_uuid="one"))
    assert (await moved.meeting()).zoom_move is None


async def test_called_off_it_has_been_moved_nowhere(moved):
    assert (await moved.meeting()).cancelled("I am ill.", NOW).zoom_move is None
