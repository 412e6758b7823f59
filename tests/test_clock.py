from datetime import UTC, datetime, timedelta

from bot.clock import MovedClock, SystemClock


def moved_clock(*offsets):
    moves, answers = [], iter(offsets)

    async def ask_offset():
        return next(answers)

    return MovedClock(ask_offset=ask_offset, on_move=lambda: moves.append(True)), moves


def is_ahead_by(clock, hours):
    return abs(clock.now() - datetime.now(UTC) - timedelta(hours=hours)) < timedelta(minutes=1)


def test_real_time_is_aware_utc():
    assert SystemClock().now().utcoffset() == timedelta()


async def test_a_moved_clock_is_ahead_and_tells_of_the_move():
    clock, moves = moved_clock(timedelta(hours=3))
    await clock.refresh()
    assert (is_ahead_by(clock, 3), moves) == (True, [True])


async def test_a_clock_that_stands_as_it_was_tells_nothing():
    clock, moves = moved_clock(timedelta(hours=3), timedelta(hours=3))
    await clock.refresh()
    await clock.refresh()
    assert moves == [True]


async def test_when_nobody_answers_the_last_offset_holds():
    clock, moves = moved_clock(timedelta(hours=3), None)
    await clock.refresh()
    await clock.refresh()
    assert (is_ahead_by(clock, 3), moves) == (True, [True])
