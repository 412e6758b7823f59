import pytest
import pytest_asyncio

from tests.acceptance.stage import Person, Stage, open_stage


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def stage(request, tmp_path_factory):
    """One running product for the tests of a module; its clock only moves forward."""
    database_url = None
    if request.param == "postgresql":
        database_url = request.getfixturevalue("new_postgresql_database")()
    async with open_stage(tmp_path_factory.mktemp("stage"), database_url) as running:
        yield running


@pytest.fixture
def ana(stage: Stage) -> Person:
    return stage.person("U0ANA000001")
