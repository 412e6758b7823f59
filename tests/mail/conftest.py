from collections.abc import AsyncIterator

import pytest

from bot.domain.links import Links
from bot.mail.letters import Letters
from tests.mail.sink import SENDER, Sink, open_sink


@pytest.fixture
def links() -> Links:
    return Links(public_url="https://consulta.example", key=b"k" * 32)


@pytest.fixture
def letters(links: Links) -> Letters:
    return Letters(sender=SENDER, links=links, message_key=b"m" * 32)


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with open_sink() as sink:
        yield sink
