import pytest

from bot.services.importing import Importing
from tests.builders import a_patient, a_professional
from tests.fakes.edges import FakeClock, FakeMailer, FakeMessenger
from tests.fakes.effects import KIND, FakeEffect
from tests.fakes.store import FakeStore
from tests.fakes.workers import a_delivering
from tests.fakes.zoom import FakeZoomMeetings
from tests.services.astray import Astray


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
    return a_delivering(store=FakeStore(), clock=FakeClock(), effects={KIND: effect})


@pytest.fixture
def importing():
    return Importing(store=FakeStore(), clock=FakeClock())


@pytest.fixture
def mailer():
    return FakeMailer()


@pytest.fixture
def messenger():
    return FakeMessenger()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def zoom():
    return FakeZoomMeetings()


@pytest.fixture
async def astray(store):
    """A meeting that its patient was told of, and all that looks after it."""
    astray = Astray(store)
    await astray.given()
    return astray
