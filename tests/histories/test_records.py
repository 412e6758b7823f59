"""Random histories of choosing, leaving, importing, pushing, erasing and scheduling, on the services over SQLite."""

import asyncio
import shutil
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.trust import HowChosen
from storage.engine import open_engines
from storage.unit_of_work import SqlStore
from storage.vault import Vault, new_key_ring, parse_key_ring
from tests.fakes.store import FakeStore
from tests.histories.records import RecordHistory

WHO, WHOM = st.integers(0, 2), st.integers(0, 1)
LINES = st.lists(st.tuples(WHO, WHOM, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=4)
SCHEDULE = st.tuples(st.just("schedule"), WHO, WHOM)
STEPS = st.one_of(
    st.tuples(st.just("take_file"), LINES),
    st.tuples(
        st.just("push"), WHO, st.dictionaries(WHOM, st.booleans(), max_size=2), st.sampled_from(["none", "old", "now"])
    ),
    st.tuples(st.just("choose"), WHO, WHOM, st.sampled_from([HowChosen.PAGE, HowChosen.INVITATION])),
    st.tuples(st.just("leave"), WHO, WHOM),
    st.tuples(st.just("erase"), WHO),
    *(SCHEDULE, SCHEDULE),
    st.tuples(st.just("schedule_as_before"), WHO, WHOM),
)
HISTORIES = st.lists(STEPS, min_size=1, max_size=25)
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}


async def live(store, steps):
    history = RecordHistory(store)
    await history.open()
    for step in steps:
        await history.do(*step)


async def live_over(migrated, path, steps):
    shutil.copy(migrated, path)
    async with open_engines(f"sqlite:///{path}") as engines:
        vault = Vault(keys=parse_key_ring(new_key_ring()))
        await live(SqlStore(engines=engines, vault=vault, lease=timedelta(seconds=30)), steps)
    for left in path.parent.glob("records.db*"):
        left.unlink()


@settings(max_examples=150, **PATIENT)
@given(steps=HISTORIES)
def test_no_meeting_is_made_and_no_list_shown_of_who_has_not_chosen(steps):
    asyncio.run(live(FakeStore(), steps))


@settings(max_examples=20, **PATIENT)
@given(steps=HISTORIES)
def test_neither_over_a_real_database(steps, migrated_file, tmp_path):
    asyncio.run(live_over(migrated_file, tmp_path / "records.db", steps))
