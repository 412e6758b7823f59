import pytest
import pytest_asyncio

from tests.acceptance.stage import Person, Stage, open_stage
from tests.pairs import chosen_of, is_chosen_by_itself

# A database, and Slack's way to the bot. A file has one of the pairs, or each; the story has all four.
_PAIRS = ("sqlite-http", "postgresql-socket")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    has_its_own = "stage" in vars(metafunc.module) or is_chosen_by_itself(metafunc, "stage")
    if "stage" in metafunc.fixturenames and not has_its_own:
        pairs = chosen_of(_PAIRS, metafunc.module.__name__)
        metafunc.parametrize("stage", pairs, indirect=True, scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(request, tmp_path_factory):
    """One running product for the tests of a module; its clock only moves forward."""
    database, way = request.param.split("-")
    database_url = request.getfixturevalue("new_postgresql_database")() if database == "postgresql" else None
    async with open_stage(tmp_path_factory.mktemp("stage"), database_url, socket_mode=way == "socket") as running:
        yield running


@pytest.fixture
def ana(stage: Stage) -> Person:
    return stage.person("U0ANA000001")
