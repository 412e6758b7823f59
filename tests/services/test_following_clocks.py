"""The rules of a zone change: a doctored zone takes the place of the real one, as an update of the system would."""

import zoneinfo
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.local_time import instant_on_the_clock
from bot.domain.meeting import MeetingStatus
from bot.domain.notices import NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.services.following_clocks import FollowingClocks
from bot.time_zone_data import SystemTimeZones
from tests.builders import MADRID
from tests.fakes.edges import FakeWaker
from tests.services.astray import HOUR, MEETING, Astray

# Madrid as it would be on the clock of Lagos: an hour ahead of UTC all year, so that summer time is gone.
SUMMER = datetime(2027, 7, 1, 13, 0, tzinfo=UTC)  # 3 PM in Madrid's summer
IN_SUMMER = replace(MEETING, starts_at=SUMMER, wall_start=datetime(2027, 7, 1, 15, 0))


def doctored(name: str) -> ZoneInfo:
    """Madrid by the rules of another zone."""
    for folder in zoneinfo.TZPATH:
        try:
            with (Path(folder) / name).open("rb") as file:
                return ZoneInfo.from_file(file, key="Europe/Madrid")
        except FileNotFoundError:
            continue
    pytest.skip("this machine has no time zone files of its own")


@dataclass
class FakeTimeZones:
    release: str = "2026a"
    kept_to: list[str] = field(default_factory=list)

    def version(self) -> str:
        return self.release

    def keep_to(self, version: str) -> None:
        self.kept_to.append(version)


class Clocks:
    def __init__(self, store):
        self.astray, self.zones = Astray(store), FakeTimeZones()
        self.following = FollowingClocks(store=store, clock=self.astray.clock, waker=FakeWaker(), zones=self.zones)

    async def update(self, zone: str, release: str = "2027a") -> None:
        """Update the system's data, as the next read of the meeting shows them, and have that followed."""
        state = self.astray.store.state
        state.meetings = {key: replace(each, zone=doctored(zone)) for key, each in state.meetings.items()}
        self.zones.release = release
        await self.following.follow()
        await self.astray.deliver()


@pytest.fixture
async def clocks(store):
    clocks = Clocks(store)
    await clocks.astray.given(IN_SUMMER)
    await clocks.following.follow()
    return clocks


async def test_the_meeting_stays_on_the_clock_and_everything_follows(clocks):
    await clocks.update("Africa/Lagos")
    meeting = await clocks.astray.meeting()
    assert (meeting.starts_at, meeting.wall_start) == (SUMMER + HOUR, IN_SUMMER.wall_start)
    assert (meeting.version, meeting.ical_sequence) == (2, 1)
    assert clocks.astray.told() == [NoticeKind.CLOCKS_CHANGED]
    assert clocks.astray.mailed() == ["invitation", "invitation"]  # the calendar holds an instant
    assert [plan.starts_at for plan in clocks.astray.upkeep.updated] == [SUMMER + HOUR]
    reminders = await clocks.astray.entries(OutboxKind.MAIL_REMINDER)
    waiting = [entry.due_at for entry in reminders if entry.state is EntryState.WAITING]
    assert waiting == [SUMMER - 23 * HOUR, SUMMER]


async def test_what_is_not_moved_is_left_alone(clocks):
    await clocks.update("Europe/Paris")
    meeting = await clocks.astray.meeting()
    assert (meeting.starts_at, meeting.version, clocks.astray.told()) == (SUMMER, 1, [])


async def test_with_the_same_data_nothing_is_gone_through(clocks):
    await clocks.update("Africa/Lagos", release="2026a")
    assert (await clocks.astray.meeting()).starts_at == SUMMER


async def test_data_that_have_no_name_are_gone_through_each_time(clocks):
    await clocks.update("Africa/Lagos", release="")
    await clocks.following.follow()
    assert ((await clocks.astray.meeting()).starts_at, clocks.astray.told()) == (
        SUMMER + HOUR,
        [NoticeKind.CLOCKS_CHANGED],
    )


@pytest.mark.parametrize("status", [MeetingStatus.STARTED, MeetingStatus.CANCELLED, MeetingStatus.ENDED])
async def test_what_is_under_way_or_off_does_not_move(clocks, status):
    await clocks.astray.change(replace(IN_SUMMER, status=status))
    await clocks.update("Africa/Lagos")
    assert (await clocks.astray.meeting()).starts_at == SUMMER


async def test_what_is_not_yet_made_moves_without_a_mail(clocks):
    await clocks.astray.change(replace(IN_SUMMER, status=MeetingStatus.PENDING))
    await clocks.update("Africa/Lagos")
    assert (await clocks.astray.meeting()).starts_at == SUMMER + HOUR
    assert (clocks.astray.mailed(), clocks.astray.upkeep.updated) == (["invitation"], [])


def test_of_a_doubled_hour_the_one_that_was_meant_stays():
    wall = datetime(2026, 10, 25, 2, 30)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert [instant_on_the_clock(wall, MADRID, was) for was in (first, second)] == [first, second]


def test_what_has_come_to_lie_in_a_gap_begins_when_the_gap_ends():
    wall = datetime(2027, 3, 28, 2, 30)
    was = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert instant_on_the_clock(wall, MADRID, was) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_the_release_is_read_where_the_system_has_one(tmp_path, monkeypatch):
    (tmp_path / "tzdata.zi").write_text("# version 2026c\n# This zic input file is in the public domain.\n")
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path / "none"), str(tmp_path)))
    assert SystemTimeZones().version() == "2026c"


def test_zones_are_read_anew():
    class Zone(ZoneInfo):
        """Has a memory of its own: the real one is other tests' as well."""

    before, zones = Zone("Europe/Madrid"), SystemTimeZones(zones=Zone)
    zones.keep_to("2026a")
    zones.keep_to("2026a")
    assert Zone("Europe/Madrid") is before
    zones.keep_to("2027a")
    assert Zone("Europe/Madrid") is not before


async def test_each_process_keeps_to_the_new_data_whoever_was_the_first_to_follow_them(clocks):
    await clocks.update("Africa/Lagos")
    another = FakeTimeZones(release="2027a")
    await replace(clocks.following, zones=another).follow()
    assert (clocks.zones.kept_to[-1], another.kept_to) == ("2027a", ["2027a"])
