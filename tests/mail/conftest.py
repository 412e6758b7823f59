from collections.abc import AsyncIterator

import pytest

from bot.domain.links import Links
from bot.mail.letters import Letters
from tests.builders import LINKS
from tests.mail.sink import SENDER, Sink, open_sink


@pytest.fixture
def links() -> Links:
    return LINKS


@pytest.fixture
def letters(links: Links) -> Letters:
    return Letters(sender=SENDER, links=links, message_key=b"m" * 32)


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with open_sink() as sink:
        yield sink
