import pytest
import pytest_asyncio

from tests.acceptance.stage import Person, Stage, open_stage


# A database, and Slack's way to the bot. Both kinds of each are tried by every file; the story has all four pairs.
@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite-http", "postgresql-socket"])
async def stage(request, tmp_path_factory):
    """One running product for the tests of a module; its clock only moves forward."""
    database, way = request.param.split("-")
    database_url = request.getfixturevalue("new_postgresql_database")() if database == "postgresql" else None
    async with open_stage(tmp_path_factory.mktemp("stage"), database_url, socket_mode=way == "socket") as running:
        yield running


@pytest.fixture
def ana(stage: Stage) -> Person:
    return stage.person("U0ANA000001")
