"""Where the product's one HTTP client may be sent: to the hosts of the settings, whoever names another."""

import httpx
import pytest

from bot.domain.failures import ZoomError
from bot.slack.socket_mode import is_slacks
from bot.zoom.client import ZoomClient
from bot.zoom.http import build_http
from tests.builders import a_grant, a_meeting
from tests.fakes.edges import FakeClock

HOSTS = {"api.zoom.example", "zoom.example"}


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://evil.example/v2/users/me",
        "https://api.zoom.example.evil.example/v2",
        "https://api.zoom.example@evil.example/v2",
        "http://localhost:6379/",
    ],
)
async def test_nothing_is_sent_to_a_host_that_is_not_in_the_settings(wire, url):
    async with build_http(httpx.MockTransport(wire), hosts=HOSTS) as http:
        with pytest.raises(httpx.UnsupportedProtocol):
            await http.get(url)
    assert wire.requests == []


async def test_zooms_api_elsewhere_is_asked_nothing(wire):
    async with build_http(httpx.MockTransport(wire), hosts=HOSTS) as http:
        elsewhere = ZoomClient(http=http, api_url="https://evil.example/v2", clock=FakeClock())
        with pytest.raises(ZoomError) as failure:
            await elsewhere.create(a_grant(), a_meeting().zoom_plan)
    assert (failure.value.code, wire.requests) == ("unknown", [])


async def test_a_redirect_leads_nowhere(wire):
    wire.answers = [httpx.Response(302, headers={"Location": "http://169.254.169.254/"})]
    async with build_http(httpx.MockTransport(wire), hosts=HOSTS) as http:
        assert (await http.get("https://zoom.example/oauth")).status_code == 302
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("wss://wss-primary.slack.com/link/?ticket=1", True),
        ("ws://wss-primary.slack.com/link/?ticket=1", False),
        ("wss://evil.example/link", False),
        ("wss://slack.com.evil.example/link", False),
        ("wss://notslack.com/link", False),
        ("https://slack.com/link", False),
        ("ws://127.0.0.1/link", False),
    ],
)
def test_a_socket_is_opened_to_slack_alone(url, is_fine):
    assert is_slacks(url, "https://slack.com/api/") is is_fine


def test_at_home_a_socket_needs_no_tls():
    assert is_slacks("ws://127.0.0.1:8020/slack/link", "http://127.0.0.1:8020/slack/api/")
