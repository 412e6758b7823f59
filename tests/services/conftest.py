import pytest

from bot.services.delivering import Delivering
from bot.services.importing import Importing
from tests.builders import a_patient, a_professional
from tests.fakes.edges import FakeClock
from tests.fakes.effects import KIND, FakeEffect
from tests.fakes.store import FakeStore


@pytest.fixture
async def store():
    """A store that knows Ana and Noah."""
    store = FakeStore()
    async with store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.people.save_patient(a_patient())
    return store


@pytest.fixture
def effect():
    return FakeEffect()


@pytest.fixture
def delivering(effect):
    return Delivering(store=FakeStore(), clock=FakeClock(), effects={KIND: effect}, owner="worker", spread=lambda: 0.0)


@pytest.fixture
def importing():
    return Importing(store=FakeStore(), clock=FakeClock())
