import pytest

from tests.builders import a_grant

ANA_ID = "professional-ana"
pytestmark = pytest.mark.usefixtures("people")


async def test_a_grant_is_kept_by_the_version_it_was_of(work):
    await work.replaced_grants.keep(ANA_ID, 1, a_grant())
    assert await work.replaced_grants.find(ANA_ID, 1) == a_grant()
    assert await work.replaced_grants.find(ANA_ID, 2) is None
    assert await work.replaced_grants.find("professional-ben", 1) is None


async def test_a_renewed_grant_takes_the_place_of_the_one_before(work):
    await work.replaced_grants.keep(ANA_ID, 1, a_grant())
    await work.replaced_grants.keep(ANA_ID, 1, a_grant(access_token="renewed"))
    assert await work.replaced_grants.find(ANA_ID, 1) == a_grant(access_token="renewed")


async def test_what_is_dropped_is_gone(work):
    await work.replaced_grants.keep(ANA_ID, 1, a_grant())
    await work.replaced_grants.keep(ANA_ID, 2, a_grant())
    await work.replaced_grants.drop(ANA_ID, 1)
    assert await work.replaced_grants.find(ANA_ID, 1) is None
    assert await work.replaced_grants.find(ANA_ID, 2) == a_grant()
