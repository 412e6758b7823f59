import pytest

from tests.slack_world import Slack, a_slack


@pytest.fixture
def slack() -> Slack:
    return a_slack()
