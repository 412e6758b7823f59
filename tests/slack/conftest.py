import pytest

from tests.slack.stage import a_stage


@pytest.fixture
async def slack():
    """Ana, known and not connected, with no patients."""
    return await a_stage()


@pytest.fixture
async def ready(slack):
    """Ana, connected, with Noah as her patient."""
    await slack.connect()
    await slack.trust()
    return slack


@pytest.fixture
async def broken(slack):
    """A database that fails at every reading, with a message that quotes content."""
    await slack.trust()

    def reading():
        raise RuntimeError("Noah Clarke")

    slack.store.reading = reading
    return slack
