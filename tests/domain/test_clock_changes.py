"""Every change of the clocks from 2026 to 2030, in every zone there is: never a wrong hour."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.local_time import ZONE_NAMES, instants, wall_of
from bot.domain.planning import doubled_hour, plan
from bot.domain.preview import Draft, both_clocks, look_at
from bot.domain.refusals import DoubledHour, Field, FieldRefusal
from tests.builders import MADRID, a_patient, a_professional, a_request

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
BEFORE_ALL = FIRST - timedelta(days=9)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# Two changes never come nearer to each other: Morocco's, around Ramadan, are a month apart.
STEP = 9 * DAY


@cache
def changes(zone):
    """List the instants from which on another offset counts, with the offsets before and after."""
    steps = [FIRST + number * STEP for number in range((LAST - FIRST) // STEP + 2)]
    found = []
    for low, high in pairwise(steps):
        before, after = offset(low, zone), offset(high, zone)
        if before != after:
            found.append((first_with_other_offset(low, high, zone), before, after))
    return found


def first_with_other_offset(low, high, zone):
    before = offset(low, zone)
    while high - low > MINUTE:
        middle = low + (high - low) / MINUTE // 2 * MINUTE
        low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
    return high


def offset(instant, zone):
    return instant.astimezone(zone).utcoffset()


def in_zones(is_forward):
    """List a change of each kind of clocks once: (zone, instant, offset before, after); most names are links."""
    seen = {}
    for name in sorted(ZONE_NAMES):
        for at, before, after in changes(ZoneInfo(name)):
            if (after > before) == is_forward:
                seen.setdefault((at, before, after), ZoneInfo(name))
    return [(zone, *change) for change, zone in seen.items()]


def walls_between(first, until):
    """The first minute, one amid, and the last before `until`."""
    middle = first + (until - first) / MINUTE // 2 * MINUTE
    return {first, middle, until - MINUTE}


def planned(wall, zone, fold=None):
    request = a_request(on=wall.date(), at=wall.time(), zone=zone, fold_offset_minutes=fold)
    return plan(request, a_professional(), BEFORE_ALL).starts_at


def seen(wall, zone, fold=None):
    """The form's preview, for somebody in Madrid whose patient lives in the zone."""
    draft = Draft(on=wall.date(), at=wall.time(), zone=zone, fold_offset_minutes=fold)
    return look_at(draft, a_professional(), a_patient(zone=zone), BEFORE_ALL)


def test_the_changes_that_are_looked_for_are_found():
    assert (len(changes(MADRID)), len(changes(ZoneInfo("UTC")))) == (10, 0)
    assert len({zone.key for zone, *_ in in_zones(is_forward=True)}) > 10


@pytest.mark.parametrize("name", sorted(ZONE_NAMES))
def test_in_every_zone_a_gap_has_no_instant_and_a_doubled_hour_two(name):
    zone = ZoneInfo(name)
    for at, before, after in changes(zone):
        old, new = ((at + each).replace(tzinfo=None) for each in (before, after))
        for wall in walls_between(min(old, new), max(old, new)):
            expected = () if after > before else (as_utc(wall - before), as_utc(wall - after))
            assert instants(wall, zone) == expected
        assert len(instants(min(old, new) - MINUTE, zone)) == len(instants(max(old, new), zone)) == 1


def as_utc(wall):
    return wall.replace(tzinfo=UTC)


def test_every_gap_is_refused_with_the_nearest_times():
    for zone, at, before, after in in_zones(is_forward=True):
        last, first = ((at + each).replace(tzinfo=None) for each in (before, after))
        for wall in walls_between(last, first):
            with pytest.raises(FieldRefusal) as refusal:
                planned(wall, zone)
            assert refusal.value.replies.keys() == {Field.HOUR}
            nearest = f"Nearest: {spoken(last - MINUTE)} or {spoken(first)}."
            assert refusal.value.reply.endswith(nearest), (zone, wall)
            assert seen(wall, zone).refusal.reply == refusal.value.reply


def spoken(wall):
    return f"{wall:%I:%M %p}".removeprefix("0")


def test_every_doubled_hour_is_asked_and_each_answer_is_its_own_instant():
    for zone, at, before, after in in_zones(is_forward=False):
        first, until = ((at + each).replace(tzinfo=None) for each in (after, before))
        for wall in walls_between(first, until):
            with pytest.raises(DoubledHour):
                planned(wall, zone)
            offsets = [choice.offset_minutes for choice in doubled_hour(wall, zone).choices]
            assert [timedelta(minutes=each) for each in offsets] == [before, after]
            found = [planned(wall, zone, each) for each in offsets]
            assert found == [as_utc(wall - before), as_utc(wall - after)]
            assert [seen(wall, zone, each).starts_at for each in offsets] == found


def test_both_clocks_always_show_the_same_instant():
    """Around each change, on the clock of the zone itself and on Madrid's."""
    for zone, at, *_ in [*in_zones(is_forward=True), *in_zones(is_forward=False)]:
        for instant in (at - 61 * MINUTE, at - MINUTE, at, at + 30 * MINUTE, at + 61 * MINUTE):
            fold = offset(instant, zone) / MINUTE
            preview = seen(wall_of(instant, zone), zone, int(fold))
            assert preview.starts_at == instant
            shown = {whose: read_back(when) for whose, when in both_clocks(preview)}
            assert instant in instants(shown["Your clock:"], MADRID)
            assert instant in instants(shown["Your patient's clock:"], zone)


def read_back(when):
    """Read "Sun, Oct 25, 2026, 2:30 to 3:20 AM, Madrid time" as its wall time."""
    weekday, day, year, span, *_ = when.split(", ")
    start, _, end = span.partition(" to ")
    half = "" if start.endswith("M") else end[-3:]
    return datetime.strptime(f"{weekday}, {day}, {year}, {start}{half}", "%a, %b %d, %Y, %I:%M %p")  # noqa: DTZ007 - a wall time
