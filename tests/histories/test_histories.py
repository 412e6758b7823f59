"""500 random histories of commands, clicks, calls and faults: what is shown, what is stored and the model agree."""

import asyncio
import shutil
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack import answering, replying
from storage.engine import open_engines
from storage.migrating import migrate
from storage.unit_of_work import SqlStore
from storage.vault import Vault, new_key_ring, parse_key_ring
from tests.databases import run_apart
from tests.fakes.store import FakeStore
from tests.histories.clinic import Clinic
from tests.histories.history import History

WHICH = st.integers(0, 3)
TIMES = st.integers(1, 2)
HOST = st.tuples(
    st.just("host"), st.sampled_from(["opens", "closes"]), WHICH, st.sampled_from(["at once", "late", "never"])
)
ACT = st.tuples(
    st.just("act"), st.sampled_from(["cancel_meeting", "end_meeting", "delete_meeting", "delete_meeting"]), WHICH, TIMES
)
SHORT_WAIT = st.tuples(st.just("advance"), st.sampled_from([3, 20, 45]))
STEPS = st.one_of(
    st.tuples(st.just("schedule"), st.sampled_from([10, 25, 60, 1500]), st.sampled_from([15, 50]), TIMES),
    *(HOST, HOST, HOST, ACT, ACT, SHORT_WAIT, SHORT_WAIT),
    st.tuples(st.just("advance"), st.sampled_from([90, 500, 1500])),
    st.tuples(st.just("try_again"), WHICH, TIMES),
    st.tuples(st.just("tell_late")),
    st.tuples(st.just("let_zoom_be"), st.sampled_from(["ok", "down", "refuses"])),
    st.tuples(st.just("lose_grant")),
    st.tuples(st.just("connect")),
    st.tuples(st.just("disconnect"), st.sampled_from(["keep", "cancel"])),
)
HISTORIES = st.lists(STEPS, min_size=1, max_size=20).map(lambda steps: [("schedule", 25, 50, 1), *steps])
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}


@pytest.fixture(scope="module")
def migrated_file(tmp_path_factory):
    """A SQLite file with the tables in it, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "consulta.db"
    run_apart(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    """Give answers all the time they need: on a busy machine a history over a real database is late, and not wrong."""
    monkeypatch.setattr(answering, "_SECONDS_TO_ANSWER", 600)
    monkeypatch.setattr(replying, "_SECONDS", 600)


async def live(history, steps):
    await history.clinic.open()
    for step in steps:
        await history.do(*step)
        await history.check()


async def live_over(migrated, path, steps):
    shutil.copy(migrated, path)
    vault = Vault(keys=parse_key_ring(new_key_ring()))
    async with open_engines(f"sqlite:///{path}") as engines:
        store = SqlStore(engines=engines, vault=vault, lease=timedelta(seconds=30))
        await live(History(Clinic(store)), steps)
    for left in path.parent.glob("consulta.db*"):
        left.unlink()


@settings(max_examples=500, **PATIENT)
@given(steps=HISTORIES)
def test_what_is_shown_and_stored_agrees_with_the_model(steps):
    asyncio.run(live(History(Clinic(FakeStore())), steps))


@settings(max_examples=10, **PATIENT)
@given(steps=HISTORIES)
def test_it_does_over_a_real_database_too(steps, migrated_file, tmp_path):
    asyncio.run(live_over(migrated_file, tmp_path / "consulta.db", steps))
